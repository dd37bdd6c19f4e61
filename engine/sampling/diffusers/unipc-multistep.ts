import type { Sampling } from '../../types';
import type { Latent } from '../latent-math';
import { minus, over, plus, times } from '../latent-math';
import { checkOrder } from './check-order';
import type { Config } from './config';
import { unknownValue } from './config';
import { lambdaLevels, lambdaSchedule, levelOf, solverDefaults } from './lambda-schedule';
import type { Level } from './lambda-schedule';
import { clipSample } from './clip-sample';
import { predictX0 } from './predict-x0';
import type { SchedulerClass, ScheduleRequest, SchedulePlan, SchedulerRun } from './scheduler';
import { solveVandermonde } from './solve-vandermonde';
import { sigmaSpacingOf } from './sigma-spacing';

const { expm1, min } = Math;

/** UniPC: Zhao et al. 2023, Alg. 5 to 8. Each answer of the network first corrects the latent it was asked about. */
export const uniPcMultistep: SchedulerClass = {
  className: 'UniPCMultistepScheduler',
  defaults: {
    ...solverDefaults,
    solver_type: 'bh2',
    predict_x0: true,
    disable_corrector: [],
    sigma_min: null,
    sigma_max: null,
    final_sigmas_type: 'zero',
    rescale_betas_zero_snr: false
  },
  order: 1,
  setTimesteps,
  *run({ x, beginIndex, timesteps, sigmas, config, after }: SchedulerRun): Sampling {
    const levels = sigmas.map(levelOf);
    const answers: Latent[] = []; // newest first
    let base: Latent | null = null; // the latent before the last step
    let order = 0; // of the last step
    for (let k = beginIndex; k < timesteps.length; k++) {
      const { x0, eps } = yield* predictX0(x, levels[k].alpha, levels[k].sigma, timesteps[k]);
      const answer = config.predict_x0 ? clipSample(x0, config) : eps;
      if (base && !config.disable_corrector.includes(k - 1)) {
        x = stepped(config, levels, k - 1, base, answers, order, answer);
      }
      answers.unshift(answer);
      answers.length = min(answers.length, config.solver_order);
      order = min(answers.length, config.lower_order_final ? timesteps.length - k : Infinity);
      base = x;
      x = after(stepped(config, levels, k, base, answers, order, null));
    }
    return x;
  }
};

/**
 * The latent after step `k` from `x`: predicted from the answers so far (eq. 3), or corrected by the answer `met` at its end (eq. 8).
 * `order` counts the answers that take part.
 */
function stepped(
  config: Config,
  levels: readonly Level[],
  k: number,
  x: Latent,
  [m0, ...older]: readonly Latent[],
  order: number,
  met: Latent | null
): Latent {
  const [from, to] = [levels[k], levels[k + 1]];
  const h = to.lambda - from.lambda;
  const hh = config.predict_x0 ? -h : h;
  const B = usesBh2(config) ? expm1(hh) : hh;
  const ratios = older.slice(0, order - 1).map((_, j) => (levels[k - 1 - j].lambda - from.lambda) / h);
  const slopes = ratios.map((r, j) => over(minus(older[j], m0), r));
  if (met) {
    slopes.push(minus(met, m0));
    ratios.push(1);
  }
  const rhos = slopes.length === 1 ? [1 / 2] : solveVandermonde(ratios, moments(hh, B, slopes.length));
  const sum = slopes
    .map((slope, j) => times(slope, rhos[j]))
    .reduce(
      plus,
      x.map(() => 0)
    );
  const [scale, weight] = config.predict_x0
    ? [to.sigma / from.sigma, to.alpha]
    : [to.alpha / from.alpha, to.sigma];
  return minus(minus(times(x, scale), times(m0, weight * expm1(hh))), times(sum, weight * B));
}

/** Eq. 5's right-hand side, n! φ_{n+1}(h) h / B(h) for n from 1 on. */
function moments(hh: number, B: number, count: number): number[] {
  let phi = expm1(hh) / hh - 1;
  let factorial = 1;
  return Array.from({ length: count }, (_, n) => {
    const moment = (phi * factorial) / B;
    factorial *= n + 2;
    phi = phi / hh - 1 / factorial;
    return moment;
  });
}

const FOREIGN_SOLVERS = ['midpoint', 'heun', 'logrho'];

/** The names of other classes' solvers mean bh2. */
const usesBh2 = ({ solver_type }: Config): boolean => solver_type !== 'bh1';

function setTimesteps(request: ScheduleRequest): SchedulePlan {
  const { config } = request;
  checkOrder(config);
  if (!['bh1', 'bh2', ...FOREIGN_SOLVERS].includes(config.solver_type)) {
    throw unknownValue('solver_type', config.solver_type, ['bh1', 'bh2']);
  }
  const { table, sigmas, timesteps } = lambdaLevels(request);
  const lowest = sigmaSpacingOf(config) ? sigmas[sigmas.length - 1] : table[0];
  return lambdaSchedule([...sigmas, config.final_sigmas_type === 'sigma_min' ? lowest : 0], timesteps);
}
