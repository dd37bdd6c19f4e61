import type { Sampling } from '../../types';
import { plus, times } from '../latent-math';
import {
  alphaAt,
  alphaSchedule,
  finalAlpha,
  clipSampleDefaults,
  strideOf,
  timestepDefaults,
  wholeTimesteps
} from './alpha-schedule';
import { clipSample } from './clip-sample';
import { predictX0 } from './predict-x0';
import type { SchedulerClass, SchedulerRun } from './scheduler';
import { torchSqrt } from './torch-sqrt';

const { fround: f32, sqrt } = Math;

/** DDIM: Song et al. 2021, eq. 12. Noise is drawn only where `eta` adds some. */
export const ddimScheduler: SchedulerClass = {
  className: 'DDIMScheduler',
  defaults: {
    ...timestepDefaults,
    ...clipSampleDefaults,
    set_alpha_to_one: true,
    rescale_betas_zero_snr: false
  },
  order: 1,
  handlesZeroSnr: true,
  setTimesteps: request => alphaSchedule(request, wholeTimesteps(request)),
  *run(inputs: SchedulerRun): Sampling {
    const { beginIndex, timesteps, alphas, config, noise, after } = inputs;
    const eta = inputs.eta ?? 0;
    const stride = strideOf(inputs);
    let { x } = inputs;
    for (let k = beginIndex; k < timesteps.length; k++) {
      const t = timesteps[k];
      const a = alphaAt(alphas, t);
      const aNext = t >= stride ? alphas[t - stride] : finalAlpha(alphas, config);
      const { x0, eps } = yield* predictX0(x, sqrt(a), sqrt(f32(1 - a)), t);
      const deviation = f32(f32(eta) * torchSqrt(varianceOf(a, aNext)));
      const direction = torchSqrt(f32(f32(1 - aNext) - f32(deviation * deviation)));
      x = plus(times(clipSample(x0, config), sqrt(aNext)), times(eps, direction));
      if (eta > 0) {
        x = plus(x, times(noise.randn(x.length), deviation));
      }
      x = after(x);
    }
    return x;
  }
};

/** Eq. 16 without η², in float32: with no signal left it is 1 - ᾱ' but for the last bit, which decides whether there is a root. */
const varianceOf = (a: number, aNext: number): number =>
  f32(f32(f32(1 - aNext) / f32(1 - a)) * f32(1 - f32(a / aNext)));
