import type { Sampling } from '../../types';
import { minus, over, plus, times } from '../latent-math';
import { doubled, levelDefaults, levelsOf, sigmaSchedule, sigmaSpacingDefaults } from './sigma-schedule';
import { logMidpoint } from './log-midpoint';
import type { SchedulerClass, ScheduleRequest, SchedulePlan, SchedulerRun } from './scheduler';
import { roundHalfEven } from './timestep-spacing';
import { sigmaToT } from './sigma-spacing';

/** DPM-Solver-2: the midpoint rule in log sigma (Lu et al. 2022a, Alg. 1; k-diffusion's `sample_dpm_2`). */
export const kdpm2Discrete: SchedulerClass = {
  className: 'KDPM2DiscreteScheduler',
  defaults: { ...levelDefaults, ...sigmaSpacingDefaults },
  order: 2,
  predictions: ['epsilon', 'v_prediction'],
  setTimesteps,
  *run({ x, beginIndex, timesteps, sigmas, after }: SchedulerRun): Sampling {
    for (let k = beginIndex; k < timesteps.length; k += 2) {
      const [sigma, next] = [sigmas[k], sigmas[k + 1]];
      const x0 = yield { x, sigma, timestep: timesteps[k] };
      const middle = logMidpoint(next, sigma);
      const d = over(minus(x, x0), sigma); // dx/dσ
      const halfway = after(plus(x, times(d, middle - sigma)));
      if (k + 1 === timesteps.length) {
        return halfway;
      }
      const x0Halfway = yield { x: halfway, sigma: middle, timestep: timesteps[k + 1] };
      const dHalfway = over(minus(halfway, x0Halfway), middle);
      x = after(plus(x, times(dHalfway, next - sigma)));
    }
    return x;
  }
};

function setTimesteps(request: ScheduleRequest): SchedulePlan {
  const { table, sigmas, timesteps } = levelsOf(request);
  const whole = request.config.use_karras_sigmas ? timesteps.map(roundHalfEven) : timesteps;
  const middles = sigmas.slice(1).map((sigma, k) => sigmaToT(table, logMidpoint(sigma, sigmas[k])));
  const clock = whole.flatMap((t, k) => (k > 0 ? [middles[k - 1], t] : [t]));
  return sigmaSchedule(request, [...doubled(sigmas), 0], clock);
}
