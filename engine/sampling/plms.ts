import type { Latent } from './latent-math';
import { pairwise, weighted } from './latent-math';
import type { Run, Steps } from './sampler';
import { predictNoise, transferred } from './variance-preserving';

/** Adams-Bashforth weights of the newest noises, by how many are known. */
const WEIGHTS: readonly (readonly number[])[] = [
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24]
];

/**
 * PLMS, a linear multistep of noises: Liu et al. 2022, "Pseudo numerical methods", eq. 12, in variance-preserving space. The first step
 * is the improved Euler's, of two evaluations.
 */
export function* plms({ x, sigmas }: Run): Steps {
  const past: Latent[] = []; // newest first
  for (const [sigma, next] of pairwise(sigmas)) {
    const e: Latent = yield* predictNoise(x, sigma);
    past.unshift(e);
    past.length = Math.min(past.length, 4);
    const along: Latent =
      past.length === 1
        ? weighted([e, yield* predictNoise(transferred(x, e, sigma, next), next)], [1 / 2, 1 / 2])
        : weighted(past, WEIGHTS[past.length - 2]);
    x = transferred(x, along, sigma, next);
  }
  return x;
}
