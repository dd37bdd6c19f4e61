/** What the classes in sigma space visit: timesteps, and the sigmas of a network's table at them or spaced between their ends. */
import type { Defaults } from './config';
import type { ScheduleRequest, SchedulePlan } from './scheduler';
import { spaced } from './timestep-spacing';
import { torchSqrt } from './torch-sqrt';
import { sigmaAt, sigmasOf, sigmaSpacingOf, spacedSigmas, sigmaToT } from './sigma-spacing';

const { fround: f32, max } = Math;

/** What all of them take. */
export const levelDefaults: Defaults = { timestep_spacing: 'linspace', steps_offset: 0 };
export const sigmaSpacingDefaults: Defaults = {
  use_karras_sigmas: false,
  use_exponential_sigmas: false,
  use_beta_sigmas: false
};

export type Levels = {
  /** The network's sigma at each of its timesteps. */
  table: Float32Array;
  /** One a step, float64; the last level is not among them. */
  sigmas: number[];
  timesteps: number[];
};

/** A level and a timestep for each step. Spaced sigmas have timesteps between the table's. */
export function levelsOf({ config, steps, alphas }: ScheduleRequest): Levels {
  const table = sigmasOf(alphas);
  const timesteps = spaced({
    spacing: config.timestep_spacing,
    steps,
    count: config.num_train_timesteps,
    offset: config.steps_offset
  });
  const sigmas = timesteps.map(t => sigmaAt(table, f32(t)));
  const spacing = sigmaSpacingOf(config);
  if (!spacing) {
    return { table, sigmas, timesteps };
  }
  const whole = config.interpolation_type === 'log_linear';
  const low = config.sigma_min ?? (whole ? table[0] : sigmas[sigmas.length - 1]);
  const high = config.sigma_max ?? (whole ? table[table.length - 1] : sigmas[0]);
  const out = spacedSigmas(spacing, low, high, steps);
  return { table, sigmas: out, timesteps: out.map(sigma => sigmaToT(table, sigma)) };
}

/** A run along sigmas that ends at the last of them. */
export function sigmaSchedule(
  { config }: ScheduleRequest,
  sigmas: readonly number[],
  timesteps: readonly number[]
): SchedulePlan {
  const rounded = sigmas.map(f32);
  const largest = rounded.reduce((a, b) => max(a, b));
  return {
    timesteps,
    sigmas: rounded,
    initNoiseSigma:
      config.timestep_spacing === 'leading' ? torchSqrt(f32(f32(largest * largest) + 1)) : largest,
    addNoiseScales: call => [1, rounded[call]]
  };
}

/** Each entry but the first twice, as second-order classes visit them. */
export const doubled = (values: readonly number[]): number[] =>
  values.flatMap((each, k) => (k > 0 ? [each, each] : [each]));
