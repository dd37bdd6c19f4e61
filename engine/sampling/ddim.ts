import { minus, over, pairwise } from './latent-math';
import type { Run, Steps } from './sampler';
import { asVarianceExploding, ddimStep } from './variance-preserving';

/**
 * DDIM: Song et al. 2021, eq. 12. Unlike most it walks in variance-preserving space, x = √ᾱ x0 + √(1-ᾱ) noise: `run.x` is such a latent
 * and so is what it returns.
 */
export function* ddim({ x, sigmas, noise, eta }: Run): Steps {
  for (const [sigma, next] of pairwise(sigmas)) {
    const asked = asVarianceExploding(x, sigma);
    const x0 = yield { x: asked, sigma };
    const e = over(minus(asked, x0), sigma); // the predicted noise
    x = ddimStep({ x0, e }, sigma, next, { eta, noise });
  }
  return x;
}
