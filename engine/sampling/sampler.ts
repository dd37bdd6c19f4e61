import type { IBrownianNoise, INoiseSource } from '../types';
import type { Latent } from './latent-math';

/** What a sampler asks: the clean latent implied by `x` at noise level `sigma`. */
export type Question = { x: Latent; sigma: number };

/** Yields questions, is sent `denoised`, returns the final latent. */
export type Steps = Generator<Question, Latent, Latent>;

/** Karras et al. 2022, Alg. 2: noise put back before a step, while sigma is in [min, max]; `amount` is for the whole run. */
export type Churn = { amount: number; min: number; max: number; noise: number };

export type Run = {
  /** The latent at `sigmas[0]`. */
  x: Latent;
  /** Falling noise levels, float32 values, mostly ending in 0. One pair is one step. */
  sigmas: ArrayLike<number>;
  /** Where step i lands, for DDIM, when that is not `sigmas[i + 1]`. */
  landings?: ArrayLike<number>;
  /** The draws of the steps. */
  noise: INoiseSource;
  /** The noise between two sigmas, for SDE samplers. */
  brownian: IBrownianNoise;
  /** Share of the noise that stochastic samplers add anew at each step. */
  eta: number;
  churn?: Churn;
};

/** A sampling method as a generator; `run` tells it all it may know. */
export type Method = (run: Run) => Steps;
