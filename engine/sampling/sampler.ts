import type { IBrownianNoise, INoiseSource } from '../types';
import type { Latent } from './latent-math';
import type { UniPcOptions } from './uni-pc-options';

/** What a sampler asks: the clean latent implied by `x` at noise level `sigma`. */
export type ModelCall = {
  x: Latent;
  sigma: number;
  /** Told, before the answer, the clean latent that the negative prompt alone implies; for samplers with `guidance` 'cfg++'. */
  unconditional?: (denoised: Latent) => void;
};

/** Yields calls of the model, is sent `denoised`, returns the final latent. */
export type Steps = Generator<ModelCall, Latent, Latent>;

/** Karras et al. 2022, Alg. 2: noise put back before a step, while sigma is in [min, max]; `amount` is for the whole run. */
export type Churn = { amount: number; min: number; max: number };

/** What DPM-Solver's own grids span: a number of steps between the lowest and the highest sigma. */
export type SigmaRange = { steps: number; sigmaMin: number; sigmaMax: number };

export type Run = {
  /** The latent at `sigmas[0]`. */
  x: Latent;
  /** Falling noise levels, float32 values, mostly ending in 0. One pair is one step. */
  sigmas: ArrayLike<number>;
  /** The draws of the steps. */
  noise: INoiseSource;
  /** The noise between two sigmas, for SDE samplers. */
  brownian: IBrownianNoise;
  /** Share of the noise that stochastic samplers add anew at each step. */
  eta: number;
  churn?: Churn;
  /** Multiplies the noise of the steps; 1 when left out. */
  sNoise?: number;
  sigmaRange: SigmaRange;
  /** The network's clock at a sigma. */
  timestepOf(sigma: number): number;
  /** UniPC's choices; A1111's defaults when left out. */
  uniPc?: UniPcOptions;
};

/** A sampling method as a generator; `run` tells it all it may know. */
export type Method = (run: Run) => Steps;
