import type { INoiseSource } from '../types';
import type { Latent } from './latent-math';
import { plus, times } from './latent-math';
import type { Churn, ModelCall } from './sampler';

const { fround: f32, sqrt, min, SQRT2 } = Math;

/**
 * `x` with noise put back, and the noise level that gives (Karras et al. 2022, Alg. 2, lines 4-6). Without churn nothing is drawn;
 * with it one draw per step is, used or not, as k-diffusion's stream goes.
 */
export function churned(
  x: Latent,
  sigma: number,
  intervals: number,
  noise: INoiseSource,
  churn: Churn | undefined,
  sNoise = 1
): ModelCall {
  if (!churn?.amount) {
    return { x, sigma };
  }
  const gamma = churn.min <= sigma && sigma <= churn.max ? min(churn.amount / intervals, SQRT2 - 1) : 0;
  const eps = times(noise.randn(x.length), sNoise);
  if (gamma === 0) {
    return { x, sigma };
  }
  const raised = f32(sigma * f32(gamma + 1));
  const deviation = sqrt(f32(f32(raised * raised) - f32(sigma * sigma)));
  return { x: plus(x, times(eps, deviation)), sigma: raised };
}
