/** A1111's way through a large picture: tiles of one size, spread evenly, each fading in over the one before. */
import { crop, emptyPlanes, lay } from './planes';
import type { Planes } from './planes';

/** Sides of a tile and what it shares at least with its neighbours, in pixels of the picture that goes in. */
export type TileSize = { tile: number; overlap: number };

/**
 * The first pixels of the tiles along a side: as few as overlap by `overlap`, the last one flush with the end; a side no longer than
 * a tile has one.
 */
export function tileStarts(side: number, { tile, overlap }: TileSize): number[] {
  if (side <= tile) {
    return [0];
  }
  const count = Math.ceil((side - overlap) / (tile - overlap));
  const stride = (side - tile) / (count - 1);
  return Array.from({ length: count }, (_, i) => Math.floor(i * stride));
}

/** `picture` through `run`, which enlarges by `scale`, tile by tile: columns of a row are joined first, then the rows. */
export async function inOverlappingTiles(
  picture: Planes,
  size: TileSize,
  scale: number,
  run: (tile: Planes) => Promise<Planes>
): Promise<Planes> {
  const height = Math.min(size.tile, picture.height);
  const width = Math.min(size.tile, picture.width);
  const fade = size.overlap * scale;
  const whole = emptyPlanes(picture.channels, picture.height * scale, picture.width * scale);
  for (const top of tileStarts(picture.height, size)) {
    const row = emptyPlanes(picture.channels, height * scale, picture.width * scale);
    for (const left of tileStarts(picture.width, size)) {
      const tile = await run(crop(picture, top, left, height, width));
      lay(row, tile, 0, left * scale, 0, left > 0 ? fade : 0);
    }
    lay(whole, row, top * scale, 0, top > 0 ? fade : 0, 0);
  }
  return whole;
}
