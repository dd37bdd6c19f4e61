import type { Latent } from './latent-math';
import { minus, over, pairwise, plus, times } from './latent-math';
import type { Run, Steps } from './sampler';

const { fround: f32, log, exp, expm1, sqrt } = Math;
const lambda = (sigma: number): number => f32(-log(sigma));

/** DPM-Solver++(3M) SDE: of the last three `denoised`; k-diffusion's, by Katherine Crowson. */
export function* dpmpp3mSde({ x, sigmas, brownian, eta, sNoise = 1 }: Run): Steps {
  const past: { denoised: Latent; h: number }[] = []; // newest first
  for (const [sigma, next] of pairwise(sigmas)) {
    const denoised: Latent = yield { x, sigma };
    if (next === 0) {
      return denoised;
    }
    const h: number = f32(lambda(next) - lambda(sigma));
    const hEta = f32(h * (eta + 1));
    x = plus(times(x, exp(-hEta)), times(denoised, -expm1(-hEta)));
    const phi2 = f32(f32(expm1(-hEta)) / hEta + 1);
    const [one, two] = past;
    if (two) {
      const [r0, r1] = [f32(one.h / h), f32(two.h / h)];
      const a = over(minus(denoised, one.denoised), r0);
      const b = over(minus(one.denoised, two.denoised), r1);
      const d1 = plus(a, over(times(minus(a, b), r0), f32(r0 + r1)));
      const d2 = over(minus(a, b), f32(r0 + r1));
      const phi3 = f32(f32(phi2 / hEta) - 0.5);
      x = minus(plus(x, times(d1, phi2)), times(d2, phi3));
    } else if (one) {
      const d = over(minus(denoised, one.denoised), f32(one.h / h));
      x = plus(x, times(d, phi2));
    }
    if (eta) {
      const deviation = f32(sqrt(f32(-expm1(f32(-2 * h * eta)))));
      x = plus(x, times(times(brownian.between(sigma, next), next), sNoise * deviation));
    }
    past.unshift({ denoised, h });
  }
  return x;
}
