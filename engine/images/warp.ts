/** Pictures turned, scaled and moved, in OpenCV's arithmetic (imgproc's warpAffine, INTER_LINEAR), to the last bit. */
import type { Box, Raster } from './raster';
import { blank } from './raster';
import { rint } from './rint';

/** A plane's map (x, y) -> (a·x + b·y + c, d·x + e·y + f), as a, b, c, d, e, f. */
export type Affine = readonly [number, number, number, number, number, number];

/** Places are kept in 1024ths and read in 32nds of a pixel. */
const PLACES = 1024;
const STEPS = 32;

/** The map back, all zeros for one that flattens the plane. */
export function invertedMap([a, b, c, d, e, f]: Affine): Affine {
  const determinant = a * e - b * d;
  const scale = determinant === 0 ? 0 : 1 / determinant;
  const [ia, ib, id, ie] = [e * scale, -b * scale, -d * scale, a * scale];
  return [ia, ib, -ia * c - ib * f, id, ie, -id * c - ie * f];
}

/**
 * The part `window` of the picture that `map` takes `picture` to, read bilinearly; outside lies `border`, a level for each channel, which
 * also mixes into the outermost pixels.
 */
export function warped(picture: Raster, map: Affine, window: Box, border: readonly number[]): Raster {
  const { width, height, channels, data } = picture;
  const out = blank(window.width, window.height, channels);
  // What lies outside is read from one pixel behind the last.
  const levels = new Uint8Array(data.length + channels);
  levels.set(data);
  levels.set(border.slice(0, channels), data.length);
  const place = (x: number, y: number): number =>
    x >= 0 && x < width && y >= 0 && y < height ? (y * width + x) * channels : data.length;
  eachPlace(map, window, (to, x, y, across, down) => {
    const first = place(x, y);
    const second = place(x + 1, y);
    const third = place(x, y + 1);
    const fourth = place(x + 1, y + 1);
    for (let c = 0; c < channels; c++) {
      const above = levels[first + c] * (STEPS - across) + levels[second + c] * across;
      const below = levels[third + c] * (STEPS - across) + levels[fourth + c] * across;
      out.data[to * channels + c] = ((above * (STEPS - down) + below * down) * STEPS + (1 << 14)) >> 15;
    }
  });
  return out;
}

/** How much of each pixel of `window` is covered by the `width` x `height` rectangle that `map` takes there, 0 to 1. */
export function coverage(width: number, height: number, map: Affine, window: Box): Float32Array {
  const out = new Float32Array(window.width * window.height);
  const share = (place: number, fraction: number, side: number): number =>
    (place >= 0 && place < side ? STEPS - fraction : 0) + (place >= -1 && place < side - 1 ? fraction : 0);
  eachPlace(map, window, (to, x, y, across, down) => {
    out[to] = (share(x, across, width) * share(y, down, height)) / STEPS ** 2;
  });
  return out;
}

/** For each pixel of `window`: where `map` takes it from, as a whole pixel and 32nds towards the next. */
function eachPlace(
  map: Affine,
  { left, top, width, height }: Box,
  use: (to: number, x: number, y: number, across: number, down: number) => void
): void {
  const [a, b, c, d, e, f] = invertedMap(map);
  const half = PLACES / STEPS / 2;
  for (let row = 0; row < height; row++) {
    const startX = rint((b * (row + top) + c) * PLACES) + half;
    const startY = rint((e * (row + top) + f) * PLACES) + half;
    for (let column = 0; column < width; column++) {
      const x = Math.floor((startX + rint(a * (column + left) * PLACES)) / STEPS);
      const y = Math.floor((startY + rint(d * (column + left) * PLACES)) / STEPS);
      const wholeX = Math.floor(x / STEPS);
      const wholeY = Math.floor(y / STEPS);
      use(row * width + column, wholeX, wholeY, x - wholeX * STEPS, y - wholeY * STEPS);
    }
  }
}
