import type { Cell, Job, PlanAxis } from '../../../schema/wire';

/** One side of the sheet: its inner axis, the outer ones around it, and every combination of their values in order. */
export type Side = {
  inner: PlanAxis | null;
  outer: PlanAxis[];
  /** For each line of cells: index of the inner value, and the labels of the outer values. */
  lines: { inner: number; outer: string[]; group: number }[];
};

export type Arrangement = {
  columns: Side;
  rows: Side;
  /** The cell at a column and a row, or null where a filter left it out. */
  at(column: number, row: number): Cell | null;
  /** The label over each cell, where the columns have none in common; null where they do. */
  caption: ((column: number, row: number) => string) | null;
};

/** Where each cell goes: x and xx across, y and yy down, axes without a place down as outer rows. */
export function arrange(
  job: Pick<Job, 'cells'> & { plan: Pick<Job['plan'], 'axes' | 'layout'> }
): Arrangement {
  const { axes, layout } = job.plan;
  const named = (id: string | undefined): PlanAxis | null => axes.find(axis => axis.id === id) ?? null;
  const [x, y, xx, yy] = [named(layout.x), named(layout.y), named(layout.xx), named(layout.yy)];
  const placed = new Set([x, y, xx, yy]);
  const rest = axes.filter(axis => !placed.has(axis));
  const columns = side(x, xx ? [xx] : []);
  const rows = side(y, [...(yy ? [yy] : []), ...rest]);
  const byPlace = new Map<string, Cell>();
  for (const cell of job.cells) {
    const line = (each: Side): number => lineOf(each, cell, axes);
    byPlace.set(`${line(columns)} ${line(rows)}`, cell);
  }
  return { columns, rows, at: (column, row) => byPlace.get(`${column} ${row}`) ?? null, caption: null };
}

function side(inner: PlanAxis | null, outer: PlanAxis[]): Side {
  let groups: string[][] = [[]];
  for (const axis of outer) {
    groups = groups.flatMap(labels => axis.labels.map(label => [...labels, label]));
  }
  const count = inner?.values.length ?? 1;
  const lines = groups.flatMap((labels, group) =>
    Array.from({ length: count }, (_, index) => ({ inner: index, outer: labels, group }))
  );
  return { inner, outer, lines };
}

function lineOf({ inner, outer }: Side, cell: Cell, axes: readonly PlanAxis[]): number {
  const indexOf = (axis: PlanAxis): number => cell.index[axes.indexOf(axis)];
  const group = outer.reduce((sum, axis) => sum * axis.values.length + indexOf(axis), 0);
  return group * (inner?.values.length ?? 1) + (inner ? indexOf(inner) : 0);
}

/** A single row of more than `most` cells, broken into several as words are, each cell with its label above. */
export function breakLongRow(arrangement: Arrangement, most: number): Arrangement {
  const { columns, rows, at } = arrangement;
  const long = columns.inner;
  const count = columns.lines.length;
  if (!long || count <= most || rows.lines.length > 1 || columns.outer.length > 0) {
    return arrangement;
  }
  const down = Math.ceil(count / most);
  const across = Math.ceil(count / down);
  const lines = (length: number): Side['lines'] =>
    Array.from({ length }, (_, index) => ({ inner: index, outer: [], group: 0 }));
  return {
    columns: { inner: null, outer: [], lines: lines(across) },
    rows: { inner: null, outer: [], lines: lines(down) },
    at: (column, row) => (row * across + column < count ? at(row * across + column, 0) : null),
    caption: (column, row) => long.labels[row * across + column] ?? ''
  };
}
