import { epsAt, epsPartway, secondOrder, thirdOrder, timeOf, ancestralTimes } from './dpm-solver';
import type { Latent } from './latent-math';
import { plus, times } from './latent-math';
import type { ModelCall, Run, SigmaRange, Steps } from './sampler';

const { fround: f32, abs, max, min, sqrt, atan } = Math;

const [ABSOLUTE, RELATIVE] = [0.0078, 0.05]; // tolerances
const FIRST_STEP = 0.05;
const ACCEPTED = 0.81;
/** Steps this short are taken whatever their error, so that a run ends on any network. */
const SHORTEST = 1e-3;

/** Where a run is: the latent at time `t`, the length of the next step, and the last accepted lower solution. */
export type AdaptiveState = { x: Latent; t: number; h: number; previous: Latent };

/**
 * DPM-Solver-12/23 with steps as long as the error allows: Lu et al. 2022a, Alg. 3 and appendix C, with k-diffusion's controller (that
 * of an integral term alone). How many evaluations it takes depends on the picture; the schedule only says where it starts and ends.
 */
export function* dpmAdaptive(run: Run): Steps {
  const { x, sigmaRange } = run;
  let state = adaptiveStart(x, sigmaRange);
  while (state.t < timeOf(sigmaRange.sigmaMin) - 1e-5) {
    state = yield* adaptiveAttempt(state, run);
  }
  return state.x;
}

export const adaptiveStart = (x: Latent, sigmaRange: SigmaRange): AdaptiveState => ({
  x,
  t: timeOf(sigmaRange.sigmaMax),
  h: FIRST_STEP,
  previous: x
});

/** One attempt of three evaluations: the next state when its error allows, else the same one with a shorter step. */
export function* adaptiveAttempt(
  { x, t, h, previous }: AdaptiveState,
  { sigmaRange, noise, eta, sNoise = 1 }: Pick<Run, 'sigmaRange' | 'noise' | 'eta' | 'sNoise'>
): Generator<ModelCall, AdaptiveState, Latent> {
  const end = timeOf(sigmaRange.sigmaMin);
  const next = min(end, f32(t + h));
  const { down, up } = ancestralTimes(t, next, end, eta);
  const eps: Latent = yield* epsAt(x, t);
  const third: Latent = yield* epsPartway(x, eps, t, down, 1 / 3);
  const low = secondOrder(x, eps, third, t, down, 1 / 3);
  const high: Latent = yield* thirdOrder(x, eps, third, t, down);
  const order = eta ? 1.5 : 3;
  const factor = 1 + atan((1 / (errorOf(low, high, previous) + 1e-8)) ** (1 / order) - 1);
  if (factor < ACCEPTED && h > SHORTEST) {
    return { x, t, h: h * factor, previous };
  }
  const noised = plus(high, times(noise.randn(x.length), up * sNoise));
  return { x: noised, t: next, h: h * factor, previous: low };
}

/** The root mean square of the difference of both solutions, each number over its tolerance. */
function errorOf(low: Latent, high: Latent, previous: Latent): number {
  let sum = 0;
  for (let k = 0; k < low.length; k++) {
    const allowed = max(ABSOLUTE, RELATIVE * max(abs(low[k]), abs(previous[k])));
    sum += ((low[k] - high[k]) / allowed) ** 2;
  }
  return f32(sqrt(sum / low.length));
}
