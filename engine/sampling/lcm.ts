import { pairwise, plus, times } from './latent-math';
import type { Run, Steps } from './sampler';

const { fround: f32, sqrt } = Math;

const DEVIATION = 0.5; // of the data
const SCALING = 10; // of the timestep

/**
 * Latent consistency models: Luo et al. 2023, Alg. 3 with the boundary conditions of eq. 9. Each evaluation gives a clean latent, to
 * which noise of the next level is added.
 */
export function* lcm({ x, sigmas, noise, timestepOf }: Run): Steps {
  for (const [sigma, next] of pairwise(sigmas)) {
    const denoised = yield { x, sigma };
    const t = SCALING * timestepOf(sigma);
    const variance = f32(t * t + DEVIATION ** 2);
    x = plus(times(denoised, t / sqrt(variance)), times(x, DEVIATION ** 2 / variance));
    if (next > 0) {
      x = plus(x, times(noise.randn(x.length), next));
    }
  }
  return x;
}
