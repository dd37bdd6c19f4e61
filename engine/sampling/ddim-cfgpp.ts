import type { Latent } from './latent-math';
import { minus, over, pairwise } from './latent-math';
import type { Run, Steps } from './sampler';
import { asVarianceExploding, ddimStep } from './variance-preserving';

/** A1111 divides the guidance scale, so that 0 to 12.5 become CFG++'s 0 to 1. */
export const CFGPP_SCALE = 1 / 12.5;

/**
 * DDIM CFG++: Chung et al. 2024, Alg. 2. The clean latent is the guided one, at a scale of `CFGPP_SCALE` of the user's; the noise put
 * back is what the network predicts under the negative prompt alone, or under the prompt where that is skipped.
 */
export function* ddimCfgpp({ x, sigmas, noise, eta }: Run): Steps {
  for (const [sigma, next] of pairwise(sigmas)) {
    const asked = asVarianceExploding(x, sigma);
    let negative: Latent | null = null;
    const x0: Latent = yield { x: asked, sigma, unconditional: denoised => (negative = denoised) };
    const e = over(minus(asked, negative ?? x0), sigma);
    x = ddimStep({ x0, e }, sigma, next, { eta, noise });
  }
  return x;
}
