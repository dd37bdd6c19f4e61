/** diffusers' way through a large picture (AutoencoderKL's tiling): tiles that overlap by a quarter, blended over what they share. */
import { crop, emptyPlanes, lay } from './planes';
import type { Planes } from './planes';

const OVERLAP = 0.25;

/** Sides of a tile before and after `run`. */
export type TileSides = { given: number; made: number };

/**
 * `picture` through `run`, tile by tile where it is larger than one. Tiles start every three quarters of a side, so that the last ones
 * may be small; each is blended with the one above, then with the one to its left, as those came out of their own blending. Memory:
 * the whole result and two rows of tiles.
 */
export async function inBlendedTiles(
  picture: Planes,
  { given, made }: TileSides,
  run: (tile: Planes) => Promise<Planes>
): Promise<Planes> {
  if (picture.height <= given && picture.width <= given) {
    return run(picture);
  }
  const step = Math.floor(given * (1 - OVERLAP));
  const fade = Math.floor(made * OVERLAP);
  const kept = made - fade;
  const bands: Planes[] = [];
  let above: Planes[] = [];
  for (let top = 0; top < picture.height; top += step) {
    const row: Planes[] = [];
    for (let left = 0; left < picture.width; left += step) {
      const height = Math.min(given, picture.height - top);
      const width = Math.min(given, picture.width - left);
      const tile = await run(crop(picture, top, left, height, width));
      if (top > 0) {
        blendDown(above[row.length], tile, fade);
      }
      if (left > 0) {
        blendAcross(row[row.length - 1], tile, fade);
      }
      row.push(tile);
    }
    bands.push(beside(row, kept));
    above = row;
  }
  return below(bands);
}

/** Fades the last rows of `above` into the first ones of `tile`. */
function blendDown(above: Planes, tile: Planes, most: number): void {
  const rows = Math.min(above.height, tile.height, most);
  for (let c = 0; c < tile.channels; c++) {
    for (let y = 0; y < rows; y++) {
      const from = (c * above.height + above.height - rows + y) * above.width;
      const to = (c * tile.height + y) * tile.width;
      for (let x = 0; x < tile.width; x++) {
        tile.data[to + x] = above.data[from + x] * (1 - y / rows) + tile.data[to + x] * (y / rows);
      }
    }
  }
}

/** Fades the last columns of `left` into the first ones of `tile`. */
function blendAcross(left: Planes, tile: Planes, most: number): void {
  const columns = Math.min(left.width, tile.width, most);
  for (let row = 0; row < tile.channels * tile.height; row++) {
    const from = row * left.width + left.width - columns;
    const to = row * tile.width;
    for (let x = 0; x < columns; x++) {
      tile.data[to + x] = left.data[from + x] * (1 - x / columns) + tile.data[to + x] * (x / columns);
    }
  }
}

/** Tiles side by side, each without its last rows and columns, which its neighbours hold blended. */
function beside(tiles: readonly Planes[], kept: number): Planes {
  const height = Math.min(kept, tiles[0].height);
  const widths = tiles.map(tile => Math.min(kept, tile.width));
  const band = emptyPlanes(
    tiles[0].channels,
    height,
    widths.reduce((sum, width) => sum + width, 0)
  );
  let left = 0;
  tiles.forEach((tile, i) => {
    lay(band, crop(tile, 0, 0, height, widths[i]), 0, left, 0, 0);
    left += widths[i];
  });
  return band;
}

function below(bands: readonly Planes[]): Planes {
  const height = bands.reduce((sum, band) => sum + band.height, 0);
  const whole = emptyPlanes(bands[0].channels, height, bands[0].width);
  let top = 0;
  for (const band of bands) {
    lay(whole, band, top, 0, 0, 0);
    top += band.height;
  }
  return whole;
}
