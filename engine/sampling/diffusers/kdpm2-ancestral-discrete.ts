import type { Sampling } from '../../types';
import { minus, over, plus, times } from '../latent-math';
import { logMidpoint } from './log-midpoint';
import { ancestralStep } from './ancestral-step';
import { doubled, levelDefaults, levelsOf, sigmaSchedule, sigmaSpacingDefaults } from './sigma-schedule';
import type { SchedulerClass, ScheduleRequest, SchedulePlan, SchedulerRun } from './scheduler';
import { roundHalfEven } from './timestep-spacing';
import { sigmaToT } from './sigma-spacing';

const { fround: f32 } = Math;

/** DPM-Solver-2 down past the next noise level, then noise up to it. */
export const kdpm2AncestralDiscrete: SchedulerClass = {
  className: 'KDPM2AncestralDiscreteScheduler',
  defaults: { ...levelDefaults, ...sigmaSpacingDefaults },
  order: 2,
  predictions: ['epsilon', 'v_prediction'],
  setTimesteps,
  *run({ x, beginIndex, timesteps, sigmas, noise, after }: SchedulerRun): Sampling {
    for (let k = beginIndex; k < timesteps.length; k += 2) {
      const sigma = sigmas[k];
      const last = k + 1 === timesteps.length;
      const { down, up } = ancestralStep(sigma, sigmas[k + 1]);
      const middle = last ? 0 : logMidpoint(sigma, down);
      const x0 = yield { x, sigma, timestep: timesteps[k] };
      const d = over(minus(x, x0), sigma); // dx/dσ
      const halfway = after(plus(x, times(d, middle - sigma)));
      if (last) {
        return halfway;
      }
      const x0Halfway = yield { x: halfway, sigma: middle, timestep: timesteps[k + 1] };
      const dHalfway = over(minus(halfway, x0Halfway), middle);
      const ddimStep = plus(x, times(dHalfway, down - sigma));
      x = after(plus(ddimStep, times(noise.randn(x.length), up)));
    }
    return x;
  }
};

function setTimesteps(request: ScheduleRequest): SchedulePlan {
  const { table, sigmas, timesteps } = levelsOf(request);
  const whole = request.config.use_karras_sigmas ? timesteps.map(roundHalfEven) : timesteps;
  const middles = sigmas
    .slice(1)
    .map((next, k) => sigmaToT(table, logMidpoint(sigmas[k], ancestralStep(f32(sigmas[k]), f32(next)).down)));
  const clock = whole.flatMap((t, k) => (k > 0 ? [middles[k - 1], t] : [t]));
  return sigmaSchedule(request, [...doubled(sigmas), 0], clock);
}
