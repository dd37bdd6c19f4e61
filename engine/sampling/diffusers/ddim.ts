import type { Sampling } from '../../types';
import { plus, times } from '../latent-math';
import {
  alphaAt,
  alphaVisits,
  finalAlpha,
  limitDefaults,
  strideOf,
  timestepDefaults,
  wholeTimesteps
} from './alpha-visits';
import { limited } from './limited';
import { predicted } from './predicted';
import type { SchedulerClass, Walk } from './scheduler';
import { torchSqrt } from './torch-sqrt';

const { fround: f32, sqrt } = Math;

/** DDIM: Song et al. 2021, eq. 12. Noise is drawn only where `eta` adds some. */
export const ddimScheduler: SchedulerClass = {
  className: 'DDIMScheduler',
  defaults: { ...timestepDefaults, ...limitDefaults, set_alpha_to_one: true, rescale_betas_zero_snr: false },
  order: 1,
  takesNoSignal: true,
  visits: setting => alphaVisits(setting, wholeTimesteps(setting)),
  *run(walk: Walk): Sampling {
    const { begin, timesteps, alphas, config, noise, after } = walk;
    const eta = walk.eta ?? 0;
    const stride = strideOf(walk);
    let { x } = walk;
    for (let k = begin; k < timesteps.length; k++) {
      const t = timesteps[k];
      const a = alphaAt(alphas, t);
      const aNext = t >= stride ? alphas[t - stride] : finalAlpha(alphas, config);
      const { x0, eps } = yield* predicted(x, sqrt(a), sqrt(f32(1 - a)), t);
      const deviation = f32(f32(eta) * torchSqrt(varianceOf(a, aNext)));
      const direction = torchSqrt(f32(f32(1 - aNext) - f32(deviation * deviation)));
      x = plus(times(limited(x0, config), sqrt(aNext)), times(eps, direction));
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
