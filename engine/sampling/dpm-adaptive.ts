import { epsAt, epsOnTheWay, secondOrder, thirdOrder, timeOf, withoutNoise } from './dpm-solver';
import type { Latent } from './latent-math';
import { plus, times } from './latent-math';
import type { Question, Run, Span, Steps } from './sampler';

const { fround: f32, abs, max, min, sqrt, atan } = Math;

const [ABSOLUTE, RELATIVE] = [0.0078, 0.05]; // tolerances
const FIRST_STEP = 0.05;
const ACCEPTED = 0.81;
/** Steps this short are taken whatever their error, so that a run ends on any network. */
const SHORTEST = 1e-3;

/** Where a run is: the latent at time `t`, the length of the next step, and the last accepted lower solution. */
export type Place = { x: Latent; t: number; h: number; previous: Latent };

/**
 * DPM-Solver-12/23 with steps as long as the error allows: Lu et al. 2022a, Alg. 3 and appendix C, with k-diffusion's controller (that
 * of an integral term alone). How many evaluations it takes depends on the picture; the schedule only says where it starts and ends.
 */
export function* dpmAdaptive(run: Run): Steps {
  const { x, span } = run;
  let place = startingPlace(x, span);
  while (place.t < timeOf(span.low) - 1e-5) {
    place = yield* attempted(place, run);
  }
  return place.x;
}

export const startingPlace = (x: Latent, span: Span): Place => ({
  x,
  t: timeOf(span.high),
  h: FIRST_STEP,
  previous: x
});

/** One attempt of three evaluations: the next place when its error allows, else the same one with a shorter step. */
export function* attempted(
  { x, t, h, previous }: Place,
  { span, noise, eta, sNoise = 1 }: Pick<Run, 'span' | 'noise' | 'eta' | 'sNoise'>
): Generator<Question, Place, Latent> {
  const end = timeOf(span.low);
  const next = min(end, f32(t + h));
  const { down, up } = withoutNoise(t, next, end, eta);
  const eps: Latent = yield* epsAt(x, t);
  const third: Latent = yield* epsOnTheWay(x, eps, t, down, 1 / 3);
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
