import type { Sampling } from '../../types';
import type { Latent } from '../latent-math';
import { minus, over, plus, times } from '../latent-math';
import { lmsCoefficient } from '../lms';
import { levelDefaults, levelsOf, sigmaSchedule, sigmaSpacingDefaults } from './sigma-schedule';
import type { SchedulerClass, SchedulerRun } from './scheduler';

const ORDER = 4;

/**
 * Linear multistep, of the last four derivatives. On a given picture the original counts the steps left out as if they had been made,
 * and so weighs its first derivatives by some of the coefficients of four; its numbers are the reference, so this does.
 */
export const lmsDiscrete: SchedulerClass = {
  className: 'LMSDiscreteScheduler',
  defaults: { ...levelDefaults, ...sigmaSpacingDefaults },
  order: 1,
  setTimesteps: request => {
    const { sigmas, timesteps } = levelsOf(request);
    return sigmaSchedule(request, [...sigmas, 0], timesteps.map(Math.fround));
  },
  *run({ x, beginIndex, timesteps, sigmas, after }: SchedulerRun): Sampling {
    const ds: Latent[] = []; // dx/dσ, newest first
    for (let k = beginIndex; k < timesteps.length; k++) {
      const x0 = yield { x, sigma: sigmas[k], timestep: timesteps[k] };
      ds.unshift(over(minus(x, x0), sigmas[k]));
      ds.length = Math.min(ds.length, ORDER);
      const known = Array.from({ length: Math.min(k + 1, ORDER) }, (_, j) => sigmas[k - j]);
      const moves = ds.map((d, j) => times(d, lmsCoefficient(known, j, sigmas[k], sigmas[k + 1])));
      x = after(plus(x, moves.reduce(plus)));
    }
    return x;
  }
};
