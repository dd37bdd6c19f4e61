import type { Latent } from './latent-math';
import { plus, times } from './latent-math';
import type { NoiseTable } from './noise-table';
import type { SigmaRange } from './sampler';
import type { Schedule } from './schedules';
import type { SamplingOptions } from './settings';

const { sqrt, floor, min } = Math;

/** How a run starts and what it visits, once names are resolved. */
export type SamplingPlan = {
  sigmas: ArrayLike<number>;
  /** The whole schedule's smallest positive and largest sigma, which a Brownian path spans; a run on a given latent visits fewer. */
  brownianRange: readonly [number, number];
  sigmaRange: SigmaRange;
  timestepOf(sigma: number): number;
  /** The first latent, of unit noise and, when one is given, of a latent to start from. */
  start(noise: Latent, init?: Latent): Latent;
};

export type SamplingPlanRequest = {
  steps: number;
  /** The noise that the network was trained on, or the part of it that the sampler knows. */
  table: NoiseTable;
  /** The sampler's own wish, whatever `options` say. */
  discardNextToLast: boolean;
  /** A latent to start from is kept but for `strength` (0 to 1) of the schedule; `hires` runs exactly `steps` all the same. */
  init?: { strength: number; hires?: boolean };
  schedule: Schedule;
  options?: SamplingOptions;
};

/** A1111's steps of the whole schedule, and how many intervals beyond the first a given latent is run through (`t_enc`). */
export function img2imgSteps(
  steps: number,
  init: { strength: number; hires?: boolean }
): { steps: number; tEnc: number } {
  const strength = min(init.strength, 0.999);
  if (!init.hires) {
    return { steps, tEnc: floor(strength * steps) };
  }
  return { steps: strength > 0 ? floor(steps / strength) : 0, tEnc: steps - 1 };
}

/** √ᾱ · latent + √(1 - ᾱ) · noise. */
export const addNoise = (latent: Latent, noise: Latent, alpha: number): Latent =>
  plus(times(latent, sqrt(alpha)), times(noise, sqrt(1 - alpha)));

export const sigmaOf = (alpha: number): number => sqrt((1 - alpha) / alpha);
