import type { Config, Defaults } from './config';
import type { ScheduleRequest, SchedulePlan } from './scheduler';
import { roundHalfEven, spaced } from './timestep-spacing';
import { Fault } from '../../../schema/fault';

const { fround: f32, sqrt, floor } = Math;

export const timestepDefaults: Defaults = { timestep_spacing: 'leading', steps_offset: 0 };

/** How a clean latent is bounded, for the classes that do. */
export const clipSampleDefaults: Defaults = {
  clip_sample: true,
  clip_sample_range: 1,
  thresholding: false,
  dynamic_thresholding_ratio: 0.995,
  sample_max_value: 1
};

/** Whole timesteps in a config's spacing. */
export const wholeTimesteps = ({ config, steps }: ScheduleRequest): number[] =>
  spaced({
    spacing: config.timestep_spacing,
    steps,
    count: config.num_train_timesteps,
    offset: config.steps_offset
  }).map(roundHalfEven);

/** Training timesteps that one step spans. */
export const strideOf = ({ config, steps }: ScheduleRequest): number =>
  floor(config.num_train_timesteps / steps);

/** A run along timesteps. Throws `out_of_range` for more steps than the network has timesteps. */
export function alphaSchedule(
  { config, steps, alphas }: ScheduleRequest,
  timesteps: readonly number[]
): SchedulePlan {
  const { num_train_timesteps: most } = config;
  if (steps > most) {
    throw new Fault('out_of_range', { param: 'steps', value: steps, min: 1, max: most, integer: 1 });
  }
  const shares = (alpha: number): readonly [number, number] => [f32(sqrt(alpha)), f32(sqrt(f32(1 - alpha)))];
  return {
    timesteps,
    sigmas: [...timesteps.map(t => alphaAt(alphas, t)).map(alpha => sqrt((1 - alpha) / alpha)), 0],
    initNoiseSigma: 1,
    addNoiseScales: call => shares(alphaAt(alphas, timesteps[call]))
  };
}

/** The cumulated alpha of a timestep, counted from the end if negative, as numpy does; NaN for one that there is not. */
export const alphaAt = (alphas: Float32Array, t: number): number => alphas.at(t) ?? NaN;

/** The alpha before the first timestep. */
export const finalAlpha = (alphas: Float32Array, { set_alpha_to_one }: Config): number =>
  set_alpha_to_one ? 1 : alphas[0];
