import type { Latent } from '../latent-math';
import { minus, over, times } from '../latent-math';
import type { Config } from './config';
import type { Algorithm } from './step-coefficients';
import type { Level } from './lambda-schedule';
import { clipSample } from './clip-sample';
import { predictX0 } from './predict-x0';
import type { Asks } from './scheduler';

/** Asks for what an algorithm integrates: the clean latent, or the noise, bounded as the config wants the clean latent. */
export function* convertModelOutput(
  algorithm: Algorithm,
  x: Latent,
  { alpha, sigma }: Level,
  timestep: number,
  config: Config
): Asks<Latent> {
  const { x0, eps } = yield* predictX0(x, alpha, sigma, timestep);
  const bounded = clipSample(x0, config);
  if (algorithm.endsWith('++')) {
    return bounded;
  }
  return config.thresholding ? over(minus(x, times(bounded, alpha)), sigma) : eps;
}
