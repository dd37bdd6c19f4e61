import type { Sampling } from '../../types';
import { minus, over, plus, times } from '../latent-math';
import { doubled, levelDefaults, levelsOf, sigmaSchedule, sigmaSpacingDefaults } from './sigma-schedule';
import { clipSample } from './clip-sample';
import type { SchedulerClass, SchedulerRun } from './scheduler';

/** Heun's method: Karras et al. 2022, Alg. 2. */
export const heunDiscrete: SchedulerClass = {
  className: 'HeunDiscreteScheduler',
  defaults: { ...levelDefaults, ...sigmaSpacingDefaults, clip_sample: false, clip_sample_range: 1 },
  order: 2,
  betaSchedules: ['exp'],
  setTimesteps: request => {
    const { sigmas, timesteps } = levelsOf(request);
    return sigmaSchedule(request, [...doubled(sigmas), 0], doubled(timesteps.map(Math.fround)));
  },
  *run({ x, beginIndex, timesteps, sigmas, config, after }: SchedulerRun): Sampling {
    for (let k = beginIndex; k < timesteps.length; k += 2) {
      const [sigma, next] = [sigmas[k], sigmas[k + 1]];
      const x0 = clipSample(yield { x, sigma, timestep: timesteps[k] }, config);
      const d = over(minus(x, x0), sigma); // dx/dσ
      const tried = after(plus(x, times(d, next - sigma)));
      if (k + 1 === timesteps.length) {
        return tried;
      }
      const x0Tried = clipSample(yield { x: tried, sigma: next, timestep: timesteps[k + 1] }, config);
      const dTried = over(minus(tried, x0Tried), next);
      x = after(plus(x, times(over(plus(d, dTried), 2), next - sigma)));
    }
    return x;
  }
};
