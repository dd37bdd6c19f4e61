import type { Sampling } from '../../types';
import type { Latent } from '../latent-math';
import { minus, over, plus, times } from '../latent-math';
import { checkOrder } from './check-order';
import type { Config } from './config';
import { unknownValue } from './config';
import { lambdaLevels, lambdaSchedule, levelOf, solverDefaults } from './lambda-schedule';
import { clipSample } from './clip-sample';
import { predictX0 } from './predict-x0';
import type { SchedulerClass, ScheduleRequest, SchedulePlan, SchedulerRun } from './scheduler';
import { sigmaSpacingOf } from './sigma-spacing';

const { fround: f32, log, expm1, min } = Math;

/** The highest order that there is. */
const MOST = 3;
/** Runs shorter than this end with lower orders, for stability. */
const FEW_STEPS = 15;

/** DEIS: Zhang and Chen 2023, the multistep method in log ρ (ρAB-DEIS); ρ = σ/α. It ends at the smallest sigma, not at 0. */
export const deisMultistep: SchedulerClass = {
  className: 'DEISMultistepScheduler',
  defaults: { ...solverDefaults, algorithm_type: 'deis', solver_type: 'logrho' },
  order: 1,
  setTimesteps,
  *run({ x, beginIndex, timesteps, sigmas, config, after }: SchedulerRun): Sampling {
    const answers: Latent[] = []; // newest first
    for (let k = beginIndex; k < timesteps.length; k++) {
      const [from, to] = [levelOf(sigmas[k]), levelOf(sigmas[k + 1])];
      const { x0 } = yield* predictX0(x, from.alpha, from.sigma, timesteps[k]);
      answers.unshift(over(minus(x, times(clipSample(x0, config), from.alpha)), from.sigma));
      answers.length = min(answers.length, config.solver_order, MOST);
      const order = min(answers.length, highestOrder(k, timesteps.length, config));
      if (order === 1) {
        const grown = to.sigma * expm1(to.lambda - from.lambda);
        x = minus(times(x, to.alpha / from.alpha), times(answers[0], grown));
      } else {
        const rhoOf = (ratio: number): number => f32(levelOf(ratio).sigma / levelOf(ratio).alpha);
        const known = Array.from({ length: order }, (_, j) => rhoOf(sigmas[k - j]));
        const moves = known.map((_, j) =>
          times(answers[j], integral(known, j, known[0], rhoOf(sigmas[k + 1])))
        );
        x = times(moves.reduce(plus, over(x, from.alpha)), to.alpha);
      }
      x = after(x);
    }
    return x;
  }
};

/** The highest order that a step may have so near the end. */
function highestOrder(k: number, steps: number, config: Config): number {
  return config.lower_order_final && steps < FEW_STEPS ? min(steps - k, MOST) : MOST;
}

/**
 * ∫dρ from `from` to `to` of the Lagrange polynomial in log ρ, of degree 1 or 2, that is 1 at `known[j]` and 0 at the others; in
 * float32, whose rounding shows where steps are small.
 */
function integral(known: readonly number[], j: number, from: number, to: number): number {
  const at = f32(log(known[j]));
  // In the original's order, which rounding keeps.
  const roots = known.map((_, i) => f32(log(known[(j + i) % known.length]))).slice(1);
  const scale = roots.map(root => f32(at - root)).reduce((a, b) => f32(a * b));
  const primitive = (rho: number): number => f32(f32(rho * factor(f32(log(rho)), roots)) / scale);
  return f32(primitive(to) - primitive(from));
}

function factor(l: number, [c, d]: readonly number[]): number {
  if (d === undefined) {
    return f32(f32(-c + l) - 1);
  }
  const start = f32(f32(c * f32(f32(d - l) + 1)) - f32(d * l));
  return f32(f32(f32(f32(start + d) + f32(l * l)) - f32(2 * l)) + 2);
}

function setTimesteps(request: ScheduleRequest): SchedulePlan {
  const { config } = request;
  checkOrder(config);
  if (!['deis', 'dpmsolver', 'dpmsolver++'].includes(config.algorithm_type)) {
    throw unknownValue('algorithm_type', config.algorithm_type, ['deis']);
  }
  if (!['logrho', 'midpoint', 'heun', 'bh1', 'bh2'].includes(config.solver_type)) {
    throw unknownValue('solver_type', config.solver_type, ['logrho']);
  }
  const { table, sigmas, timesteps } = lambdaLevels(request);
  return lambdaSchedule(
    [...sigmas, sigmaSpacingOf(config) ? sigmas[sigmas.length - 1] : table[0]],
    timesteps
  );
}
