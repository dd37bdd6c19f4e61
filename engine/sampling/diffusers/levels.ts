/** What the classes in sigma space visit: timesteps, and the sigmas of a network's table at them or spread between their ends. */
import type { Defaults } from './config';
import type { Setting, Visits } from './scheduler';
import { spaced } from './spacing';
import { torchSqrt } from './torch-sqrt';
import { sigmaAt, sigmasOf, spreadOf, spreadOut, timestepOf } from './spread';

const { fround: f32, max } = Math;

/** What all of them take. */
export const levelDefaults: Defaults = { timestep_spacing: 'linspace', steps_offset: 0 };
export const spreadDefaults: Defaults = {
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

/** A level and a timestep for each step. Spread sigmas have timesteps between the table's. */
export function levelsOf({ config, steps, alphas }: Setting): Levels {
  const table = sigmasOf(alphas);
  const timesteps = spaced({
    spacing: config.timestep_spacing,
    steps,
    count: config.num_train_timesteps,
    offset: config.steps_offset
  });
  const sigmas = timesteps.map(t => sigmaAt(table, f32(t)));
  const spread = spreadOf(config);
  if (!spread) {
    return { table, sigmas, timesteps };
  }
  const whole = config.interpolation_type === 'log_linear';
  const low = config.sigma_min ?? (whole ? table[0] : sigmas[sigmas.length - 1]);
  const high = config.sigma_max ?? (whole ? table[table.length - 1] : sigmas[0]);
  const out = spreadOut(spread, low, high, steps);
  return { table, sigmas: out, timesteps: out.map(sigma => timestepOf(table, sigma)) };
}

/** A run along sigmas that ends at the last of them. */
export function sigmaVisits(
  { config }: Setting,
  sigmas: readonly number[],
  timesteps: readonly number[]
): Visits {
  const rounded = sigmas.map(f32);
  const largest = rounded.reduce((a, b) => max(a, b));
  return {
    timesteps,
    sigmas: rounded,
    startScale: config.timestep_spacing === 'leading' ? torchSqrt(f32(f32(largest * largest) + 1)) : largest,
    shares: call => [1, rounded[call]]
  };
}

/** Each entry but the first twice, as second-order classes visit them. */
export const doubled = (values: readonly number[]): number[] =>
  values.flatMap((each, k) => (k > 0 ? [each, each] : [each]));
