/** What the solvers in log signal-to-noise visit. Their latents are in variance-preserving space, their timesteps whole. */
import type { Defaults } from './config';
import type { ScheduleRequest, SchedulePlan } from './scheduler';
import { roundHalfEven, spacedWhole } from './timestep-spacing';
import { torchSqrt } from './torch-sqrt';
import { sigmaAt, sigmasOf, sigmaSpacingOf, spacedSigmas, sigmaToT } from './sigma-spacing';

const { fround: f32, log, trunc } = Math;

export const solverDefaults: Defaults = {
  timestep_spacing: 'linspace',
  steps_offset: 0,
  use_karras_sigmas: false,
  use_exponential_sigmas: false,
  use_beta_sigmas: false,
  solver_order: 2,
  lower_order_final: true,
  thresholding: false,
  dynamic_thresholding_ratio: 0.995,
  sample_max_value: 1
};

/** α, σ and λ = log(α/σ) of a noise level. */
export type Level = { alpha: number; sigma: number; lambda: number };

/** The level of a sigma = σ/α, in float32; at 0 λ is infinite. */
export function levelOf(ratio: number): Level {
  const alpha = f32(1 / torchSqrt(f32(f32(ratio * ratio) + 1)));
  const sigma = f32(ratio * alpha);
  return { alpha, sigma, lambda: f32(f32(log(alpha)) - f32(log(sigma))) };
}

export type LambdaLevels = {
  /** The network's sigma at each of its timesteps. */
  table: Float32Array;
  sigmas: number[];
  timesteps: number[];
};

/**
 * A sigma and a whole timestep for each step: by timesteps of which those too noisy for `lambda_min_clipped` are left out, or spaced
 * between the ends of the table. Karras' timesteps are rounded unless `cut`, the others' are cut.
 */
export function lambdaLevels({ config, steps, alphas }: ScheduleRequest, cut = false): LambdaLevels {
  const table = sigmasOf(alphas);
  const { num_train_timesteps: count } = config;
  const spacing = sigmaSpacingOf(config);
  if (spacing) {
    const low = config.sigma_min ?? table[0];
    const high = config.sigma_max ?? table[table.length - 1];
    const sigmas = spacedSigmas(spacing, low, high, steps);
    const whole = spacing === 'karras' && !cut ? roundHalfEven : trunc;
    return { table, sigmas, timesteps: sigmas.map(sigma => whole(sigmaToT(table, sigma))) };
  }
  const clipped = table.reduce((sum, sigma) => (-log(sigma) < config.lambda_min_clipped ? sum + 1 : sum), 0);
  const timesteps = spacedWhole(
    { spacing: config.timestep_spacing, steps, count, offset: config.steps_offset },
    count - clipped
  );
  return { table, timesteps, sigmas: timesteps.map(t => sigmaAt(table, t)) };
}

/** A run along sigmas that ends at the last of them. */
export function lambdaSchedule(sigmas: readonly number[], timesteps: readonly number[]): SchedulePlan {
  const rounded = sigmas.map(f32);
  return {
    timesteps,
    sigmas: rounded,
    initNoiseSigma: 1,
    addNoiseScales: call => {
      const { alpha, sigma } = levelOf(rounded[call]);
      return [alpha, sigma];
    }
  };
}
