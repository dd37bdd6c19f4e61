import type { Raster } from '../images';

const BLOCK = 16;
/** The share of blocks that is quieter than the one that is taken. */
const QUIET = 0.2;
/** Blocks at the ends of the range are cut there, and say nothing of noise. */
const [DARK, LIGHT] = [8, 247];

/**
 * The standard deviation of a grey picture's noise, in levels: the mean of what Immerkær's mask leaves (1996, "Fast Noise Variance
 * Estimation": a difference of Laplacians, in which slopes and edges cancel), in the quiet fifth of blocks of 16 x 16, so that texture
 * isn't taken for noise. 0 where the picture has no whole block.
 */
export function noiseOf({ width, height, data }: Raster): number {
  const deviations: number[] = [];
  for (let top = 1; top + BLOCK < height; top += BLOCK) {
    for (let left = 1; left + BLOCK < width; left += BLOCK) {
      const { mean, residue } = blockAt(data, width, left, top);
      if (mean > DARK && mean < LIGHT) {
        deviations.push((residue * Math.sqrt(Math.PI / 2)) / 6);
      }
    }
  }
  deviations.sort((a, b) => a - b);
  return deviations[Math.floor(deviations.length * QUIET)] ?? 0;
}

/** The mean of a block, and of the sizes of what the mask [1 -2 1; -2 4 -2; 1 -2 1] leaves of it. */
function blockAt(
  data: Uint8Array,
  width: number,
  left: number,
  top: number
): { mean: number; residue: number } {
  let [sum, residue] = [0, 0];
  for (let y = top; y < top + BLOCK; y++) {
    for (let k = y * width + left; k < y * width + left + BLOCK; k++) {
      const corners = data[k - width - 1] + data[k - width + 1] + data[k + width - 1] + data[k + width + 1];
      const sides = data[k - width] + data[k + width] + data[k - 1] + data[k + 1];
      sum += data[k];
      residue += Math.abs(corners - 2 * sides + 4 * data[k]);
    }
  }
  return { mean: sum / BLOCK ** 2, residue: residue / BLOCK ** 2 };
}
