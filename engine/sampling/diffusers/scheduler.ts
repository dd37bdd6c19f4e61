/**
 * How diffusers' schedulers are written down here. A class says what it takes, its schedule (the original's `set_timesteps`), and its
 * steps: a generator that asks the network once per call of the original's `step` and hands each latent it makes to `after`, which may
 * change it.
 *
 * Latents are kept as the class keeps them. Asks are in sigma space nonetheless, x = x0 + σ · noise, as all asks are.
 */
import type { Ask, IBrownianNoise, INoiseSource, PredictionType, Sampling } from '../../types';
import type { Latent } from '../latent-math';
import type { Config, Defaults } from './config';

/** What decides a run before there is any latent. */
export type ScheduleRequest = {
  config: Config;
  steps: number;
  /** Cumulated alphas, one per training timestep. */
  alphas: Float32Array;
  prediction: PredictionType;
};

/** The calls of a run: what `set_timesteps` leaves in the original. */
export type SchedulePlan = {
  /** The network's clock at each call, maybe fractional. */
  timesteps: readonly number[];
  /** The noise level at each call and after the last, for classes that go by them; float32. */
  sigmas: readonly number[];
  /** The factor of the unit noise that a run starts from (`init_noise_sigma`). */
  initNoiseSigma: number;
  /** The factors of a clean latent and of unit noise in the noised latent of a call (`add_noise`). */
  addNoiseScales(call: number): readonly [latent: number, noise: number];
};

export type SchedulerRun = ScheduleRequest &
  SchedulePlan & {
    /** The latent at the first call. */
    x: Latent;
    /** The first call, not 0 on a given latent (`begin_index`). */
    beginIndex: number;
    /** Share of noise added anew; the class's own when null. */
    eta: number | null;
    /** Karras et al. 2022, Alg. 2: noise put back before a step while sigma is in [min, max]; `amount` is for the whole run. */
    churn: { amount: number; min: number; max: number; noise: number };
    noise: INoiseSource;
    /** A Brownian path over a range of sigmas, by the seed of the image or another. */
    brownian(sigmaMin: number, sigmaMax: number, seed?: number): IBrownianNoise;
    /** To be told every latent made; the run goes on with what it gives back. */
    after(x: Latent): Latent;
  };

export type SchedulerClass = {
  /** Its name in diffusers. */
  className: string;
  /** What it takes, with the default. */
  defaults: Defaults;
  /** Calls of the network a step; those of order 2 make one in the last. */
  order: 1 | 2;
  /** Schedules of betas it knows beside the usual. */
  betaSchedules?: readonly string[];
  /** What the network may predict; anything when left out. */
  predictions?: readonly PredictionType[];
  /** It can start where there is no signal at all; the others are given a faint one. */
  handlesZeroSnr?: boolean;
  /** Throws as `planScheduler`. */
  setTimesteps(request: ScheduleRequest): SchedulePlan;
  run(inputs: SchedulerRun): Sampling;
};

/** A run before its noise: its schedule, and from which call on it is run. */
export type SchedulerPlan = ScheduleRequest & {
  scheduler: SchedulerClass;
  schedule: SchedulePlan;
  beginIndex: number;
};

/** What a run yields and is sent. */
export type Asks<R> = Generator<Ask, R, Latent>;
