/**
 * Where the columns and the rows of a sheet lie, in pixels, and the tracks of a CSS grid that holds only some of them. The tracks
 * between stand for what isn't drawn, so that every drawn cell lies where it would lie among all.
 */
import type { Line } from '../../language/layout/arrange';

/** Between two cells. */
export const GAP = 4;
/** The empty track between outer groups, which has a gap on both sides. */
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

export type Tracks = {
  template: string;
  /** The grid line, from 1, of each drawn line. */
  of: ReadonlyMap<number, number>;
};

/** The tracks of the lines that are drawn, after `heads` tracks of headers. `drawn` is in order. */
export function tracksOf({ starts, size }: Lines, drawn: readonly number[], heads: number): Tracks {
  const template: string[] = [];
  const of = new Map<number, number>();
  const skip = (pixels: number): void => {
    if (pixels > 0) {
      template.push(`${pixels}px`);
    }
  };
  let end: number | null = null;
  for (const line of drawn) {
    // A track has a gap on each side, but for the first.
    skip(end === null ? starts[line] - GAP : starts[line] - end - 2 * GAP);
    template.push(`${size}px`);
    of.set(line, heads + template.length);
    end = starts[line] + size;
  }
  const all = (starts.at(-1) ?? 0) + size;
  skip(end === null ? all : all - end - GAP);
  return { template: template.join(' '), of };
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
