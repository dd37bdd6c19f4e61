/** A large picture through a network piece by piece, without seams: tiles share more than they keep. */
import { crop, emptyPlanes } from './planes';
import type { Planes } from './planes';

/** How a picture is cut, in pixels of what goes in. */
export type Tiling = {
  /** Side of a tile. */
  tile: number;
  /** What of a tile is thrown away at an edge that is not the picture's, since it saw zeros there instead of the picture. */
  hidden: number;
  /** Over how many pixels a tile then fades into its neighbour, for networks that see further than `hidden`. */
  fade: number;
  /** Tiles begin at multiples of it. */
  step: number;
};

/** A tile along a side: its pixels [from, to), those that are kept [keptFrom, keptTo), and over how many it fades in and out. */
export type Span = {
  from: number;
  to: number;
  keptFrom: number;
  keptTo: number;
  fadeIn: number;
  fadeOut: number;
};

/** The tiles along a side, in order; what is kept of them covers it, sharing `fade` pixels each. */
export function spans(side: number, { tile, hidden, fade, step }: Tiling): Span[] {
  if (side <= tile) {
    return [{ from: 0, to: side, keptFrom: 0, keptTo: side, fadeIn: 0, fadeOut: 0 }];
  }
  const stride = Math.max(step, Math.floor((tile - 2 * hidden - fade) / step) * step);
  const count = 1 + Math.ceil((side - tile) / stride);
  return Array.from({ length: count }, (_, i) => {
    const [first, last] = [i === 0, i === count - 1];
    const from = i * stride;
    const to = last ? side : from + tile;
    const keptFrom = first ? 0 : from + hidden;
    // The next tile's kept part begins at its own start and `hidden`; both share the fade from there on.
    const keptTo = last ? side : (i + 1) * stride + hidden + fade;
    return { from, to, keptFrom, keptTo, fadeIn: first ? 0 : fade, fadeOut: last ? 0 : fade };
  });
}

/**
 * `picture` through `run`, which enlarges by `scale`, tile by tile. Where every pixel sees no further than `hidden` it is the whole picture's
 * result, but for the order of rounding. Memory: the whole result and one tile.
 */
export async function inTiles(
  picture: Planes,
  tiling: Tiling,
  scale: number,
  run: (tile: Planes) => Promise<Planes>
): Promise<Planes> {
  const rows = spans(picture.height, tiling);
  const columns = spans(picture.width, tiling);
  if (rows.length === 1 && columns.length === 1) {
    return run(picture);
  }
  const whole = emptyPlanes(picture.channels, picture.height * scale, picture.width * scale);
  for (const down of rows) {
    for (const across of columns) {
      const part = crop(picture, down.from, across.from, down.to - down.from, across.to - across.from);
      blend(whole, await run(part), down, across, scale);
    }
  }
  return whole;
}

/** Adds what is kept of `tile`, in shares that come to one where tiles meet. */
function blend(whole: Planes, tile: Planes, down: Span, across: Span, scale: number): void {
  const [rows, columns] = [down, across].map(span => sharesOf(span, scale));
  for (let c = 0; c < whole.channels; c++) {
    for (let y = 0; y < rows.length; y++) {
      const at = c * whole.height + down.keptFrom * scale + y;
      const to = at * whole.width + across.keptFrom * scale;
      const inTile = c * tile.height + (down.keptFrom - down.from) * scale + y;
      const from = inTile * tile.width + (across.keptFrom - across.from) * scale;
      for (let x = 0; x < columns.length; x++) {
        whole.data[to + x] += rows[y] * columns[x] * tile.data[from + x];
      }
    }
  }
}

/** The share of each kept pixel, rising over the fade at the beginning and falling over that at the end. */
function sharesOf({ keptFrom, keptTo, fadeIn, fadeOut }: Span, scale: number): Float64Array {
  const length = (keptTo - keptFrom) * scale;
  const [rise, fall] = [fadeIn * scale, fadeOut * scale];
  return Float64Array.from({ length }, (_, i) => {
    const rising = i < rise ? (i + 0.5) / rise : 1;
    const left = length - 1 - i;
    const falling = left < fall ? (left + 0.5) / fall : 1;
    return rising * falling;
  });
}
