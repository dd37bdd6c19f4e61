/**
 * Where the columns and the rows of a sheet lie, in pixels. A cell lies where it lies whatever else is drawn, so a scroll moves none of those
 * that stay.
 */
import type { Line } from '../../language/layout/arrange';

/** Between two cells. */
export const GAP = 4;
/** The empty room between outer groups, which has a gap on both sides. */
export const GROUP_GAP = { across: 12, down: 6 };
/** The one between cells that hold several pictures each. */
export const CELL_GAP = 4;

export type Lines = {
  /** Where each line begins, from the beginning of the first. */
  starts: readonly number[];
  /** Pixels of each line. */
  size: number;
};

export function linesOf(lines: readonly Line[], size: number, groupGap: number): Lines {
  const starts: number[] = [];
  let at = 0;
  lines.forEach(({ outer, part }, position) => {
    if (position > 0) {
      const isGroup = outer !== lines[position - 1].outer;
      at += size + GAP + (isGroup ? groupGap + GAP : part === 0 ? CELL_GAP + GAP : 0);
    }
    starts.push(at);
  });
  return { starts, size };
}

/** Pixels of all lines together. */
export function lengthOf({ starts, size }: Lines): number {
  return starts.length === 0 ? 0 : starts[starts.length - 1] + size;
}

/** Where a run of lines begins, and its pixels. */
export function runOf(
  { starts, size }: Lines,
  { start, count }: { start: number; count: number }
): { at: number; length: number } {
  return { at: starts[start], length: starts[start + count - 1] + size - starts[start] };
}

/** The line whose middle is nearest to a place. */
export function lineAt({ starts, size }: Lines, place: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] + size + GAP / 2 < place) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function middleOf({ starts, size }: Lines, line: number): number {
  return starts[line] + size / 2;
}

/**
 * Where to scroll so that the middle of the line in focus, or of the one in the middle of the view, stays where it was. The line in
 * focus is never put behind the heads, which lie over what is before `from`, nor beyond the `room` after them.
 */
export function scrolled(
  before: Lines,
  now: Lines,
  focus: number | undefined,
  from: number,
  room: number
): number {
  const inView = (line: number): boolean => {
    const { starts, size } = before;
    return starts[line] + size > from && starts[line] < from + room;
  };
  const isFocus = focus !== undefined && inView(focus);
  const line = isFocus ? focus : lineAt(before, from + room / 2);
  const to = from + middleOf(now, line) - middleOf(before, line);
  const { starts, size } = now;
  return isFocus ? Math.min(Math.max(to, starts[line] + size - room), starts[line]) : to;
}
