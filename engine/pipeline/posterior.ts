import type { INoiseSource } from '../types';
import type { Moments } from './needs';

/**
 * The latent (channels, height, width) of an encoded picture, as the sampler's scale has it: a draw from the VAE's posterior, mean +
 * exp(logvar / 2) · noise, times `scale`; without noise its mean.
 */
export function latentOf({ mean, logvar }: Moments, scale: number, noise: INoiseSource | null): Float32Array {
  const draw = noise?.randn(mean.length);
  const factor = Math.fround(scale);
  return mean.map((value, k) => {
    const deviation = Math.fround(Math.exp(Math.fround(logvar[k] / 2)));
    return factor * (draw ? Math.fround(value + Math.fround(deviation * draw[k])) : value);
  });
}
