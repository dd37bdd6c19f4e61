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
  /** Labels over each cell, and which a place has, where its column has none; else null. */
  captions: { labels: readonly string[]; of(column: number, row: number): number } | null;
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
    captions: null
  };
}

/** Cells of a single row, and of a single column, above which it is broken; a column is what was asked for, so it may be longer. */
const ROW_MAX = 12;
const COLUMN_MAX = 24;

/** A single row or column that is long, broken into several as words are, each cell with its label above. */
export function breakLongLine(arrangement: Arrangement): Arrangement {
  const { columns, rows, at } = arrangement;
  const isRow = rows.lines.length === 1;
  const [long, most] = isRow ? [columns, ROW_MAX] : [rows, COLUMN_MAX];
  const count = long.lines.length;
  const single = isRow || columns.lines.length === 1;
  if (!single || !long.inner || count <= most || columns.outer || rows.outer) {
    return arrangement;
  }
  const { labels } = long.inner;
  const down = Math.ceil(count / Math.max(ROW_MAX, Math.ceil(Math.sqrt(count))));
  const across = Math.ceil(count / down);
  const side = (length: number): Side => ({
    inner: null,
    outer: null,
    lines: Array.from({ length }, () => ({ inner: null, outer: null }))
  });
  const place = (column: number, row: number): number => row * across + column;
  return {
    columns: side(across),
    rows: side(down),
    at(column, row) {
      const k = place(column, row);
      return k < count ? at(isRow ? k : 0, isRow ? 0 : k) : null;
    },
    captions: { labels, of: place }
  };
}
