/**
 * Where each cell of a sweep stands on the sheet: which axis runs along columns, rows, outer columns and outer rows, and which
 * value of every axis that has no place is shown.
 */
import type { Layout, PlanAxis } from '../../schema/wire';

export type Place = keyof Layout;
export const places = ['x', 'y', 'xx', 'yy'] as const satisfies readonly Place[];

/** A column or a row: the position of its value on the inner and the outer axis; null where no axis runs. */
export type Line = { inner: number | null; outer: number | null };
export type Spot = { row: number; column: number };
/** Axis id to the position of the value shown. */
export type Pins = Readonly<Record<string, number>>;

export type Arrangement = {
  /** Position in `axes` of the axis at each place. */
  at: Readonly<Record<Place, number | null>>;
  columns: readonly Line[];
  rows: readonly Line[];
  /** Axes without a place, with the position of the value shown. */
  pinned: readonly { axis: number; value: number }[];
  /** Position in `cells` of what stands there, or null where the sweep has no cell. */
  cellAt(spot: Spot): number | null;
  /** Where the cell at this position in `cells` stands; null when another value of a pinned axis is shown. */
  spotOf(cell: number): Spot | null;
};

type Indexed = { index: readonly number[] };

/** The layout that shows every axis it can: as asked, then each axis without a place takes the next free one. */
export function completeLayout(axes: readonly PlanAxis[], layout: Layout): Layout {
  const complete: Layout = {};
  const known = new Set(axes.map(({ id }) => id));
  const placed = new Set<string>();
  for (const place of places) {
    const id = layout[place];
    if (id !== undefined && known.has(id) && !placed.has(id)) {
      complete[place] = id;
      placed.add(id);
    }
  }
  for (const { id } of axes) {
    const free = places.find(place => complete[place] === undefined);
    if (free && !placed.has(id)) {
      complete[free] = id;
    }
  }
  return complete;
}

/** The layout with `id` (null: nothing) at `place`. An axis that stood elsewhere changes places with the one that was here. */
export function assignAxis(layout: Layout, place: Place, id: string | null): Layout {
  const { [place]: before, ...rest } = layout;
  if (id === null) {
    return rest;
  }
  const from = places.find(each => layout[each] === id);
  const moved: Layout = { ...layout, [place]: id };
  if (from && from !== place) {
    if (before === undefined) {
      delete moved[from];
    } else {
      moved[from] = before;
    }
  }
  return moved;
}

/** The layout mirrored: columns become rows, outer columns outer rows. */
export function swapLayout({ x, y, xx, yy }: Layout): Layout {
  const swapped = { x: y, y: x, xx: yy, yy: xx };
  return Object.fromEntries(Object.entries(swapped).filter(([, id]) => id !== undefined));
}

/** Lays `cells` out. Cells whose pinned axes have another value than the one shown are left out. */
export function arrange(
  axes: readonly PlanAxis[],
  layout: Layout,
  cells: readonly Indexed[],
  pins: Pins = {}
): Arrangement {
  const positions = new Map(axes.map(({ id }, position) => [id, position]));
  const placed = (place: Place): number | null => positions.get(layout[place] ?? '') ?? null;
  const at = { x: placed('x'), y: placed('y'), xx: placed('xx'), yy: placed('yy') };
  const used = new Set<number | null>(Object.values(at));
  const pinned = axes.flatMap(({ id, labels }, axis) =>
    used.has(axis) ? [] : [{ axis, value: Math.min(pins[id] ?? 0, labels.length - 1) }]
  );
  const lengthOf = (axis: number | null): number => (axis === null ? 1 : axes[axis].labels.length);
  const columns = lines(at.x, lengthOf(at.x), at.xx, lengthOf(at.xx));
  const rows = lines(at.y, lengthOf(at.y), at.yy, lengthOf(at.yy));

  const spotOfIndex = (index: readonly number[]): Spot | null => {
    if (pinned.some(({ axis, value }) => index[axis] !== value)) {
      return null;
    }
    const along = (axis: number | null): number => (axis === null ? 0 : index[axis]);
    return {
      column: along(at.xx) * lengthOf(at.x) + along(at.x),
      row: along(at.yy) * lengthOf(at.y) + along(at.y)
    };
  };
  const taken = new Map<number, number>();
  cells.forEach(({ index }, position) => {
    const spot = spotOfIndex(index);
    if (spot && spot.column < columns.length && spot.row < rows.length) {
      taken.set(spot.row * columns.length + spot.column, position);
    }
  });
  return {
    at,
    columns,
    rows,
    pinned,
    cellAt: ({ row, column }) => taken.get(row * columns.length + column) ?? null,
    spotOf: cell => (cells[cell] ? spotOfIndex(cells[cell].index) : null)
  };
}

/** The cells that differ from this one along one axis only, a null for each value without a cell. */
export function alongAxis(
  axes: readonly PlanAxis[],
  cells: readonly Indexed[],
  cell: number,
  axis: number
): (number | null)[] {
  const { index } = cells[cell];
  const found: (number | null)[] = axes[axis].labels.map(() => null);
  cells.forEach((other, position) => {
    if (other.index.every((value, each) => each === axis || value === index[each])) {
      found[other.index[axis]] = position;
    }
  });
  return found;
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

function lines(inner: number | null, innerCount: number, outer: number | null, outerCount: number): Line[] {
  return Array.from({ length: innerCount * outerCount }, (_, line) => ({
    inner: inner === null ? null : line % innerCount,
    outer: outer === null ? null : Math.floor(line / innerCount)
  }));
}
