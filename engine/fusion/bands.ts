import { boxMean } from '../images';

/** Planes of one size one behind the other: a picture's colours, or a latent's channels. */
export type BandSize = { width: number; height: number };

/** A Gaussian is three box blurs (Wells 1986). */
const BLURS = 3;

/**
 * Pictures or latents fused by bands: the coarse part of each by its weight, the fine part by what that leaves, so that at weights of 1 and 0
 * one gives its shapes and the other its detail, and at equal weights all is the mean. `cut` is the deviation, in pixels, of the blur that
 * parts coarse from fine. Weights needn't add up to 1.
 */
export function fusedBands(
  planes: readonly Float32Array[],
  weights: readonly number[],
  size: BandSize,
  cut: number
): Float32Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (!(sum > 0)) {
    throw new Error('bands are fused by weights, of which one is above 0');
  }
  const coarse = weights.map(weight => weight / sum);
  const fine = planes.length === 1 ? [1] : coarse.map(weight => (1 - weight) / (planes.length - 1));
  const out = new Float32Array(planes[0].length);
  planes.forEach((plane, i) => {
    const low = lowBand(plane, size, cut);
    low.forEach((value, k) => (out[k] += coarse[i] * value + fine[i] * (plane[k] - value)));
  });
  return out;
}

/** What a Gaussian of deviation `cut` leaves of each plane. */
export function lowBand(planes: Float32Array, size: BandSize, cut: number): Float32Array {
  const radius = Math.max(1, Math.round((Math.sqrt((12 * cut * cut) / BLURS + 1) - 1) / 2));
  const out = new Float32Array(planes.length);
  const pixels = size.width * size.height;
  for (let from = 0; from < planes.length && cut > 0; from += pixels) {
    let plane = planes.subarray(from, from + pixels);
    for (let pass = 0; pass < BLURS; pass++) {
      plane = boxMean(plane, size, radius);
    }
    out.set(plane, from);
  }
  return cut > 0 ? out : planes.slice();
}
