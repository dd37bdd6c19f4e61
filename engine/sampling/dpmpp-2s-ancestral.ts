import { ancestralStep } from './ancestral-step';
import { minus, over, pairwise, plus, times } from './latent-math';
import type { Run, Steps } from './sampler';

const { fround: f32, log, exp, expm1 } = Math;
const lambda = (sigma: number): number => f32(-log(sigma));

/** DPM-Solver++(2S): Lu et al. 2022b, Alg. 1, down past the next noise level, then noise up to it. */
export function* dpmpp2sAncestral({ x, sigmas, noise, eta, sNoise = 1 }: Run): Steps {
  for (const [sigma, next] of pairwise(sigmas)) {
    const denoised = yield { x, sigma };
    const { down, up } = ancestralStep(sigma, next, eta);
    if (down === 0) {
      x = plus(x, times(over(minus(x, denoised), sigma), down - sigma));
    } else {
      const [t, tNext] = [lambda(sigma), lambda(down)];
      const h = f32(tNext - t);
      const s = f32(t + f32(0.5 * h));
      const [sigmaT, sigmaS, sigmaNext] = [t, s, tNext].map(each => f32(exp(-each)));
      const x2 = minus(times(x, sigmaS / sigmaT), times(denoised, expm1(f32(-h * 0.5))));
      const denoised2 = yield { x: x2, sigma: sigmaS };
      x = minus(times(x, sigmaNext / sigmaT), times(denoised2, expm1(-h)));
    }
    if (next > 0) {
      x = plus(x, times(noise.randn(x.length), sNoise * up));
    }
  }
  return x;
}
