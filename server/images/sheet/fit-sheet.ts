/**
 * How large a sheet's cells may be, and into how many parts its grid is cut, for the sheet to stay a picture that every viewer opens.
 */
import type { Arrangement, Side } from './arrange';
import { type Box, GAP, GROUP_GAP, LINE, MARGIN, WIDTH_MIN } from './measures';

/** Pixels of a sheet unless said otherwise: as many as four screens of 4K. */
export const SHEET_PIXELS_MAX = 32e6;

/** Longest sides, the best first: what graphics cards show whole, what all browsers do, and the largest that common viewers open. */
const SIDES_MAX = [8192, 16_384, 32_767];
/** Pixels that it takes to say that a grid is cut. */
const NOTE = 2 * LINE;
/** Each try's cells against those of the one before, and the least there are. */
const SHRINK = 0.9;
const CELL_LEAST = 12;

/** Room that words take: around a part's cells, over each cell, and the width that cells keep for them where there is room. */
export type Around = { left: number; above: number; caption?: number; label?: number };
export type Range = { start: number; count: number };

/** Parts of a grid, one beside or one below the other. */
export type Fitted = { box: Box; parts: readonly { columns: Range; rows: Range }[]; beside: boolean };

/**
 * Cells as large as `natural` where that fits, else smaller ones; whole in one part where it can be, else cut into parts. `head` are
 * the pixels above and below all parts.
 */
export function fitSheet(
  { columns, rows }: Arrangement,
  natural: Box,
  { left, above, caption = 0, label = 0 }: Around,
  head: number,
  pixelsMax: number
): Fitted {
  const tries = [...boxes(natural, label)];
  for (const [k, box] of tries.entries()) {
    for (const side of SIDES_MAX) {
      const wide = cut(columns, box.width, side - left - 2 * MARGIN);
      const high = cut(rows, pitchOf(box.height + caption, rows), side - above - head - NOTE);
      const parts = high.flatMap(r => wide.map(c => ({ columns: c, rows: r })));
      const beside = high.length > 1;
      const part = {
        width: left + extent(columns, wide[0], box.width) + 2 * MARGIN,
        height: above + extent(rows, high[0], pitchOf(box.height + caption, rows))
      };
      const width = Math.max(WIDTH_MIN, part.width * (beside ? parts.length : 1));
      const height = part.height * (beside ? 1 : parts.length) + head + (parts.length > 1 ? NOTE : 0);
      const fits = Math.max(width, height) <= side && width * height <= pixelsMax;
      if (fits || (k === tries.length - 1 && side === SIDES_MAX.at(-1))) {
        return { box, parts, beside };
      }
    }
  }
  throw new Error('the last try is taken');
}

/** Cells of falling size, the room of labels kept until there is none left to save elsewhere. */
function* boxes(natural: Box, label: number): Generator<Box> {
  const longer = Math.max(natural.width, natural.height);
  let scale = 1;
  for (; ; scale *= SHRINK) {
    const { width, height } = scaled(natural, scale);
    yield { width: Math.max(width, label), height };
    if (longer * scale * SHRINK < CELL_LEAST) {
      break;
    }
  }
  const { width: least, height } = scaled(natural, scale);
  for (let width = label * SHRINK; width > least; width *= SHRINK) {
    yield { width: Math.round(width), height };
  }
}

/** Pixels from one row of cells to the next without the gap: labelled rows are as high as their label. */
export function pitchOf(height: number, { inner, outer }: Side): number {
  return inner || outer ? Math.max(height, LINE - GAP) : height;
}

/** Pixels from the start of the first line of cells to each one of a range, groups set apart. */
export function offsets({ lines }: Pick<Side, 'lines'>, size: number, { start, count }: Range): number[] {
  let at = 0;
  return lines.slice(start, start + count).map(({ outer }, k) => {
    if (k > 0) {
      at += size + GAP + (lines[start + k - 1].outer === outer ? 0 : GROUP_GAP);
    }
    return at;
  });
}

function extent(side: Side, range: Range, size: number): number {
  return (offsets(side, size, range).at(-1) ?? 0) + size;
}

/** As few equal runs of lines as have each at most `room` pixels. */
function cut(side: Side, size: number, room: number): Range[] {
  const whole = { start: 0, count: side.lines.length };
  const parts = Math.ceil(extent(side, whole, size) / Math.max(room, size));
  const count = Math.ceil(whole.count / parts);
  return Array.from({ length: Math.ceil(whole.count / count) }, (_, k) => ({
    start: k * count,
    count: Math.min(count, whole.count - k * count)
  }));
}

function scaled({ width, height }: Box, scale: number): Box {
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
