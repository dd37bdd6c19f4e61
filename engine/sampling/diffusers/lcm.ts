import type { Sampling } from '../../types';
import { plus, times } from '../latent-math';
import { alphaAt, alphaSchedule, clipSampleDefaults } from './alpha-schedule';
import type { Defaults } from './config';
import { clipSample } from './clip-sample';
import { predictX0 } from './predict-x0';
import type { SchedulerClass, ScheduleRequest, SchedulerRun } from './scheduler';
import { Fault } from '../../../schema/fault';

const { fround: f32, sqrt, floor, min } = Math;

/** Standard deviation of the data that the boundary condition supposes (Song et al. 2023, appendix C). */
const SIGMA_DATA = 0.5;

/** What the distilled models' classes take. */
export const distilledDefaults: Defaults = {
  ...clipSampleDefaults,
  clip_sample: false,
  set_alpha_to_one: true,
  original_inference_steps: 50,
  rescale_betas_zero_snr: false
};

/** LCM: Luo et al. 2023, Alg. 3: straight to the clean latent, and noise on it down to the next timestep. */
export const lcmScheduler: SchedulerClass = {
  className: 'LCMScheduler',
  defaults: { ...distilledDefaults, timestep_scaling: 10 },
  order: 1,
  handlesZeroSnr: true,
  setTimesteps: request => alphaSchedule(request, distilledTimesteps(request)),
  *run({ x, beginIndex, timesteps, alphas, config, noise, after }: SchedulerRun): Sampling {
    for (let k = beginIndex; k < timesteps.length; k++) {
      const t = timesteps[k];
      const a = alphaAt(alphas, t);
      const { x0 } = yield* predictX0(x, sqrt(a), sqrt(f32(1 - a)), t);
      const scaled = t * config.timestep_scaling;
      const skip = SIGMA_DATA ** 2 / (scaled ** 2 + SIGMA_DATA ** 2);
      const out = scaled / sqrt(scaled ** 2 + SIGMA_DATA ** 2);
      const denoised = plus(times(clipSample(x0, config), out), times(x, skip));
      if (k + 1 === timesteps.length) {
        return after(denoised);
      }
      const aNext = alphaAt(alphas, timesteps[k + 1]);
      x = after(plus(times(denoised, sqrt(aNext)), times(noise.randn(x.length), sqrt(f32(1 - aNext)))));
    }
    return x;
  }
};

/** Of the timesteps in distillation, evenly many, from the last. Throws `out_of_range` for more steps than there were. */
export function distilledTimesteps({ config, steps }: ScheduleRequest): number[] {
  const { num_train_timesteps: count, original_inference_steps: original } = config;
  const most = min(original, count);
  if (steps > most) {
    throw new Fault('out_of_range', { param: 'steps', value: steps, min: 1, max: most, integer: 1 });
  }
  const stride = floor(count / original);
  return Array.from({ length: steps }, (_, k) => (original - floor(k * (original / steps))) * stride - 1);
}
