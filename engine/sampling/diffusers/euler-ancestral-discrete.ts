import type { Sampling } from '../../types';
import { minus, over, plus, times } from '../latent-math';
import { downAndUp } from './down-and-up';
import { levelDefaults, levelsOf, sigmaVisits } from './levels';
import type { SchedulerClass, Walk } from './scheduler';

/** Euler's method down past the next noise level, then noise up to it; noise is drawn in the last step, too, though none is added. */
export const eulerAncestralDiscrete: SchedulerClass = {
  className: 'EulerAncestralDiscreteScheduler',
  defaults: { ...levelDefaults, rescale_betas_zero_snr: false },
  order: 1,
  predictions: ['epsilon', 'v_prediction'],
  visits: setting => {
    const { sigmas, timesteps } = levelsOf(setting);
    return sigmaVisits(setting, [...sigmas, 0], timesteps.map(Math.fround));
  },
  *run({ x, begin, timesteps, sigmas, noise, after }: Walk): Sampling {
    for (let k = begin; k < timesteps.length; k++) {
      const x0 = yield { x, sigma: sigmas[k], timestep: timesteps[k] };
      const { down, up } = downAndUp(sigmas[k], sigmas[k + 1]);
      const d = over(minus(x, x0), sigmas[k]); // dx/dσ
      const landed = plus(x, times(d, down - sigmas[k]));
      x = after(plus(landed, times(noise.randn(x.length), up)));
    }
    return x;
  }
};
