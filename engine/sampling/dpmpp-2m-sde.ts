import type { Latent } from './latent-math';
import { minus, pairwise, plus, times } from './latent-math';
import type { Run, Steps } from './sampler';

const { fround: f32, log, exp, expm1, sqrt } = Math;
const lambda = (sigma: number): number => f32(-log(sigma));

/** DPM-Solver++(2M) SDE: Lu et al. 2022b, appendix; the second-order term by the midpoint rule or by Heun's. */
function* solve({ x, sigmas, brownian, eta, sNoise = 1 }: Run, rule: 'midpoint' | 'heun'): Steps {
  let previous: { denoised: Latent; h: number } | null = null;
  for (const [sigma, next] of pairwise(sigmas)) {
    const denoised: Latent = yield { x, sigma };
    if (next === 0) {
      return denoised;
    }
    const h: number = f32(lambda(next) - lambda(sigma));
    const etaH = f32(eta * h);
    const grow = f32(-expm1(f32(-h - etaH))); // 1 - e^(-h-ηh)
    x = plus(times(x, f32(next / sigma) * f32(exp(-etaH))), times(denoised, grow));
    if (previous) {
      const inverseR = f32(1 / f32(previous.h / h));
      const factor = rule === 'heun' ? f32(f32(grow / f32(-h - etaH)) + 1) : f32(0.5 * grow);
      x = plus(x, times(minus(denoised, previous.denoised), factor * inverseR));
    }
    if (eta) {
      const deviation = f32(sqrt(f32(-expm1(f32(-2 * etaH)))));
      x = plus(x, times(times(brownian.between(sigma, next), next), sNoise * deviation));
    }
    previous = { denoised, h };
  }
  return x;
}

export const dpmpp2mSde = (run: Run): Steps => solve(run, 'midpoint');
export const dpmpp2mSdeHeun = (run: Run): Steps => solve(run, 'heun');
