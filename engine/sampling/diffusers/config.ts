import type { PredictionType } from '../../types';
import { Fault } from '../../../schema/fault';

/** The keys of scheduler_config.json that change numbers; null is as good as left out. */
export type SchedulerConfig = { [K in keyof Config]?: Config[K] | null };

/** Every argument of every class, each with a value; a class reads those that it takes. */
export type Config = {
  num_train_timesteps: number;
  beta_schedule: string;
  beta_start: number;
  beta_end: number;
  trained_betas: readonly number[] | null;
  prediction_type: PredictionType;
  rescale_betas_zero_snr: boolean;
  timestep_spacing: string;
  timestep_type: string;
  steps_offset: number;
  interpolation_type: string;
  use_karras_sigmas: boolean;
  use_exponential_sigmas: boolean;
  use_beta_sigmas: boolean;
  use_lu_lambdas: boolean;
  sigma_min: number | null;
  sigma_max: number | null;
  final_sigmas_type: string;
  lambda_min_clipped: number;
  set_alpha_to_one: boolean;
  clip_sample: boolean;
  clip_sample_range: number;
  thresholding: boolean;
  dynamic_thresholding_ratio: number;
  sample_max_value: number;
  variance_type: string;
  skip_prk_steps: boolean;
  solver_order: number;
  solver_type: string;
  algorithm_type: string;
  lower_order_final: boolean;
  euler_at_final: boolean;
  predict_x0: boolean;
  disable_corrector: readonly number[];
  noise_sampler_seed: number | null;
  original_inference_steps: number;
  timestep_scaling: number;
  use_flow_sigmas: boolean;
};

/** What a class takes that has no say in the others, with its default. */
export type Defaults = Partial<Config>;

/**
 * What all classes take. The betas are those of Stable Diffusion, which every published scheduler_config.json of it names, not the
 * classes' own defaults, which are another model's.
 */
const COMMON = {
  num_train_timesteps: 1000,
  beta_schedule: 'scaled_linear',
  beta_start: 0.00085,
  beta_end: 0.012,
  trained_betas: null,
  prediction_type: 'epsilon'
} as const;

/** Arguments a class does not take, at the value that leaves its numbers alone. */
const ABSENT: Omit<Config, keyof typeof COMMON> = {
  rescale_betas_zero_snr: false,
  timestep_spacing: 'linspace',
  timestep_type: 'discrete',
  steps_offset: 0,
  interpolation_type: 'linear',
  use_karras_sigmas: false,
  use_exponential_sigmas: false,
  use_beta_sigmas: false,
  use_lu_lambdas: false,
  sigma_min: null,
  sigma_max: null,
  final_sigmas_type: 'zero',
  lambda_min_clipped: -Infinity,
  set_alpha_to_one: false,
  clip_sample: false,
  clip_sample_range: 1,
  thresholding: false,
  dynamic_thresholding_ratio: 0.995,
  sample_max_value: 1,
  variance_type: 'fixed_small',
  skip_prk_steps: false,
  solver_order: 2,
  solver_type: 'midpoint',
  algorithm_type: 'dpmsolver++',
  lower_order_final: true,
  euler_at_final: false,
  predict_x0: true,
  disable_corrector: [],
  noise_sampler_seed: null,
  original_inference_steps: 50,
  timestep_scaling: 10,
  use_flow_sigmas: false
};

/** Words that an argument may be, where it may not be any. */
const CHOICES: { [K in keyof Config]?: readonly string[] } = {
  prediction_type: ['epsilon', 'v_prediction', 'sample'],
  timestep_spacing: ['linspace', 'leading', 'trailing'],
  timestep_type: ['discrete', 'continuous'],
  interpolation_type: ['linear', 'log_linear'],
  final_sigmas_type: ['zero', 'sigma_min']
};

/** More timesteps than any network was trained on. */
const MOST_TIMESTEPS = 100_000;

/**
 * A class's arguments as diffusers' `from_config` reads them: what the class takes and the file says, else the class's default.
 * Throws `unknown_choice` for a value of another type or none of an argument's words.
 */
export function readConfig(given: SchedulerConfig, defaults: Defaults): Config {
  const config: Config = { ...COMMON, ...ABSENT, ...defaults };
  const taken = [...Object.keys(COMMON), ...Object.keys(defaults)] as (keyof Config)[];
  for (const key of taken) {
    const value = given[key];
    if (value !== undefined && value !== null) {
      assertFits(key, value, config[key]);
      Object.assign(config, { [key]: value });
    }
  }
  const { num_train_timesteps: count } = config;
  if (!Number.isInteger(count) || count < 1 || count > MOST_TIMESTEPS) {
    throw new Fault('out_of_range', {
      param: 'num_train_timesteps',
      value: count,
      min: 1,
      max: MOST_TIMESTEPS,
      integer: 1
    });
  }
  return config;
}

function assertFits(key: keyof Config, value: unknown, standard: unknown): void {
  const choices = CHOICES[key];
  const words = choices && !choices.includes(String(value));
  if (words || (standard !== null && typeof value !== typeof standard)) {
    throw unknownValue(key, value, choices);
  }
}

/** The refusal of an argument's value. */
export const unknownValue = (param: string, value: unknown, choices?: readonly (string | number)[]): Fault =>
  new Fault('unknown_choice', {
    param,
    value: String(value),
    ...(choices && { choices: choices.map(String) })
  });
