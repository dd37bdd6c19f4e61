import type { Sampling } from '../../types';
import type { Latent } from '../latent-math';
import { minus, plus, times } from '../latent-math';
import {
  alphaAt,
  alphaSchedule,
  finalAlpha,
  strideOf,
  timestepDefaults,
  wholeTimesteps
} from './alpha-schedule';
import { predictX0 } from './predict-x0';
import type { Asks, SchedulerClass, ScheduleRequest, SchedulerRun } from './scheduler';
import { Fault } from '../../../schema/fault';

const { fround: f32, sqrt, floor } = Math;

/** The Adams-Bashforth method's order; three steps of Runge-Kutta, of four calls each, come before it. */
const ORDER = 4;
const CALLS = 4;

/**
 * PNDM: Liu et al. 2022. Linear multistep in the network's outputs, either after Runge-Kutta steps (section 3.3) or, with
 * `skip_prk_steps`, after one step made twice (Stable Diffusion's PLMS). On a given picture the original begins either way anew, at
 * the timesteps that are left; its numbers are the reference.
 */
export const pndmScheduler: SchedulerClass = {
  className: 'PNDMScheduler',
  defaults: { ...timestepDefaults, skip_prk_steps: false, set_alpha_to_one: false },
  order: 1,
  predictions: ['epsilon', 'v_prediction'],
  setTimesteps: request =>
    alphaSchedule(request, [...rungeKuttaTimesteps(request), ...multistepTimesteps(request)]),
  *run(inputs: SchedulerRun): Sampling {
    const { beginIndex, timesteps, after } = inputs;
    const stride = strideOf(inputs);
    const warmUp = rungeKuttaTimesteps(inputs);
    const outputs: Latent[] = []; // newest first
    let { x } = inputs;
    let base = x; // where a step of several calls sets out
    let sum: Latent = new Float32Array(x.length); // Runge-Kutta's
    for (let k = beginIndex; k < timesteps.length; k++) {
      const [call, t] = [k - beginIndex, timesteps[k]];
      const output = yield* outputOf(inputs, x, t);
      if (call < warmUp.length) {
        const stage = call % CALLS;
        if (stage === 0) {
          [base, sum] = [x, new Float32Array(x.length)];
          outputs.unshift(output);
        }
        sum = plus(sum, times(output, stage === 1 || stage === 2 ? 1 / 3 : 1 / 6));
        const landing = t - (stage % 2 === 0 ? floor(stride / 2) : 0);
        x = transferred(inputs, base, warmUp[call - stage], landing, stage === 3 ? sum : output);
      } else if (call === 1) {
        x = transferred(inputs, base, t + stride, t, times(plus(output, outputs[0]), 1 / 2));
      } else {
        base = x;
        outputs.unshift(output);
        outputs.length = Math.min(outputs.length, ORDER);
        x = transferred(inputs, x, t, t - stride, extrapolated(outputs));
      }
      x = after(x);
    }
    return x;
  }
};

/** What the network itself put out, of which linear combinations are made. */
function* outputOf({ alphas, prediction }: SchedulerRun, x: Latent, t: number): Asks<Latent> {
  const a = alphaAt(alphas, t);
  const [alpha, sigma] = [sqrt(a), sqrt(f32(1 - a))];
  const { x0, eps } = yield* predictX0(x, alpha, sigma, t);
  return prediction === 'epsilon' ? eps : minus(times(eps, alpha), times(x0, sigma));
}

/** Adams-Bashforth coefficients by how many outputs there are, the newest's first. */
const WEIGHTS = [[1], [3 / 2, -1 / 2], [23 / 12, -16 / 12, 5 / 12], [55 / 24, -59 / 24, 37 / 24, -9 / 24]];

const extrapolated = (outputs: readonly Latent[]): Latent =>
  outputs.map((output, k) => times(output, WEIGHTS[outputs.length - 1][k])).reduce(plus);

/** Eq. 11: the latent `x` of timestep `from` brought to `to` along an output. */
function transferred(
  { alphas, config, prediction }: SchedulerRun,
  x: Latent,
  from: number,
  to: number,
  output: Latent
): Latent {
  const a = alphaAt(alphas, from);
  const aNext = to >= 0 ? alphaAt(alphas, to) : finalAlpha(alphas, config);
  const [rest, restNext] = [f32(1 - a), f32(1 - aNext)];
  const eps = prediction === 'epsilon' ? output : plus(times(output, sqrt(a)), times(x, sqrt(rest)));
  const divisor = a * sqrt(restNext) + sqrt(a * rest * aNext);
  return minus(times(x, sqrt(aNext / a)), times(eps, f32(aNext - a) / divisor));
}

/** Every timestep once, but the second twice. */
function multistepTimesteps(request: ScheduleRequest): number[] {
  const all = wholeTimesteps(request);
  return request.config.skip_prk_steps ? [all[0], ...all.slice(1, 2), ...all.slice(1)] : all.slice(3);
}

/** Of the first four timesteps and those halfway between; none where they are skipped. Throws `out_of_range` for fewer than four. */
function rungeKuttaTimesteps(request: ScheduleRequest): number[] {
  const { config, steps } = request;
  if (config.skip_prk_steps) {
    return [];
  }
  if (steps < ORDER) {
    const facts = { param: 'steps', value: steps, min: ORDER, max: config.num_train_timesteps, integer: 1 };
    throw new Fault('out_of_range', facts);
  }
  const half = floor(strideOf(request) / 2);
  const all = wholeTimesteps(request);
  return [0, 1, 2].flatMap(k => [all[k], all[k + 1] + half, all[k + 1] + half, all[k + 1]]);
}
