import type { Latent } from '../latent-math';
import type { Config } from './config';

const { fround: f32, abs, min, max, floor } = Math;

/** A clean latent as a config bounds it: by dynamic thresholding, by clipping, or not at all. */
export function clipSample(x0: Latent, config: Config): Latent {
  if (config.thresholding) {
    return thresholdSample(x0, config);
  }
  return config.clip_sample ? clipped(x0, config.clip_sample_range) : x0;
}

const clipped = (x0: Latent, range: number): Latent => x0.map(value => min(max(value, -range), range));

/** Saharia et al. 2022 (Imagen), section 2.3: clipped to a quantile of the magnitudes, at least 1, and scaled down by it. */
export function thresholdSample(
  x0: Latent,
  { dynamic_thresholding_ratio, sample_max_value }: Config
): Latent {
  const magnitudes = x0.map(abs).sort();
  const rank = f32(f32(dynamic_thresholding_ratio) * (magnitudes.length - 1));
  const low = magnitudes[floor(rank)];
  const high = magnitudes[Math.ceil(rank)];
  const quantile = f32(low + f32(rank - floor(rank)) * f32(high - low));
  const bound = f32(min(max(quantile, 1), sample_max_value));
  return clipped(x0, bound).map(value => value / bound);
}
