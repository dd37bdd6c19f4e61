import type { Sampling } from '../../types';
import type { Latent } from '../latent-math';
import { minus, times } from '../latent-math';
import { unknownValue } from './config';
import { checkOrder } from './check-order';
import { algorithmOf, ruleOf, combineTerms, stepCoefficients } from './step-coefficients';
import type { StepTerm } from './step-coefficients';
import { lambdaLevels, lambdaSchedule, levelOf, solverDefaults } from './lambda-schedule';
import type { Level } from './lambda-schedule';
import { convertModelOutput } from './convert-model-output';
import type { SchedulerClass, ScheduleRequest, SchedulePlan, SchedulerRun } from './scheduler';

const { timestep_spacing: _spacing, steps_offset: _offset, ...defaults } = solverDefaults;

/**
 * DPM-Solver and DPM-Solver++, singlestep: Lu et al. 2022a, Alg. 1 and 2, and 2022b, Alg. 1. Steps come in groups that set out from one
 * latent with rising order, one call of the network each.
 */
export const dpmSolverSinglestep: SchedulerClass = {
  className: 'DPMSolverSinglestepScheduler',
  defaults: {
    ...defaults,
    lower_order_final: false,
    algorithm_type: 'dpmsolver++',
    solver_type: 'midpoint',
    final_sigmas_type: 'zero',
    lambda_min_clipped: -Infinity
  },
  order: 1,
  setTimesteps,
  *run(inputs: SchedulerRun): Sampling {
    const { beginIndex, timesteps, sigmas, config, noise, after } = inputs;
    const algorithm = algorithmOf(config, KNOWN);
    const rule = ruleOf(config);
    const levels = sigmas.map(levelOf);
    const orders = ordersOf(inputs);
    const answers: Latent[] = []; // newest first
    let { x } = inputs;
    let base = x; // where the group sets out
    for (let k = beginIndex; k < timesteps.length; k++) {
      answers.unshift(yield* convertModelOutput(algorithm, x, levels[k], timesteps[k], config));
      answers.length = Math.min(answers.length, config.solver_order);
      const order = Math.min(answers.length, orders[k]);
      const more = algorithm.startsWith('sde') ? noise.randn(x.length) : null;
      base = order === 1 ? x : base;
      const coefficients = stepCoefficients(algorithm, levels[k - order + 1], levels[k + 1]);
      x = after(combineTerms(base, stepTerms(answers, levels, k, order, rule), coefficients, more));
    }
    return x;
  }
};

const KNOWN = ['dpmsolver', 'dpmsolver++', 'sde-dpmsolver++'] as const;

/** What the model's output converts to where the group set out, and its derivatives by λ over the whole step, each with its term. */
function stepTerms(
  [m0, m1, m2]: readonly Latent[],
  levels: readonly Level[],
  k: number,
  order: number,
  rule: 'midpoint' | 'heun'
): StepTerm[] {
  if (order === 1) {
    return [['d0', m0]];
  }
  const start = levels[k - order + 1].lambda;
  const h = levels[k + 1].lambda - start;
  const r0 = (levels[k].lambda - start) / h;
  if (order === 2) {
    return [
      ['d0', m1],
      [rule, times(minus(m0, m1), 1 / r0)]
    ];
  }
  const r1 = (levels[k - 1].lambda - start) / h;
  const near = times(minus(m1, m2), 1 / r1);
  const far = times(minus(m0, m2), 1 / r0);
  if (rule === 'midpoint') {
    return [
      ['d0', m2],
      ['heun', far]
    ];
  }
  const slope = times(minus(times(near, r0), times(far, r1)), 1 / (r0 - r1));
  return [
    ['d0', m2],
    ['heun', slope],
    ['d2', times(minus(far, near), 2 / (r0 - r1))]
  ];
}

/** The order of each step; the last ones are lower where the steps do not fill the groups, and where it ends in no noise. */
function ordersOf({ config, steps }: ScheduleRequest): number[] {
  const { solver_order: highest, lower_order_final, final_sigmas_type } = config;
  const orders = Array.from({ length: steps }, (_, k) => (k % highest) + 1);
  if (lower_order_final || final_sigmas_type === 'zero') {
    orders[steps - 1] = final_sigmas_type === 'zero' || steps % highest === 0 ? 1 : orders[steps - 1];
  }
  return orders;
}

function setTimesteps(request: ScheduleRequest): SchedulePlan {
  const { config } = request;
  checkOrder(config, 3);
  ruleOf(config);
  if (algorithmOf(config, KNOWN) === 'dpmsolver' && config.thresholding) {
    // The original looks its bounds up by a timestep that it is no longer given.
    throw unknownValue('thresholding', true, ['false']);
  }
  const { table, sigmas, timesteps } = lambdaLevels(request);
  return lambdaSchedule([...sigmas, config.final_sigmas_type === 'sigma_min' ? table[0] : 0], timesteps);
}
