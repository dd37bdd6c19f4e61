import type { ImageNoise } from '../../random';
import type { Sampling } from '../../types';
import type { Latent } from '../latent-math';
import { plus, times } from '../latent-math';
import type { SamplingSettings } from '../settings';
import type { SchedulerPlan } from './scheduler';

/** The run of one image along a plan, from its first noise and, where `settings` have one, a given latent. */
export function runScheduler(plan: SchedulerPlan, settings: SamplingSettings, noise: ImageNoise): Sampling {
  const { schedule, beginIndex, scheduler } = plan;
  const { init, eta = null, onStepEnd, options = {} } = settings;
  const { sChurn = 0, sTmin: churnMin = 0, sTmax, sNoise: churnNoise = 1 } = options;
  const addNoise = (latent: Latent, call: number): Latent => {
    const [signal, deviation] = schedule.addNoiseScales(call);
    return plus(times(latent, signal), times(noise.initial, deviation));
  };
  let call = beginIndex;
  return scheduler.run({
    ...plan,
    ...schedule,
    x: init ? addNoise(init.latent, beginIndex) : times(noise.initial, schedule.initNoiseSigma),
    eta,
    churn: { amount: sChurn, min: churnMin, max: sTmax || Infinity, noise: churnNoise },
    noise: noise.steps,
    brownian: noise.brownian,
    after: x => {
      call++;
      const next = (latent: Latent): Latent =>
        call < schedule.timesteps.length ? addNoise(latent, call) : latent;
      return onStepEnd ? onStepEnd(x, call - beginIndex - 1, next) : x;
    }
  });
}
