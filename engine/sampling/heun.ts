import { churned } from './churned';
import { minus, over, pairwise, plus, times } from './latent-math';
import type { Run, Steps } from './sampler';

/** Heun's method: Karras et al. 2022, Alg. 2. Two evaluations a step, one in the last. */
export function* heun({ x, sigmas, noise, churn, sNoise }: Run): Steps {
  for (const [level, next] of pairwise(sigmas)) {
    const { x: raised, sigma } = churned(x, level, sigmas.length - 1, noise, churn, sNoise);
    const denoised = yield { x: raised, sigma };
    const d = over(minus(raised, denoised), sigma); // dx/dσ
    x = plus(raised, times(d, next - sigma));
    if (next > 0) {
      const denoised2 = yield { x, sigma: next };
      const d2 = over(minus(x, denoised2), next);
      x = plus(raised, times(over(plus(d, d2), 2), next - sigma));
    }
  }
  return x;
}
