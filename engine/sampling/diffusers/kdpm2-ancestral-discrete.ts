import type { Sampling } from '../../types';
import { minus, over, plus, times } from '../latent-math';
import { between } from './between';
import { downAndUp } from './down-and-up';
import { doubled, levelDefaults, levelsOf, sigmaVisits, spreadDefaults } from './levels';
import type { SchedulerClass, Setting, Visits, Walk } from './scheduler';
import { roundHalfEven } from './spacing';
import { timestepOf } from './spread';

const { fround: f32 } = Math;

/** DPM-Solver-2 down past the next noise level, then noise up to it. */
export const kdpm2AncestralDiscrete: SchedulerClass = {
  className: 'KDPM2AncestralDiscreteScheduler',
  defaults: { ...levelDefaults, ...spreadDefaults },
  order: 2,
  predictions: ['epsilon', 'v_prediction'],
  visits,
  *run({ x, begin, timesteps, sigmas, noise, after }: Walk): Sampling {
    for (let k = begin; k < timesteps.length; k += 2) {
      const sigma = sigmas[k];
      const last = k + 1 === timesteps.length;
      const { down, up } = downAndUp(sigma, sigmas[k + 1]);
      const middle = last ? 0 : between(sigma, down);
      const x0 = yield { x, sigma, timestep: timesteps[k] };
      const d = over(minus(x, x0), sigma); // dx/dσ
      const halfway = after(plus(x, times(d, middle - sigma)));
      if (last) {
        return halfway;
      }
      const x0Halfway = yield { x: halfway, sigma: middle, timestep: timesteps[k + 1] };
      const dHalfway = over(minus(halfway, x0Halfway), middle);
      const landed = plus(x, times(dHalfway, down - sigma));
      x = after(plus(landed, times(noise.randn(x.length), up)));
    }
    return x;
  }
};

function visits(setting: Setting): Visits {
  const { table, sigmas, timesteps } = levelsOf(setting);
  const whole = setting.config.use_karras_sigmas ? timesteps.map(roundHalfEven) : timesteps;
  const middles = sigmas
    .slice(1)
    .map((next, k) => timestepOf(table, between(sigmas[k], downAndUp(f32(sigmas[k]), f32(next)).down)));
  const clock = whole.flatMap((t, k) => (k > 0 ? [middles[k - 1], t] : [t]));
  return sigmaVisits(setting, [...doubled(sigmas), 0], clock);
}
