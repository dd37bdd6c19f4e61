import type { Sampling } from '../../types';
import { minus, over, plus, times } from '../latent-math';
import { doubled, levelDefaults, levelsOf, sigmaVisits, spreadDefaults } from './levels';
import { limited } from './limited';
import type { SchedulerClass, Walk } from './scheduler';

/** Heun's method: Karras et al. 2022, Alg. 2. */
export const heunDiscrete: SchedulerClass = {
  className: 'HeunDiscreteScheduler',
  defaults: { ...levelDefaults, ...spreadDefaults, clip_sample: false, clip_sample_range: 1 },
  order: 2,
  betaSchedules: ['exp'],
  visits: setting => {
    const { sigmas, timesteps } = levelsOf(setting);
    return sigmaVisits(setting, [...doubled(sigmas), 0], doubled(timesteps.map(Math.fround)));
  },
  *run({ x, begin, timesteps, sigmas, config, after }: Walk): Sampling {
    for (let k = begin; k < timesteps.length; k += 2) {
      const [sigma, next] = [sigmas[k], sigmas[k + 1]];
      const x0 = limited(yield { x, sigma, timestep: timesteps[k] }, config);
      const d = over(minus(x, x0), sigma); // dx/dσ
      const tried = after(plus(x, times(d, next - sigma)));
      if (k + 1 === timesteps.length) {
        return tried;
      }
      const x0Tried = limited(yield { x: tried, sigma: next, timestep: timesteps[k + 1] }, config);
      const dTried = over(minus(tried, x0Tried), next);
      x = after(plus(x, times(over(plus(d, dTried), 2), next - sigma)));
    }
    return x;
  }
};
