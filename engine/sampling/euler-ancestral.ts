import { ancestralStep } from './ancestral-step';
import { minus, over, pairwise, plus, times } from './latent-math';
import type { Run, Steps } from './sampler';

/** Euler's method down past the next noise level, then noise up to it. */
export function* eulerAncestral({ x, sigmas, noise, eta, sNoise = 1 }: Run): Steps {
  for (const [sigma, next] of pairwise(sigmas)) {
    const denoised = yield { x, sigma };
    const { down, up } = ancestralStep(sigma, next, eta);
    const d = over(minus(x, denoised), sigma); // dx/dσ
    x = plus(x, times(d, down - sigma));
    if (next > 0) {
      x = plus(x, times(noise.randn(x.length), sNoise * up));
    }
  }
  return x;
}
