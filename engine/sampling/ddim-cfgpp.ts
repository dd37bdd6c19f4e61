import type { Latent } from './latent-math';
import { minus, over, pairwise, plus, times } from './latent-math';
import type { Run, Steps } from './sampler';
import { sharesAt } from './variance-preserving';

const { sqrt, max } = Math;

/** A1111 divides the guidance scale, so that 0 to 12.5 become CFG++'s 0 to 1. */
export const CFGPP_SCALE = 1 / 12.5;

/**
 * DDIM CFG++: Chung et al. 2024, Alg. 2. The clean latent is the guided one, at a scale of `CFGPP_SCALE` of the user's; the noise put
 * back is what the network sees under the negative prompt alone. Walks in variance-preserving space, as DDIM does.
 */
export function* ddimCfgpp({ x, sigmas, noise, eta }: Run): Steps {
  for (const [sigma, next] of pairwise(sigmas)) {
    const [a, noiseShare] = sharesAt(sigma);
    const [aNext, noiseNext] = sharesAt(next);
    const asked = over(x, sqrt(a));
    let negative: Latent | null = null;
    const x0: Latent = yield { x: asked, sigma, unconditional: denoised => (negative = denoised) };
    const e = over(minus(asked, negative ?? x0), sigma);
    const s = eta * sqrt((noiseNext / noiseShare) * (1 - a / aNext));
    x = plus(times(x0, sqrt(aNext)), times(e, sqrt(max(noiseNext - s * s, 0))));
    if (eta) {
      x = plus(x, times(noise.randn(x.length), s));
    }
  }
  return x;
}
