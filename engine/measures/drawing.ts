import { resized } from '../images';
import type { Raster } from '../images';

/** Levels by which neighbours in an area of one colour may differ. */
const FLAT = 2;
/** The commonest colours that are counted, of 4096. */
const PALETTE = 8;
/** A noisy picture is looked at in half, a quarter or an eighth of its size, where noise is as much less. */
const HALVINGS_MOST = 3;

/**
 * How likely a picture is drawn or painted on a computer rather than photographed, 0 to 1: by how many pixels have the colour of their
 * neighbours, and how few colours most of it has. `noise` is that of the picture. A rule of thumb of ours: smooth paintings and
 * photographs of the sky may be taken for each other.
 */
export function drawnness(picture: Raster, noise: number): number {
  const smaller = Math.min(HALVINGS_MOST, Math.max(0, Math.ceil(Math.log2(2 * noise))));
  const [width, height] = [picture.width, picture.height].map(side => Math.max(1, side >> smaller));
  const seen = smaller === 0 ? picture : resized(picture, width, height, 'box');
  const evidence = 12 * (flatShare(seen) - 0.66) + 6 * (paletteShare(seen) - 0.6);
  return 1 / (1 + Math.exp(-evidence));
}

/** The share of pixels that differ from those to the right and below by no more than `FLAT` in any channel. */
function flatShare({ width, height, channels, data }: Raster): number {
  if (width < 2 || height < 2) {
    return 1;
  }
  let flat = 0;
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const k = (y * width + x) * channels;
      let most = 0;
      for (let c = 0; c < Math.min(3, channels); c++) {
        const [right, below] = [data[k + channels + c], data[k + width * channels + c]];
        most = Math.max(most, Math.abs(right - data[k + c]), Math.abs(below - data[k + c]));
      }
      flat += most <= FLAT ? 1 : 0;
    }
  }
  return flat / ((width - 1) * (height - 1));
}

/** The share of pixels whose colour, to 16 steps a channel, is one of the commonest. */
function paletteShare({ channels, data }: Raster): number {
  const counts = new Uint32Array(4096);
  for (let k = 0; k < data.length; k += channels) {
    const [r, g, b] = channels === 1 ? [data[k], data[k], data[k]] : [data[k], data[k + 1], data[k + 2]];
    counts[(r >> 4) * 256 + (g >> 4) * 16 + (b >> 4)]++;
  }
  const commonest = [...counts].sort((a, b) => b - a).slice(0, PALETTE);
  return commonest.reduce((sum, count) => sum + count, 0) / (data.length / channels);
}
