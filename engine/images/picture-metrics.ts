/** How alike two pictures of one size and as many channels are, in float64. */
import type { Raster } from './raster';
import { channelOf, greyOf } from './raster';

export type PictureMetrics = {
  /** Mean squared, mean absolute and largest difference of values 0 to 255. */
  mse: number;
  mae: number;
  max: number;
  /** Peak signal to noise ratio in dB; infinite for equal pictures. */
  psnr: number;
};

export function pictureMetrics(a: Raster, b: Raster): PictureMetrics {
  let [squares, sum, max] = [0, 0, 0];
  a.data.forEach((value, k) => {
    const difference = Math.abs(value - b.data[k]);
    squares += difference ** 2;
    sum += difference;
    max = Math.max(max, difference);
  });
  const mse = squares / a.data.length;
  return { mse, mae: sum / a.data.length, max, psnr: 10 * Math.log10(255 ** 2 / mse) };
}

/** The window of a structural similarity: even weights over 7 pixels each way, or Gaussian ones over 11 (deviation 1.5). */
export type SsimWindow = 'uniform7' | 'gauss11';

/**
 * Structural similarity, 1 for equal pictures (Wang et al. 2004): the mean over all windows that lie inside, and over the channels, or
 * of the luma alone. Even windows take the sample's covariance, Gaussian ones the population's, as scikit-image has both.
 */
export function structuralSimilarity(a: Raster, b: Raster, window: SsimWindow, luma = false): number {
  const pairs = luma
    ? [[greyOf(a), greyOf(b)]]
    : Array.from({ length: a.channels }, (_, c) => [channelOf(a, c), channelOf(b, c)]);
  const each = pairs.map(([one, other]) => ofChannel(one, other, window));
  return each.reduce((sum, value) => sum + value, 0) / each.length;
}

const WEIGHTS: Readonly<Record<SsimWindow, readonly number[]>> = {
  uniform7: Array<number>(7).fill(1 / 7),
  gauss11: normalised(Array.from({ length: 11 }, (_, k) => Math.exp(-0.5 * ((k - 5) / 1.5) ** 2)))
};

function normalised(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map(weight => weight / sum);
}

const [C1, C2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];

function ofChannel({ data: x, width }: Raster, { data: y }: Raster, window: SsimWindow): number {
  const count = WEIGHTS[window].length ** 2;
  const unbiased = window === 'uniform7' ? count / (count - 1) : 1;
  const mean = (value: (k: number) => number): Float64Array =>
    windowed(
      Float64Array.from(x, (_, k) => value(k)),
      width,
      WEIGHTS[window]
    );
  const [ux, uy] = [mean(k => x[k]), mean(k => y[k])];
  const [uxx, uyy, uxy] = [mean(k => x[k] ** 2), mean(k => y[k] ** 2), mean(k => x[k] * y[k])];
  const similarities = ux.map((mx, k) => {
    const my = uy[k];
    const [vx, vy] = [unbiased * (uxx[k] - mx * mx), unbiased * (uyy[k] - my * my)];
    const covariance = unbiased * (uxy[k] - mx * my);
    return ((2 * mx * my + C1) * (2 * covariance + C2)) / ((mx * mx + my * my + C1) * (vx + vy + C2));
  });
  return similarities.reduce((sum, value) => sum + value, 0) / similarities.length;
}

/** The weighted mean of every window that lies inside. */
function windowed(values: Float64Array, width: number, weights: readonly number[]): Float64Array {
  const size = weights.length;
  const height = values.length / width;
  const [across, down] = [Math.max(width - size + 1, 0), Math.max(height - size + 1, 0)];
  const rows = new Float64Array(height * across);
  for (let k = 0; k < rows.length; k++) {
    const at = Math.floor(k / across) * width + (k % across);
    rows[k] = weights.reduce((sum, weight, i) => sum + weight * values[at + i], 0);
  }
  const out = new Float64Array(down * across);
  for (let k = 0; k < out.length; k++) {
    out[k] = weights.reduce((sum, weight, i) => sum + weight * rows[k + i * across], 0);
  }
  return out;
}
