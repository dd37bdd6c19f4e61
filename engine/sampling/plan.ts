import type { Latent } from './latent-math';
import { plus, times } from './latent-math';
import type { NoiseTable } from './noise-table';
import type { Span } from './sampler';
import type { SamplingOptions } from './settings';
import type { Schedule } from './schedules';
import { discardNextToLast } from './schedules';

const { fround: f32, sqrt, floor, min } = Math;

/** How a run starts and what it visits, once names are resolved. */
export type Plan = {
  sigmas: ArrayLike<number>;
  /** The whole schedule's smallest positive and largest sigma; those of a run on a given picture are fewer. */
  range: readonly [number, number];
  span: Span;
  timestepOf(sigma: number): number;
  /** The first latent, of unit noise and, when a picture is given, of its latent. */
  start(noise: Latent, picture?: Latent): Latent;
};

export type PlanRequest = {
  steps: number;
  /** The noise that the network was trained on, or the part of it that the sampler knows. */
  table: NoiseTable;
  /** The sampler's own wish, whatever `options` say. */
  discardNextToLast: boolean;
  /** The picture to start from is kept but for `strength` (0 to 1) of the schedule; `hires` runs exactly `steps` all the same. */
  picture?: { strength: number; hires?: boolean };
  schedule: Schedule;
  options?: SamplingOptions;
};

/** A1111's steps of the whole schedule, and how many intervals beyond the first a given picture is run through. */
export function enteredSteps(
  steps: number,
  picture: { strength: number; hires?: boolean }
): { steps: number; entered: number } {
  const strength = min(picture.strength, 0.999);
  if (!picture.hires) {
    return { steps, entered: floor(strength * steps) };
  }
  return { steps: strength > 0 ? floor(steps / strength) : 0, entered: steps - 1 };
}

/** What A1111 runs, for samplers in sigma space: k-diffusion's sigmas, timesteps between the table's. */
export function planSigmas(request: PlanRequest): Plan {
  const { table, picture, options = {} } = request;
  const { steps, entered } = picture
    ? enteredSteps(request.steps, picture)
    : { steps: request.steps, entered: 0 };
  const discards = request.discardNextToLast || options.discardNextToLastSigma;
  const schedule = discards ? discardNextToLast(request.schedule) : request.schedule;
  const ends = {
    ...table,
    sigmaMin: options.sigmaMin || table.sigmaMin,
    sigmaMax: options.sigmaMax || table.sigmaMax
  };
  const all = schedule(ends, steps, options.rho || undefined);
  const sigmas = picture ? all.slice(steps - entered - 1) : all;
  return {
    sigmas,
    range: rangeOf(all),
    span: picture
      ? { steps: sigmas.length - 1, low: sigmas[sigmas.length - 2], high: sigmas[0] }
      : { steps, low: table.sigmaMin, high: table.sigmaMax },
    timestepOf: table.sigmaToT,
    start: (noise, latent) => {
      if (latent) {
        return plus(latent, times(noise, sigmas[0]));
      }
      return times(noise, options.sgmNoiseMultiplier ? sqrt(1 + f32(sigmas[0] ** 2)) : sigmas[0]);
    }
  };
}

/** √ᾱ · picture + √(1 - ᾱ) · noise. */
export const mixed = (picture: Latent, noise: Latent, alpha: number): Latent =>
  plus(times(picture, sqrt(alpha)), times(noise, sqrt(1 - alpha)));

export const sigmaOf = (alpha: number): number => sqrt((1 - alpha) / alpha);

export function rangeOf(sigmas: readonly number[]): readonly [number, number] {
  const positive = sigmas.filter(sigma => sigma > 0).map(f32);
  return [Math.min(...positive), Math.max(...positive)];
}
