import type { Tiling } from '../tiles';
import type { PictureNetwork } from './network';

/** Bytes of activations that a tile may take. More is hardly faster, and pictures of 16 megapixels stay below two gigabytes. */
const TILE_BYTES = 384 * 2 ** 20;
/** Pixels of a tile's side: smaller ones are mostly overlap, larger ones no faster. */
const [LEAST, MOST] = [64, 1024];
/** Pixels over which neighbouring tiles fade, where they may differ. */
const FADE = 8;

/**
 * How a network's pictures are cut: a matter of the network alone, for what a picture becomes mustn't depend on the machine. Tiles begin
 * at multiples of what the network cuts pictures into itself, so that windows lie where they lie in the whole picture; what a tile knows
 * too little of, at its edges, is thrown away.
 */
export function tilingOf({ bytesPerPixel, framing, sight, grid }: PictureNetwork): Tiling {
  const step = grid ?? framing.multiple;
  const up = (pixels: number): number => Math.ceil(pixels / step) * step;
  const hidden = sight.pixels;
  const fade = sight.kind === 'near' ? 0 : FADE;
  const side = Math.floor((Math.sqrt(TILE_BYTES / bytesPerPixel) - 2 * framing.border) / step) * step;
  const least = up(Math.max(LEAST, 4 * hidden + 2 * fade));
  return { tile: Math.max(least, Math.min(MOST, side)), hidden, fade, step };
}
