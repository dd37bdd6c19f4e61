import { ancestralStep } from './ancestral-step';
import { churned } from './churned';
import { minus, over, pairwise, plus, times } from './latent-math';
import type { Run, Steps } from './sampler';

const { fround: f32, log, exp } = Math;

/** The geometric mean of two noise levels, as k-diffusion interpolates their logarithms. */
const between = (sigma: number, next: number): number => {
  const [from, to] = [f32(log(sigma)), f32(log(next))];
  return f32(exp(f32(from + f32(0.5 * f32(to - from)))));
};

/** DPM-Solver-2: the midpoint rule in log sigma, with Karras' churn. Two evaluations a step, one in the last. */
export function* dpm2({ x, sigmas, noise, churn, sNoise }: Run): Steps {
  for (const [level, next] of pairwise(sigmas)) {
    const { x: raised, sigma } = churned(x, level, sigmas.length - 1, noise, churn, sNoise);
    const denoised = yield { x: raised, sigma };
    const d = over(minus(raised, denoised), sigma);
    if (next === 0) {
      x = plus(raised, times(d, next - sigma));
      continue;
    }
    const middle = between(sigma, next);
    const x2 = plus(raised, times(d, middle - sigma));
    const denoised2 = yield { x: x2, sigma: middle };
    x = plus(raised, times(over(minus(x2, denoised2), middle), next - sigma));
  }
  return x;
}

/** DPM-Solver-2 down past the next noise level, then noise up to it. */
export function* dpm2Ancestral({ x, sigmas, noise, eta, sNoise = 1 }: Run): Steps {
  for (const [sigma, next] of pairwise(sigmas)) {
    const denoised = yield { x, sigma };
    const { down, up } = ancestralStep(sigma, next, eta);
    const d = over(minus(x, denoised), sigma);
    if (down === 0) {
      x = plus(x, times(d, down - sigma));
      continue;
    }
    const middle = between(sigma, down);
    const x2 = plus(x, times(d, middle - sigma));
    const denoised2 = yield { x: x2, sigma: middle };
    x = plus(x, times(over(minus(x2, denoised2), middle), down - sigma));
    x = plus(x, times(noise.randn(x.length), sNoise * up));
  }
  return x;
}
