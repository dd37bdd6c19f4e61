import type { Sampling } from '../../types';
import { minus, over, plus, times } from '../latent-math';
import { ancestralStep } from './ancestral-step';
import { levelDefaults, levelsOf, sigmaSchedule } from './sigma-schedule';
import type { SchedulerClass, SchedulerRun } from './scheduler';

/** Euler's method down past the next noise level, then noise up to it; noise is drawn in the last step, too, though none is added. */
export const eulerAncestralDiscrete: SchedulerClass = {
  className: 'EulerAncestralDiscreteScheduler',
  defaults: { ...levelDefaults, rescale_betas_zero_snr: false },
  order: 1,
  predictions: ['epsilon', 'v_prediction'],
  setTimesteps: request => {
    const { sigmas, timesteps } = levelsOf(request);
    return sigmaSchedule(request, [...sigmas, 0], timesteps.map(Math.fround));
  },
  *run({ x, beginIndex, timesteps, sigmas, noise, after }: SchedulerRun): Sampling {
    for (let k = beginIndex; k < timesteps.length; k++) {
      const x0 = yield { x, sigma: sigmas[k], timestep: timesteps[k] };
      const { down, up } = ancestralStep(sigmas[k], sigmas[k + 1]);
      const d = over(minus(x, x0), sigmas[k]); // dx/dσ
      const ddimStep = plus(x, times(d, down - sigmas[k]));
      x = after(plus(ddimStep, times(noise.randn(x.length), up)));
    }
    return x;
  }
};
