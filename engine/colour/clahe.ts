import { mirrored, rint } from '../images';
import type { Raster } from '../images';

const TILES = 8;
const LEVELS = 256;

/**
 * A grey picture whose contrast is evened out in each of 8 x 8 tiles, no level being stretched beyond `limit` times the mean (contrast
 * limited adaptive histogram equalisation, Zuiderveld 1994), to the last bit as OpenCV's `createCLAHE`.
 */
export function clahe(picture: Raster, limit: number): Raster {
  const { width, height, data } = picture;
  const even = width % TILES === 0 && height % TILES === 0;
  const [across, down] = [width, height].map(side => (even ? side : side + TILES - (side % TILES)) / TILES);
  const tables = Array.from({ length: TILES * TILES }, (_, tile) => {
    const [left, top] = [(tile % TILES) * across, Math.floor(tile / TILES) * down];
    return tableOf(picture, { left, top, across, down }, limit);
  });
  const columns = places(width, across);
  const rows = places(height, down);
  const out = new Uint8Array(data.length);
  for (let k = 0; k < data.length; k++) {
    const [x, y] = [columns[k % width], rows[Math.floor(k / width)]];
    const level = (row: number, column: number): number => tables[row * TILES + column][data[k]];
    const above = mixed(level(y.first, x.first), level(y.first, x.second), x);
    const below = mixed(level(y.second, x.first), level(y.second, x.second), x);
    out[k] = rint(mixed(above, below, y));
  }
  return { ...picture, data: out };
}

const { fround } = Math;

/** In float32, as every number here. */
const mixed = (a: number, b: number, { share }: Place): number =>
  fround(fround(a * fround(1 - share)) + fround(b * share));

/** Two tiles whose middles are around a place, and how near the second is. */
type Place = { first: number; second: number; share: number };

function places(side: number, tile: number): Place[] {
  const scale = fround(1 / tile);
  return Array.from({ length: side }, (_, k) => {
    const place = fround(fround(k * scale) - 0.5);
    const first = Math.floor(place);
    return {
      first: Math.max(first, 0),
      second: Math.min(first + 1, TILES - 1),
      share: fround(place - first)
    };
  });
}

type Tile = { left: number; top: number; across: number; down: number };

/** The new level for each level in a tile; what lies beyond the picture mirrors it. */
function tableOf(
  { width, height, data }: Raster,
  { left, top, across, down }: Tile,
  limit: number
): Uint8Array {
  const counts = new Int32Array(LEVELS);
  for (let y = top; y < top + down; y++) {
    const row = mirrored(y, height) * width;
    for (let x = left; x < left + across; x++) {
      counts[data[row + mirrored(x, width)]]++;
    }
  }
  const total = across * down;
  limitCounts(counts, Math.max(1, Math.trunc((limit * total) / LEVELS)));
  const table = new Uint8Array(LEVELS);
  let sum = 0;
  const scale = fround(255 / total);
  counts.forEach((count, level) => {
    sum += count;
    table[level] = Math.min(255, rint(fround(sum * scale)));
  });
  return table;
}

/** What is above `limit` is given to all levels alike, the rest of it to some that lie evenly apart. */
function limitCounts(counts: Int32Array, limit: number): void {
  let over = 0;
  counts.forEach((count, level) => {
    over += Math.max(0, count - limit);
    counts[level] = Math.min(count, limit);
  });
  const each = Math.floor(over / LEVELS);
  let rest = over - each * LEVELS;
  const step = rest > 0 ? Math.max(1, Math.floor(LEVELS / rest)) : 1;
  for (let level = 0; level < LEVELS; level++) {
    counts[level] += each;
    if (level % step === 0 && rest > 0) {
      counts[level]++;
      rest--;
    }
  }
}
