/**
 * Between a sampler and a network: what the network is given for an ask, and what its answer says about the clean latent. Pure
 * functions of one row; `sigma` is the ask's.
 */
import type { PredictionType } from '../types';
import type { Latent } from './latent-math';
import { minus, plus, times } from './latent-math';

const { fround: f32, sqrt } = Math;

/** The network's input for `x` at `sigma`, scaled to unit variance: x · c_in, c_in = 1 / √(σ² + 1). */
export function networkInput(x: Latent, sigma: number): Latent {
  return times(x, 1 / f32(sqrt(f32(f32(sigma * sigma) + 1))));
}

/**
 * The clean latent that a network's `output` for `x` at `sigma` implies.
 * epsilon: x - σ · output. v (Salimans and Ho 2022): x · c_skip + output · c_out, c_skip = 1 / (σ² + 1), c_out = -σ / √(σ² + 1).
 * sample: output.
 */
export function denoisedOf(x: Latent, sigma: number, output: Latent, prediction: PredictionType): Latent {
  if (prediction === 'epsilon') {
    return minus(x, times(output, sigma));
  }
  if (prediction === 'sample') {
    return output;
  }
  const variance = f32(f32(sigma * sigma) + 1);
  return plus(times(output, -sigma / f32(sqrt(variance))), times(x, 1 / variance));
}

/** One conditioned answer and how much it counts; a plain prompt has one of weight 1, parts joined by AND have several. */
export type WeightedDenoised = { denoised: Latent; weight: number };

/** uncond + Σ weight · scale · (guide - uncond): classifier-free guidance (Ho and Salimans 2022), as A1111 adds its parts up. */
export function combineDenoised(
  unconditional: Latent,
  guides: readonly WeightedDenoised[],
  scale: number
): Latent {
  return guides.reduce(
    (sum, { denoised, weight }) => plus(sum, times(minus(denoised, unconditional), f32(weight * scale))),
    unconditional
  );
}
