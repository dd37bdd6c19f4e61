/**
 * Where each cell of a sweep stands: which axis runs along columns, rows, outer columns and outer rows, which values of it are shown and in
 * which order, and which value of every axis that has no place. Grid and contact sheet are laid out by it.
 */
import { own } from '../../schema/own';
import type { Layout, PlanAxis } from '../../schema/wire';
import { LAYOUT_WORDS, type LayoutWord } from '../names/sweep-words';
import { type Indexed, cellIndex } from './cell-index';

/** A column or a row: the position of its value on the inner and the outer axis; null where no axis runs. */
export type Line = { inner: number | null; outer: number | null };
export type Spot = { row: number; column: number };
/** Axis id to the position of the value shown. */
export type Pins = Readonly<Record<string, number>>;
/** Axis id to the positions of the values shown, in their order; all of an axis that isn't there. */
export type ShownValues = Readonly<Record<string, readonly number[]>>;

export type Arrangement = {
  /** Position in `axes` of the axis at each place. */
  at: Readonly<Record<LayoutWord, number | null>>;
  columns: readonly Line[];
  rows: readonly Line[];
  /** Of each axis in `axes` the positions of the values shown, in their order. */
  values: readonly (readonly number[])[];
  /** Axes without a place, with the position of the value shown. */
  pinned: readonly { axis: number; value: number }[];
  /** Position in `cells` of what stands there, or null where the sweep has no cell. */
  cellAt(spot: Spot): number | null;
  /** Where the cell at this position in `cells` stands; null when another value of a pinned axis is shown. */
  spotOf(cell: number): Spot | null;
};

type Axis = Pick<PlanAxis, 'id' | 'labels'>;

/** Lays `cells` out. Cells of a value that isn't shown are left out. */
export function arrange(
  axes: readonly Axis[],
  layout: Layout,
  cells: readonly Indexed[],
  pins: Pins = {},
  shown: ShownValues = {}
): Arrangement {
  const positions = new Map(axes.map(({ id }, position) => [id, position]));
  const at = Object.fromEntries(
    LAYOUT_WORDS.map(word => [word, positions.get(layout[word] ?? '') ?? null])
  ) as Record<LayoutWord, number | null>;
  const used = new Set<number | null>(Object.values(at));
  const values = axes.map(({ id, labels }) => own(shown, id) ?? labels.map((_, value) => value));
  const pinned = axes.flatMap(({ id }, axis) =>
    used.has(axis) ? [] : [{ axis, value: nearestOf(values[axis], own(pins, id) ?? 0) }]
  );
  const valuesOf = (axis: number | null): readonly (number | null)[] =>
    axis === null ? [null] : values[axis];
  const columns = linesOf(valuesOf(at.x), valuesOf(at.xx));
  const rows = linesOf(valuesOf(at.y), valuesOf(at.yy));
  const places = values.map(those => new Map(those.map((value, place) => [value, place])));
  const index = cellIndex(axes, cells);
  const pinnedAt = axes.map(() => 0);
  pinned.forEach(({ axis, value }) => (pinnedAt[axis] = value));

  return {
    at,
    columns,
    rows,
    values,
    pinned,
    cellAt({ row, column }) {
      if (!(row in rows && column in columns)) {
        return null;
      }
      const wanted = [...pinnedAt];
      const put = (axis: number | null, value: number | null): void => {
        if (axis !== null && value !== null) {
          wanted[axis] = value;
        }
      };
      put(at.x, columns[column].inner);
      put(at.xx, columns[column].outer);
      put(at.y, rows[row].inner);
      put(at.yy, rows[row].outer);
      return index.at(wanted);
    },
    spotOf(cell) {
      const stands = cells[cell]?.index;
      if (!stands || index.at(stands) === null || pinned.some(({ axis, value }) => stands[axis] !== value)) {
        return null;
      }
      const along = (axis: number | null): number =>
        axis === null ? 0 : (places[axis].get(stands[axis]) ?? NaN);
      const column = along(at.xx) * valuesOf(at.x).length + along(at.x);
      const row = along(at.yy) * valuesOf(at.y).length + along(at.y);
      return Number.isNaN(column + row) ? null : { column, row };
    }
  };
}

/** The cells that differ from this one along one axis only, one for each of its `values`; a null for each value without a cell. */
export function alongAxis(
  axes: readonly Axis[],
  cells: readonly Indexed[],
  cell: number,
  axis: number,
  values: readonly number[]
): (number | null)[] {
  const index = cellIndex(axes, cells);
  const wanted = [...cells[cell].index];
  return values.map(value => {
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

function linesOf(inner: readonly (number | null)[], outer: readonly (number | null)[]): Line[] {
  return outer.flatMap(group => inner.map(value => ({ inner: value, outer: group })));
}

/** A value that is shown: the one asked for, or the nearest. */
function nearestOf(values: readonly number[], wanted: number): number {
  const distance = (value: number): number => Math.abs(value - wanted);
  return values.reduce((best, value) => (distance(value) < distance(best) ? value : best), values[0] ?? 0);
}
