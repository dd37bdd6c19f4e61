/**
 * Where each cell of a sweep stands: which axis runs along columns, rows, outer columns and outer rows, and which value of every axis
 * that has no place is shown. Grid and contact sheet are laid out by it.
 */
import type { Layout, PlanAxis } from '../../schema/wire';
import { LAYOUT_WORDS, type LayoutWord } from '../names/sweep-words';
import { type Indexed, cellIndex } from './cell-index';

/** A column or a row: the position of its value on the inner and the outer axis; null where no axis runs. */
export type Line = { inner: number | null; outer: number | null };
export type Spot = { row: number; column: number };
/** Axis id to the position of the value shown. */
export type Pins = Readonly<Record<string, number>>;

export type Arrangement = {
  /** Position in `axes` of the axis at each place. */
  at: Readonly<Record<LayoutWord, number | null>>;
  columns: readonly Line[];
  rows: readonly Line[];
  /** Axes without a place, with the position of the value shown. */
  pinned: readonly { axis: number; value: number }[];
  /** Position in `cells` of what stands there, or null where the sweep has no cell. */
  cellAt(spot: Spot): number | null;
  /** Where the cell at this position in `cells` stands; null when another value of a pinned axis is shown. */
  spotOf(cell: number): Spot | null;
};

type Axis = Pick<PlanAxis, 'id' | 'labels'>;

/** Lays `cells` out. Cells whose pinned axes have another value than the one shown are left out. */
export function arrange(
  axes: readonly Axis[],
  layout: Layout,
  cells: readonly Indexed[],
  pins: Pins = {}
): Arrangement {
  const positions = new Map(axes.map(({ id }, position) => [id, position]));
  const at = Object.fromEntries(
    LAYOUT_WORDS.map(word => [word, positions.get(layout[word] ?? '') ?? null])
  ) as Record<LayoutWord, number | null>;
  const used = new Set<number | null>(Object.values(at));
  const pinned = axes.flatMap(({ id, labels }, axis) =>
    used.has(axis) ? [] : [{ axis, value: Math.min(pins[id] ?? 0, labels.length - 1) }]
  );
  const lengthOf = (axis: number | null): number => (axis === null ? 1 : axes[axis].labels.length);
  const [x, y, xx, yy] = [at.x, at.y, at.xx, at.yy].map(lengthOf);
  const columns = linesOf(at.x, x, at.xx, xx);
  const rows = linesOf(at.y, y, at.yy, yy);
  const index = cellIndex(axes, cells);
  const shown = axes.map(() => 0);
  pinned.forEach(({ axis, value }) => (shown[axis] = value));

  return {
    at,
    columns,
    rows,
    pinned,
    cellAt({ row, column }) {
      if (!(row in rows && column in columns)) {
        return null;
      }
      const wanted = [...shown];
      const put = (axis: number | null, value: number): void => {
        if (axis !== null) {
          wanted[axis] = value;
        }
      };
      put(at.x, column % x);
      put(at.xx, Math.floor(column / x));
      put(at.y, row % y);
      put(at.yy, Math.floor(row / y));
      return index.at(wanted);
    },
    spotOf(cell) {
      const own = cells[cell]?.index;
      if (!own || index.at(own) === null || pinned.some(({ axis, value }) => own[axis] !== value)) {
        return null;
      }
      const along = (axis: number | null): number => (axis === null ? 0 : own[axis]);
      return { column: along(at.xx) * x + along(at.x), row: along(at.yy) * y + along(at.y) };
    }
  };
}

/** The cells that differ from this one along one axis only, a null for each value without a cell. */
export function alongAxis(
  axes: readonly Axis[],
  cells: readonly Indexed[],
  cell: number,
  axis: number
): (number | null)[] {
  const index = cellIndex(axes, cells);
  const wanted = [...cells[cell].index];
  return axes[axis].labels.map((_, value) => {
    wanted[axis] = value;
    return index.at(wanted);
  });
}

/** Runs of columns (or rows) that share their outer value, in order. */
export function outerGroups(
  lines: readonly Line[]
): { outer: number | null; start: number; count: number }[] {
  const groups: { outer: number | null; start: number; count: number }[] = [];
  lines.forEach(({ outer }, start) => {
    const last = groups.at(-1);
    if (last && last.outer === outer) {
      last.count += 1;
    } else {
      groups.push({ outer, start, count: 1 });
    }
  });
  return groups;
}

function linesOf(inner: number | null, innerCount: number, outer: number | null, outerCount: number): Line[] {
  return Array.from({ length: innerCount * outerCount }, (_, line) => ({
    inner: inner === null ? null : line % innerCount,
    outer: outer === null ? null : Math.floor(line / innerCount)
  }));
}
