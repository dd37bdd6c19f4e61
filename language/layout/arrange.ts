/**
 * Where each cell of a sweep stands: which axis runs along columns, rows, outer columns and outer rows, which values of it are shown and in
 * which order, and which value of every axis that has no place. Grid and contact sheet are laid out by it.
 */
import { own } from '../../schema/own';
import type { Layout, PlanAxis } from '../../schema/wire';
import { LAYOUT_WORDS, type LayoutWord } from '../names/sweep-words';
import { type Indexed, cellIndex } from './cell-index';

/**
 * A column or a row: the position of its value on the inner and the outer axis; null where no axis runs. A cell that holds several pictures
 * has several lines, counted by `part`.
 */
export type Line = { inner: number | null; outer: number | null; part?: number };
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
  /** Position in `axes` of the axis whose pictures lie in one cell, in a square. */
  inside: number | null;
  /** Axes without a place, with the position of the value shown. */
  pinned: readonly { axis: number; value: number }[];
  /** Position in `cells` of what stands there, or null where the sweep has no cell. */
  cellAt(spot: Spot): number | null;
  /** Where the cell at this position in `cells` stands; null when another value of a pinned axis is shown. */
  spotOf(cell: number): Spot | null;
};

type Axis = Pick<PlanAxis, 'id' | 'labels'>;

/** Lays `cells` out. Cells of a value that isn't shown are left out. `within` is the id of an axis whose pictures share a cell. */
export function arrange(
  axes: readonly Axis[],
  layout: Layout,
  cells: readonly Indexed[],
  pins: Pins = {},
  shown: ShownValues = {},
  within: string | null = null
): Arrangement {
  const { at, inside } = placesOf(axes, layout, within);
  const used = new Set<number | null>([...Object.values(at), inside]);
  const values = axes.map(({ id, labels }) => own(shown, id) ?? labels.map((_, value) => value));
  const pinned = axes.flatMap(({ id }, axis) =>
    used.has(axis) ? [] : [{ axis, value: nearestOf(values[axis], own(pins, id) ?? 0) }]
  );
  const valuesOf = (axis: number | null): readonly (number | null)[] =>
    axis === null ? [null] : values[axis];
  const square = squareOf(inside === null ? 1 : values[inside].length);
  const columns = linesOf(valuesOf(at.x), valuesOf(at.xx), square.columns);
  const rows = linesOf(valuesOf(at.y), valuesOf(at.yy), square.rows);
  const places = values.map(those => new Map(those.map((value, place) => [value, place])));
  const index = cellIndex(axes, cells);
  const pinnedAt = axes.map(() => 0);
  pinned.forEach(({ axis, value }) => (pinnedAt[axis] = value));

  return {
    at,
    columns,
    rows,
    values,
    inside,
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
      if (inside !== null) {
        const part = (rows[row].part ?? 0) * square.columns + (columns[column].part ?? 0);
        if (!(part in values[inside])) {
          return null;
        }
        wanted[inside] = values[inside][part];
      }
      return index.at(wanted);
    },
    spotOf(cell) {
      const stands = cells[cell]?.index;
      if (!stands || index.at(stands) === null || pinned.some(({ axis, value }) => stands[axis] !== value)) {
        return null;
      }
      const along = (axis: number | null): number =>
        axis === null ? 0 : (places[axis].get(stands[axis]) ?? NaN);
      const part = along(inside);
      const column =
        (along(at.xx) * valuesOf(at.x).length + along(at.x)) * square.columns + (part % square.columns);
      const row =
        (along(at.yy) * valuesOf(at.y).length + along(at.y)) * square.rows +
        Math.floor(part / square.columns);
      return Number.isNaN(column + row) ? null : { column, row };
    }
  };
}

/** Positions in `axes` of the axis at each place, and of the one within cells, which is at no other place. */
function placesOf(
  axes: readonly Axis[],
  layout: Layout,
  within: string | null
): Pick<Arrangement, 'at' | 'inside'> {
  const positions = new Map(axes.map(({ id }, position) => [id, position]));
  const inside = positions.get(within ?? '') ?? null;
  const placeOf = (word: LayoutWord): number | null => {
    const axis = positions.get(layout[word] ?? '') ?? null;
    return axis === inside ? null : axis;
  };
  const at = Object.fromEntries(LAYOUT_WORDS.map(word => [word, placeOf(word)])) as Arrangement['at'];
  return { at, inside };
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

/** Runs of columns (or rows) that belong to one value of the inner axis, in order: one line each, unless cells hold several pictures. */
export function innerGroups(lines: readonly Line[]): { start: number; count: number }[] {
  const starts = lines.flatMap(({ part = 0 }, line) => (part === 0 ? [line] : []));
  return starts.map((start, k) => ({ start, count: (starts[k + 1] ?? lines.length) - start }));
}

/** The square, as near as can be, that holds so many pictures. */
function squareOf(count: number): { columns: number; rows: number } {
  const columns = Math.ceil(Math.sqrt(count));
  return { columns, rows: Math.ceil(count / columns) };
}

function linesOf(
  inner: readonly (number | null)[],
  outer: readonly (number | null)[],
  parts: number
): Line[] {
  return outer.flatMap(group =>
    inner.flatMap(value =>
      parts === 1
        ? [{ inner: value, outer: group }]
        : Array.from({ length: parts }, (_, part) => ({ inner: value, outer: group, part }))
    )
  );
}

/** A value that is shown: the one asked for, or the nearest. */
function nearestOf(values: readonly number[], wanted: number): number {
  const distance = (value: number): number => Math.abs(value - wanted);
  return values.reduce((best, value) => (distance(value) < distance(best) ? value : best), values[0] ?? 0);
}
