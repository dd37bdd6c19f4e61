import type { Latent } from './latent-math';
import { plus, times } from './latent-math';
import type { NoiseTable } from './noise-table';
import type { Sampler } from './samplers';
import type { Schedule } from './schedules';
import { discardNextToLast } from './schedules';

const { fround: f32, sqrt, floor } = Math;

/** How a run starts and what it visits, once names are resolved. */
export type Plan = {
  sigmas: ArrayLike<number>;
  landings?: ArrayLike<number>;
  /** The whole schedule's smallest positive and largest sigma; those of a run on a given picture are fewer. */
  range: readonly [number, number];
  timestepOf(sigma: number): number;
  /** The first latent, of unit noise and, when a picture is given, of its latent. */
  start(noise: Latent, picture?: Latent): Latent;
};

/** The picture to start from is kept but for `strength` (0 to 1) of the schedule. */
export type PlanRequest = { sampler: Sampler; steps: number; strength?: number; table: NoiseTable };

/** A1111's intervals for a given picture: at strength 1 all of them, at least one. */
const enteredSteps = (steps: number, strength: number): number => floor(Math.min(strength, 0.999) * steps);

/** What A1111 runs, for samplers in sigma space: k-diffusion's sigmas, timesteps between the table's. */
export function planSigmas(request: PlanRequest & { schedule: Schedule }): Plan {
  const { sampler, steps, strength, table } = request;
  const schedule = sampler.discardNextToLast ? discardNextToLast(request.schedule) : request.schedule;
  const all = schedule(table, steps);
  const sigmas = strength === undefined ? all : all.slice(steps - enteredSteps(steps, strength) - 1);
  return {
    sigmas,
    range: rangeOf(all),
    timestepOf: table.sigmaToT,
    start: (noise, picture) => {
      const x = times(noise, sigmas[0]);
      return picture ? plus(picture, x) : x;
    }
  };
}

/**
 * What A1111 runs for DDIM: whole timesteps 1, 1 + ⌊1000 / steps⌋, …, from the last down to the first, where it stops; so one
 * evaluation fewer than there are timesteps.
 */
export function planTimesteps({ steps, strength, table }: PlanRequest): Plan {
  const last = table.alphas.length - 1;
  const stride = Math.max(1, floor(table.alphas.length / steps));
  const timesteps = [];
  for (let t = 0; t <= last; t += stride) {
    timesteps.push(Math.min(t + 1, last));
  }
  const entered = strength === undefined ? timesteps.length : enteredSteps(steps, strength);
  const clock = new Map(timesteps.map(t => [sigmaOf(table.alphas[t]), t]));
  const from = timesteps[Math.min(entered, timesteps.length - 1)];
  return {
    sigmas: timesteps
      .slice(0, entered)
      .reverse()
      .map(t => sigmaOf(table.alphas[t])),
    range: [table.sigmaMin, table.sigmaMax],
    timestepOf: sigma => clock.get(sigma)!,
    start: (noise, picture) => (picture ? mixed(picture, noise, table.alphas[from]) : noise)
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
