import { ancestralStep } from './ancestral-step';
import { minus, over, pairwise, plus, times } from './latent-math';
import type { Run, Steps } from './sampler';

const { fround: f32, log, exp, expm1 } = Math;
const lambda = (sigma: number): number => f32(-log(sigma));

/** DPM-Solver++ SDE of second order in one step, r = 1/2: Lu et al. 2022b with the noise of a Brownian path. */
export function* dpmppSde({ x, sigmas, brownian, eta, sNoise = 1 }: Run): Steps {
  for (const [sigma, next] of pairwise(sigmas)) {
    const denoised = yield { x, sigma };
    if (next === 0) {
      x = plus(x, times(over(minus(x, denoised), sigma), next - sigma));
      continue;
    }
    const t = lambda(sigma);
    const s = f32(t + f32(f32(lambda(next) - t) * 0.5));
    const [sigmaT, sigmaS, sigmaNext] = [t, s, lambda(next)].map(each => f32(exp(-each)));

    const half = ancestralStep(sigmaT, sigmaS, eta);
    let x2 = minus(
      times(x, f32(exp(-lambda(half.down))) / sigmaT),
      times(denoised, expm1(f32(t - lambda(half.down))))
    );
    x2 = plus(x2, times(brownian.between(sigmaT, sigmaS), sNoise * half.up));
    const denoised2 = yield { x: x2, sigma: sigmaS };

    const whole = ancestralStep(sigmaT, sigmaNext, eta);
    x = minus(
      times(x, f32(exp(-lambda(whole.down))) / sigmaT),
      times(denoised2, expm1(f32(t - lambda(whole.down))))
    );
    x = plus(x, times(brownian.between(sigmaT, sigmaNext), sNoise * whole.up));
  }
  return x;
}
