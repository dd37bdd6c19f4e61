/** Which cells are chosen together. Marks and tags that are given to one of them are given to all. */
import type { Arrangement, Spot } from '../../../language/layout/arrange';

const NONE: ReadonlySet<string> = new Set();

export class Selection {
  ids: ReadonlySet<string> = NONE;
  /** Where a row of presses with Shift began. */
  private anchor: string | null = null;

  clear(): boolean {
    const was = this.ids.size > 0;
    this.ids = NONE;
    this.anchor = null;
    return was;
  }

  /** Puts a cell in, or takes it out; the cell that had the keyboard before any was chosen is one of them. */
  toggle(id: string, focused: string): void {
    const ids = new Set(this.ids.size === 0 && id !== focused ? [focused] : this.ids);
    if (!ids.delete(id)) {
      ids.add(id);
    }
    this.ids = ids;
    this.anchor = id;
  }

  /** All cells between where the selecting began and another. */
  extend(from: string, to: string, between: (one: string, other: string) => readonly string[]): void {
    this.anchor ??= from;
    this.ids = new Set(between(this.anchor, to));
  }

  choose(ids: readonly string[]): void {
    this.ids = new Set(ids);
    this.anchor = null;
  }
}

/** Positions of the cells in the rectangle between two spots, row by row. */
export function cellsBetween({ cellAt }: Pick<Arrangement, 'cellAt'>, one: Spot, other: Spot): number[] {
  const [top, bottom] = [Math.min(one.row, other.row), Math.max(one.row, other.row)];
  const [left, right] = [Math.min(one.column, other.column), Math.max(one.column, other.column)];
  const found: number[] = [];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      found.push(cellAt({ row, column }) ?? -1);
    }
  }
  return found.filter(position => position >= 0);
}

/** Positions of all cells on the sheet, row by row: the order in which one reads it. */
export function inSheetOrder(arrangement: Arrangement): number[] {
  const { rows, columns } = arrangement;
  return cellsBetween(
    arrangement,
    { row: 0, column: 0 },
    { row: rows.length - 1, column: columns.length - 1 }
  );
}
