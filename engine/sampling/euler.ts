import { churned } from './churned';
import { minus, over, pairwise, plus, times } from './latent-math';
import type { Run, Steps } from './sampler';

/** Euler's method: Karras et al. 2022, Alg. 2 without its correction. */
export function* euler({ x, sigmas, noise, churn, sNoise }: Run): Steps {
  for (const [level, next] of pairwise(sigmas)) {
    const { x: raised, sigma } = churned(x, level, sigmas.length - 1, noise, churn, sNoise);
    const denoised = yield { x: raised, sigma };
    const d = over(minus(raised, denoised), sigma); // dx/dσ
    x = plus(raised, times(d, next - sigma));
  }
  return x;
}
