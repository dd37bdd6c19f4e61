import type { Sampling } from '../../types';
import { plus, times } from '../latent-math';
import { alphaAt, alphaSchedule } from './alpha-schedule';
import { distilledDefaults, distilledTimesteps } from './lcm';
import { predictX0 } from './predict-x0';
import type { SchedulerClass, SchedulerRun } from './scheduler';

const { fround: f32, sqrt, floor } = Math;

/** The class's own share of noise. */
const ETA = 0.3;

/** TCD: Zheng et al. 2024, Alg. 4 (strategic stochastic sampling): past the next timestep by DDIM, then noise up to it. */
export const tcdScheduler: SchedulerClass = {
  className: 'TCDScheduler',
  defaults: distilledDefaults,
  order: 1,
  handlesZeroSnr: true,
  setTimesteps: request => alphaSchedule(request, distilledTimesteps(request)),
  *run({ x, beginIndex, timesteps, alphas, eta, noise, after }: SchedulerRun): Sampling {
    const gamma = eta ?? ETA;
    for (let k = beginIndex; k < timesteps.length; k++) {
      const t = timesteps[k];
      const last = k + 1 === timesteps.length;
      const next = last ? 0 : timesteps[k + 1];
      const a = alphaAt(alphas, t);
      const aNext = alphaAt(alphas, next);
      const aPast = alphas[floor(f32(f32(1 - gamma) * next))];
      const { x0, eps } = yield* predictX0(x, sqrt(a), sqrt(f32(1 - a)), t);
      x = plus(times(x0, sqrt(aPast)), times(eps, sqrt(f32(1 - aPast))));
      if (gamma > 0 && !last) {
        const share = f32(aNext / aPast);
        x = plus(times(x, sqrt(share)), times(noise.randn(x.length), sqrt(f32(1 - share))));
      }
      x = after(x);
    }
    return x;
  }
};
