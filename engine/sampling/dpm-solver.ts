/**
 * DPM-Solver: Lu et al. 2022a, Alg. 1 and 2, one step of order 1 to 3 over t = -ln σ from a known noise `eps` at its start. In float32 and
 * k-diffusion's order: DPM adaptive takes its steps by differences that are hardly more than rounding.
 */
import { ancestralStep } from './ancestral-step';
import type { Latent } from './latent-math';
import { minus, over, times } from './latent-math';
import type { ModelCall } from './sampler';

const { fround: f32, exp, expm1, log, sqrt, min } = Math;

export const timeOf = (sigma: number): number => f32(-log(sigma));
export const sigmaAt = (t: number): number => f32(exp(-t));

type Asking = Generator<ModelCall, Latent, Latent>;

/** The noise in `x` at time `t`. One evaluation. */
export function* epsAt(x: Latent, t: number): Asking {
  const sigma = sigmaAt(t);
  return over(minus(x, yield { x, sigma }), sigma);
}

/** `x` after a time `h` in which its noise stays `eps`, when that ends at `sigma`. */
const drifted = (x: Latent, eps: Latent, h: number, sigma: number): Latent =>
  minus(x, times(eps, f32(sigma * f32(expm1(h)))));

/** The first-order step. */
export const firstOrder = (x: Latent, eps: Latent, t: number, next: number): Latent =>
  drifted(x, eps, f32(next - t), sigmaAt(next));

/** The noise on the way, a share `r` of the step further. One evaluation. */
export function* epsPartway(x: Latent, eps: Latent, t: number, next: number, r: number): Asking {
  const part = f32(f32(r) * f32(next - t));
  const s = f32(t + part);
  return yield* epsAt(drifted(x, eps, part, sigmaAt(s)), s);
}

/** The second-order step of two noises, the later one a share `r` of the step further. */
export function secondOrder(
  x: Latent,
  eps: Latent,
  later: Latent,
  t: number,
  next: number,
  r: number
): Latent {
  const factor = f32(f32(sigmaAt(next) / f32(2 * r)) * f32(expm1(f32(next - t))));
  return minus(firstOrder(x, eps, t, next), times(minus(later, eps), factor));
}

/** The third-order step; `third` is the noise a third of the step further. One evaluation, at two thirds. */
export function* thirdOrder(x: Latent, eps: Latent, third: Latent, t: number, next: number): Asking {
  const h = f32(next - t);
  const part = f32(f32(2 / 3) * h);
  const s = f32(t + part);
  const bend = (time: number): number => f32(f32(f32(expm1(time)) / time) - 1);
  const twoThirds = minus(
    drifted(x, eps, part, sigmaAt(s)),
    times(minus(third, eps), f32(sigmaAt(s) * 2) * bend(part))
  );
  const later = yield* epsAt(twoThirds, s);
  const factor = f32(sigmaAt(next) / f32(2 / 3)) * bend(h);
  return minus(firstOrder(x, eps, t, next), times(minus(later, eps), factor));
}

/** The time a step goes down to before noise is added, and that noise's deviation; `end` is the run's last time. */
export function ancestralTimes(
  t: number,
  next: number,
  end: number,
  eta: number
): { down: number; up: number } {
  if (!eta) {
    return { down: next, up: 0 };
  }
  const down = min(end, timeOf(ancestralStep(sigmaAt(t), sigmaAt(next), eta).down));
  return { down, up: f32(sqrt(f32(f32(sigmaAt(next) ** 2) - f32(sigmaAt(down) ** 2)))) };
}
