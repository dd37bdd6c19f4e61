import { minus, pairwise, times } from './latent-math';
import type { Latent } from './latent-math';
import type { Run, Steps } from './sampler';

const { fround: f32, log, exp, expm1 } = Math;
const lambda = (sigma: number): number => f32(-log(sigma));

/** DPM-Solver++(2M): Lu et al. 2022b, Alg. 2. */
export function* dpmpp2m({ x, sigmas }: Run): Steps {
  let previous: { denoised: Latent; h: number } | null = null;
  for (const [sigma, next] of pairwise(sigmas)) {
    const denoised: Latent = yield { x, sigma };
    const h: number = f32(lambda(next) - lambda(sigma));
    const ratio = f32(exp(-lambda(next))) / f32(exp(-lambda(sigma)));
    let d = denoised;
    if (previous && next > 0) {
      const r = f32(previous.h / h);
      const share = f32(1 / f32(2 * r));
      d = minus(times(denoised, 1 + share), times(previous.denoised, share));
    }
    x = minus(times(x, ratio), times(d, expm1(-h)));
    previous = { denoised, h };
  }
  return x;
}
