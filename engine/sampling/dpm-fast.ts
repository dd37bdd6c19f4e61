import { epsAt, epsPartway, firstOrder, secondOrder, thirdOrder, timeOf, ancestralTimes } from './dpm-solver';
import type { Latent } from './latent-math';
import { linspace, plus, times } from './latent-math';
import type { ModelCall, Run, Steps } from './sampler';

/**
 * DPM-Solver-fast: Lu et al. 2022a, appendix D.3. Third-order steps as far as the wished number of evaluations allows, even in
 * t = -ln σ; k-diffusion's, which adds ancestral noise after each.
 */
export function* dpmFast({ x, sigmaRange, noise, eta, sNoise = 1 }: Run): Steps {
  const [start, end] = [timeOf(sigmaRange.sigmaMax), timeOf(sigmaRange.sigmaMin)];
  const orders = ordersOf(sigmaRange.steps);
  const ts = linspace(start, end, orders.length + 1);
  for (const [i, order] of orders.entries()) {
    const { down, up } = ancestralTimes(ts[i], ts[i + 1], end, eta);
    x = yield* stepped(x, ts[i], down, order);
    x = plus(x, times(noise.randn(x.length), up * sNoise));
  }
  return x;
}

function* stepped(x: Latent, t: number, next: number, order: number): Generator<ModelCall, Latent, Latent> {
  const eps: Latent = yield* epsAt(x, t);
  switch (order) {
    case 1:
      return firstOrder(x, eps, t, next);
    case 2:
      return secondOrder(x, eps, yield* epsPartway(x, eps, t, next, 1 / 2), t, next, 1 / 2);
    default:
      return yield* thirdOrder(x, eps, yield* epsPartway(x, eps, t, next, 1 / 3), t, next);
  }
}

/** Orders that add up to the number of evaluations, falling. */
export function ordersOf(evaluations: number): number[] {
  const threes = Math.floor(evaluations / 3);
  const rest = evaluations % 3;
  return rest > 0 || threes === 0
    ? [...Array<number>(threes).fill(3), ...(rest > 0 ? [rest] : [])]
    : [...Array<number>(threes - 1).fill(3), 2, 1];
}
