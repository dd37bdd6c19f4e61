import type { Latent } from '../latent-math';
import { minus, over, times } from '../latent-math';
import type { Config } from './config';
import type { Algorithm } from './dpm-terms';
import type { Level } from './lambda-visits';
import { limited } from './limited';
import { predicted } from './predicted';
import type { Asking } from './scheduler';

/** Asks for what an algorithm integrates: the clean latent, or the noise, bounded as the config wants the clean latent. */
export function* said(
  algorithm: Algorithm,
  x: Latent,
  { alpha, sigma }: Level,
  timestep: number,
  config: Config
): Asking<Latent> {
  const { x0, eps } = yield* predicted(x, alpha, sigma, timestep);
  const bounded = limited(x0, config);
  if (algorithm.endsWith('++')) {
    return bounded;
  }
  return config.thresholding ? over(minus(x, times(bounded, alpha)), sigma) : eps;
}
