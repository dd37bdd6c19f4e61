import type { Sampling } from '../../types';
import { plus, times } from '../latent-math';
import {
  alphaAt,
  alphaSchedule,
  clipSampleDefaults,
  timestepDefaults,
  wholeTimesteps
} from './alpha-schedule';
import { unknownValue } from './config';
import { clipSample } from './clip-sample';
import { predictX0 } from './predict-x0';
import type { SchedulerClass, SchedulerRun } from './scheduler';

const { fround: f32, sqrt, log, exp, max } = Math;

/** The factor of the noise by variance type, of the posterior's variance and of beta; learned ones need a network that tells them. */
const deviations: Readonly<Record<string, (variance: number, beta: number) => number>> = {
  fixed_small: variance => sqrt(variance),
  fixed_small_log: variance => exp(0.5 * log(variance)),
  fixed_large: (_variance, beta) => sqrt(beta),
  fixed_large_log: (_variance, beta) => sqrt(log(beta))
};

const SMALLEST_VARIANCE = 1e-20;

/** DDPM: Ho et al. 2020, eqs. 6 and 7, over the timesteps visited. */
export const ddpmScheduler: SchedulerClass = {
  className: 'DDPMScheduler',
  defaults: {
    ...timestepDefaults,
    ...clipSampleDefaults,
    variance_type: 'fixed_small',
    rescale_betas_zero_snr: false
  },
  order: 1,
  handlesZeroSnr: true,
  betaSchedules: ['laplace', 'sigmoid'],
  setTimesteps: request => {
    const { variance_type } = request.config;
    if (!(variance_type in deviations)) {
      throw unknownValue('variance_type', variance_type, Object.keys(deviations));
    }
    return alphaSchedule(request, wholeTimesteps(request));
  },
  *run({ x, beginIndex, timesteps, alphas, config, noise, after }: SchedulerRun): Sampling {
    const deviationOf = deviations[config.variance_type];
    for (let k = beginIndex; k < timesteps.length; k++) {
      const t = timesteps[k];
      const next = timesteps[k + 1] ?? -1;
      const a = alphaAt(alphas, t);
      const aNext = next >= 0 ? alphas[next] : 1;
      const beta = f32(1 - f32(a / aNext)); // of the whole step
      const [rest, restNext] = [f32(1 - a), f32(1 - aNext)];
      const { x0 } = yield* predictX0(x, sqrt(a), sqrt(rest), t);
      const mean = plus(
        times(clipSample(x0, config), (sqrt(aNext) * beta) / rest),
        times(x, (sqrt(a / aNext) * restNext) / rest)
      );
      const variance = max((restNext / rest) * beta, SMALLEST_VARIANCE);
      x = after(t > 0 ? plus(mean, times(noise.randn(x.length), deviationOf(variance, beta))) : mean);
    }
    return x;
  }
};
