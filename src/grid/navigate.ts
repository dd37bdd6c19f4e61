import type { Arrangement, Spot } from '../../language/layout/arrange';

export type Motion =
  'left' | 'right' | 'up' | 'down' | 'leftmost' | 'rightmost' | 'top' | 'bottom' | 'pageUp' | 'pageDown';

const PAGE_ROWS = 4;

/**
 * Where a motion leads from a spot: to the next place that has a cell, over the gaps that a condition or a sample left. Stays where
 * it is when there is none.
 */
export function move(arrangement: Arrangement, from: Spot, motion: Motion): Spot {
  const { columns, rows } = arrangement;
  const stepping = (dx: number, dy: number): Spot => walk(arrangement, from, dx, dy);
  const fromEdge = (spot: Spot, dx: number, dy: number): Spot =>
    arrangement.cellAt(spot) !== null ? spot : walk(arrangement, spot, dx, dy, from);
  switch (motion) {
    case 'left':
      return stepping(-1, 0);
    case 'right':
      return stepping(1, 0);
    case 'up':
      return stepping(0, -1);
    case 'down':
      return stepping(0, 1);
    case 'leftmost':
      return fromEdge({ row: from.row, column: 0 }, 1, 0);
    case 'rightmost':
      return fromEdge({ row: from.row, column: columns.length - 1 }, -1, 0);
    case 'top':
      return fromEdge({ row: 0, column: from.column }, 0, 1);
    case 'bottom':
      return fromEdge({ row: rows.length - 1, column: from.column }, 0, -1);
    case 'pageUp':
      return fromEdge({ row: Math.max(0, from.row - PAGE_ROWS), column: from.column }, 0, 1);
    case 'pageDown':
      return fromEdge({ row: Math.min(rows.length - 1, from.row + PAGE_ROWS), column: from.column }, 0, -1);
  }
}

function walk(arrangement: Arrangement, from: Spot, dx: number, dy: number, otherwise = from): Spot {
  const { columns, rows } = arrangement;
  for (let column = from.column + dx, row = from.row + dy; ; column += dx, row += dy) {
    if (column < 0 || row < 0 || column >= columns.length || row >= rows.length) {
      return otherwise;
    }
    if (arrangement.cellAt({ row, column }) !== null) {
      return { row, column };
    }
  }
}

/** The next value along an axis that has a cell, from the position `at`; null at the end. `cells` as `alongAxis` gives them. */
export function nextAlong(cells: readonly (number | null)[], at: number, step: 1 | -1): number | null {
  for (let value = at + step; value >= 0 && value < cells.length; value += step) {
    if (cells[value] !== null) {
      return cells[value];
    }
  }
  return null;
}

/** The cell that took the place of one that is no longer seen, or else the first; null for a sheet without any. */
export function nearestSeen(
  cells: readonly { index: readonly number[] }[],
  cell: number,
  before: Arrangement['values'],
  { rows, columns, values, cellAt }: Arrangement
): number | null {
  const wanted = cells[cell].index.map((value, axis) => {
    const place = values[axis].includes(value) ? values[axis].indexOf(value) : before[axis].indexOf(value);
    return values[axis][Math.min(Math.max(0, place), values[axis].length - 1)];
  });
  const near = cells.findIndex(({ index }) => index.every((value, axis) => value === wanted[axis]));
  if (near >= 0) {
    return near;
  }
  for (const row of rows.keys()) {
    const column = columns.findIndex((_, each) => cellAt({ row, column: each }) !== null);
    if (column >= 0) {
      return cellAt({ row, column });
    }
  }
  return null;
}
