import type { Sampling } from '../../types';
import type { Latent } from '../latent-math';
import { minus, plus, times } from '../latent-math';
import { checkOrder } from './check-order';
import type { Config } from './config';
import { algorithmOf, ruleOf, combineTerms, stepCoefficients } from './step-coefficients';
import type { StepTerm } from './step-coefficients';
import { lambdaLevels, lambdaSchedule, levelOf, solverDefaults } from './lambda-schedule';
import type { LambdaLevels, Level } from './lambda-schedule';
import { convertModelOutput } from './convert-model-output';
import type { SchedulerClass, ScheduleRequest, SchedulePlan, SchedulerRun } from './scheduler';
import { linspace, roundHalfEven } from './timestep-spacing';
import { sigmaToT } from './sigma-spacing';

const { fround: f32, log, exp, min, trunc } = Math;

/** The highest order that there is. */
const MOST = 3;
/** Runs shorter than this end with lower orders, for stability. */
const FEW_STEPS = 15;

/** DPM-Solver and DPM-Solver++, multistep: Lu et al. 2022a and 2022b, Alg. 2, with their SDEs. */
export const dpmSolverMultistep: SchedulerClass = {
  className: 'DPMSolverMultistepScheduler',
  defaults: {
    ...solverDefaults,
    algorithm_type: 'dpmsolver++',
    solver_type: 'midpoint',
    euler_at_final: false,
    use_lu_lambdas: false,
    final_sigmas_type: 'zero',
    lambda_min_clipped: -Infinity,
    rescale_betas_zero_snr: false
  },
  order: 1,
  setTimesteps,
  *run({ x, beginIndex, timesteps, sigmas, config, noise, after }: SchedulerRun): Sampling {
    const algorithm = algorithmOf(config);
    const rule = ruleOf(config);
    const levels = sigmas.map(levelOf);
    const answers: Latent[] = []; // newest first
    for (let k = beginIndex; k < timesteps.length; k++) {
      answers.unshift(yield* convertModelOutput(algorithm, x, levels[k], timesteps[k], config));
      answers.length = min(answers.length, config.solver_order, MOST);
      const order = min(answers.length, highestOrder(k, timesteps.length, config));
      const more = algorithm.startsWith('sde') ? noise.randn(x.length) : null;
      const coefficients = stepCoefficients(algorithm, levels[k], levels[k + 1]);
      x = after(combineTerms(x, stepTerms(answers, levels, k, order, rule), coefficients, more));
    }
    return x;
  }
};

/** The highest order that a step may have so near the end. */
function highestOrder(k: number, steps: number, config: Config): number {
  const few = config.lower_order_final && steps < FEW_STEPS;
  if (k === steps - 1 && (config.euler_at_final || few || config.final_sigmas_type === 'zero')) {
    return 1;
  }
  return k === steps - 2 && few ? 2 : MOST;
}

/** The last answer and its derivatives by λ, in units of the step ahead. */
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
  const span = (from: number): number => levels[from + 1].lambda - levels[from].lambda;
  const r0 = span(k - 1) / span(k);
  const slope = times(minus(m0, m1), 1 / r0);
  if (order === 2) {
    return [
      ['d0', m0],
      [rule, slope]
    ];
  }
  const r1 = span(k - 2) / span(k);
  const turn = minus(slope, times(minus(m1, m2), 1 / r1));
  return [
    ['d0', m0],
    ['heun', plus(slope, times(turn, r0 / (r0 + r1)))],
    ['d2', times(turn, 1 / (r0 + r1))]
  ];
}

function setTimesteps(request: ScheduleRequest): SchedulePlan {
  const { config } = request;
  algorithmOf(config);
  ruleOf(config);
  checkOrder(config);
  const cut = config.beta_schedule === 'squaredcos_cap_v2';
  const plan = lambdaLevels(request, cut);
  const even = config.use_lu_lambdas && !config.use_karras_sigmas;
  const { table, sigmas, timesteps } = even ? evenLambdas(request, plan.table, cut) : plan;
  return lambdaSchedule([...sigmas, config.final_sigmas_type === 'sigma_min' ? table[0] : 0], timesteps);
}

/** Lu et al. 2022a, section 3.4: equal parts of λ. */
function evenLambdas({ steps }: ScheduleRequest, table: Float32Array, cut: boolean): LambdaLevels {
  const [high, low] = [table[table.length - 1], table[0]].map(sigma => f32(log(sigma)));
  const sigmas = linspace(0, 1, steps).map(share => exp(high + share * (low - high)));
  const whole = cut ? trunc : roundHalfEven;
  return { table, sigmas, timesteps: sigmas.map(sigma => whole(sigmaToT(table, sigma))) };
}
