import type { Flavour, ModelFamily, PredictionType, UNetTask } from '../types';
import type { SchedulerConfig } from './diffusers/config';
import type { Latent } from './latent-math';
import type { UniPcOptions } from './uni-pc-options';

export type SamplingSettings = {
  /** A name, alias or old combined name ("DPM++ 2M Karras"), in any case. */
  sampler: string;
  /** `automatic`, the default, is the sampler's own; in the diffusers flavour what `config` says. */
  scheduler?: string;
  steps: number;
  /** Left out or null: the sampler's own (1 for ancestral and SDE samplers, 0 for DDIM). */
  eta?: number | null;
  flavour?: Flavour;
  /** The model's scheduler_config.json. The a1111 flavour takes its betas, the diffusers flavour its spacing, too. */
  config?: SchedulerConfig;
  /** The checkpoint's; some schedules were made for one. */
  family?: ModelFamily;
  /** What is drawn, which says which of diffusers' pipelines draws it; left out, plain. */
  task?: UNetTask;
  /** What the network predicts; left out, what `config` says. Some of diffusers' classes compute with that. */
  prediction?: PredictionType;
  init?: InitLatent;
  /**
   * Told, in the diffusers flavour, each latent that a call of its scheduler's `step` makes; the run goes on with what it gives back.
   * `noised` makes a clean latent as noisy as the next call takes it, with the first noise; after the last call it leaves it clean.
   */
  onStepEnd?: (x: Latent, call: number, noised: (clean: Latent) => Latent) => Latent;
  options?: SamplingOptions;
};

/** A latent to start from, kept but for `strength` (0 to 1) of the schedule. */
export type InitLatent = {
  latent: Latent;
  strength: number;
  /** Exactly `steps` steps are run, of a schedule that is longer for it (A1111's second pass). */
  hires?: boolean;
  /** Multiplies the first noise (A1111's initial noise multiplier). */
  noiseMultiplier?: number;
};

/** A1111's settings of samplers and schedules; what is left out, and 0 where that can't be meant, is the sampler's own. */
export type SamplingOptions = {
  /** Karras et al. 2022, Alg. 2: noise put back before a step, in all; while sigma is in [sTmin, sTmax]; and a factor on noise. */
  sChurn?: number;
  sTmin?: number;
  sTmax?: number | null;
  sNoise?: number;
  rho?: number;
  sigmaMin?: number;
  sigmaMax?: number;
  discardNextToLastSigma?: boolean;
  /** The first noise is scaled by √(1 + σ²) instead of σ. */
  sgmNoiseMultiplier?: boolean;
  /** The noise schedule is rescaled to end in pure noise, or is not whatever `config` says. */
  zeroTerminalSnr?: boolean;
  uniPc?: UniPcOptions;
};
