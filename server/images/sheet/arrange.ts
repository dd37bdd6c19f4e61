/** Where a sheet's cells stand. Unlike the grid a sheet has no sliders: axes without a place are folded into the outer rows. */
import { arrange, type Line } from '../../../language/layout/arrange';
import { completeLayout } from '../../../language/layout/choose-layout';
import { foldAxes } from '../../../language/layout/fold-axes';
import type { Cell, Job, PlanAxis } from '../../../schema/wire';

export type Axis = Pick<PlanAxis, 'id' | 'params' | 'labels'>;

/** One side of the sheet: its inner and outer axis, and a line for every combination of their values in order. */
export type Side = { inner: Axis | null; outer: Axis | null; lines: readonly Line[] };

export type Arrangement = {
  columns: Side;
  rows: Side;
  /** The cell at a column and a row, or null where a filter left it out. */
  at(column: number, row: number): Cell | null;
  /** The label over each cell, where the columns have none in common; null where they do. */
  caption: ((column: number, row: number) => string) | null;
};

/** The arrangement of all cells of a job; none is left out. */
export function arrangeSheet(
  job: Pick<Job, 'cells'> & { plan: Pick<Job['plan'], 'axes' | 'layout'> }
): Arrangement {
  const whole = completeLayout(job.plan.axes, job.plan.layout);
  const { axes, cells, layout } = foldAxes(job.plan.axes, job.cells, whole);
  const { at, columns, rows, cellAt } = arrange(axes, layout, cells);
  const axisAt = (axis: number | null): Axis | null => (axis === null ? null : axes[axis]);
  return {
    columns: { inner: axisAt(at.x), outer: axisAt(at.xx), lines: columns },
    rows: { inner: axisAt(at.y), outer: axisAt(at.yy), lines: rows },
    at(column, row) {
      const found = cellAt({ column, row });
      return found === null ? null : cells[found];
    },
    caption: null
  };
}

/** A single row of more than `most` cells, broken into several as words are, each cell with its label above. */
export function breakLongRow(arrangement: Arrangement, most: number): Arrangement {
  const { columns, rows, at } = arrangement;
  const long = columns.inner;
  const count = columns.lines.length;
  if (!long || count <= most || rows.lines.length > 1 || columns.outer) {
    return arrangement;
  }
  const down = Math.ceil(count / most);
  const across = Math.ceil(count / down);
  const side = (length: number): Side => ({
    inner: null,
    outer: null,
    lines: Array.from({ length }, () => ({ inner: null, outer: null }))
  });
  return {
    columns: side(across),
    rows: side(down),
    at: (column, row) => (row * across + column < count ? at(row * across + column, 0) : null),
    caption: (column, row) => long.labels[row * across + column] ?? ''
  };
}
