import type { PlanAxis } from '../../schema/wire';

export type Indexed = { index: readonly number[] };

/** Finds a cell by its values' positions on the axes. */
export type CellIndex = { at(index: readonly number[]): number | null };

type Axis = Pick<PlanAxis, 'labels'>;

const known = new WeakMap<readonly Indexed[], { axes: readonly Axis[]; index: CellIndex }>();

/**
 * The index of a list of cells; positions are those in the list, and of cells with equal values the last is found. It is made once for
 * a list, however often it is laid out, so that a grid of ten thousand cells can ask it for every cell and every key.
 */
export function cellIndex(axes: readonly Axis[], cells: readonly Indexed[]): CellIndex {
  const before = known.get(cells);
  if (before?.axes === axes) {
    return before.index;
  }
  const index = makeIndex(axes, cells);
  known.set(cells, { axes, index });
  return index;
}

function makeIndex(axes: readonly Axis[], cells: readonly Indexed[]): CellIndex {
  // Numbers to the base of each axis's length: a key costs no text, and no two combinations share one.
  const rankOf = (index: readonly number[]): number =>
    axes.reduce((rank, { labels }, axis) => rank * labels.length + index[axis], 0);
  const isWithin = (index: readonly number[]): boolean =>
    axes.every(({ labels }, axis) => index[axis] >= 0 && index[axis] < labels.length);
  const positions = new Map<number, number>();
  cells.forEach(({ index }, position) => {
    if (isWithin(index)) {
      positions.set(rankOf(index), position);
    }
  });
  return { at: index => (isWithin(index) ? (positions.get(rankOf(index)) ?? null) : null) };
}
