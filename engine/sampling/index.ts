/**
 * Sampling: from noise to a latent, as a conversation. The pipeline says names and numbers, drives the generator it gets, and answers
 * each ask with the clean latent that the network implies:
 *
 *     const noise = openNoise({ rng: 'cpu', seed: 42 }, [4, height, width]);                   // engine/random
 *     const sampling = startSampling({ sampler: 'Euler a', steps: 20 }, noise);
 *     let turn = sampling.next();
 *     while (!turn.done) {
 *       const { x, sigma, timestep } = turn.value;
 *       const output = …network at (networkInput(x, sigma), timestep, context), for cond and uncond…
 *       const denoised = denoisedOf(x, sigma, output, prediction);                               // each row
 *       turn = sampling.next(guide(uncond, [{ denoised: cond, weight: 1 }], cfgScale));
 *     }
 *     turn.value                                                                               // the latent
 *
 * An ask's `x` is never changed afterwards, and a run reads nothing but its arguments, so equal runs ask equal bytes.
 */
import type { Sampling } from '../types';
import type { ImageNoise } from '../random';
import type { SchedulerConfig } from './diffusers-plan';
import { planDiffusers } from './diffusers-plan';
import type { Latent } from './latent-math';
import { findSampler, findScheduler, unknown } from './lookup';
import type { Flavour } from './noise-table';
import { noiseTable } from './noise-table';
import type { Plan } from './plan';
import { planSigmas, planTimesteps } from './plan';
import type { Churn } from './sampler';
import type { Sampler } from './samplers';
import { samplers } from './samplers';

export type { SchedulerConfig } from './diffusers-plan';
export { denoisedOf, guide, networkInput } from './guidance';
export type { Guide } from './guidance';
export { findSampler, findScheduler } from './lookup';
export { downcast, noiseTable, tableOf } from './noise-table';
export type { Flavour, NoiseConfig, NoiseTable } from './noise-table';
export type { Churn, Method, Question, Run, Steps } from './sampler';
export { samplers } from './samplers';
export type { Sampler } from './samplers';
export { schedulers } from './schedulers';
export type { Scheduler } from './schedulers';
export * as schedules from './schedules';
export type { Schedule } from './schedules';

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
  /** A latent to start from, kept but for `strength` (0 to 1) of the schedule. */
  picture?: { latent: Latent; strength: number };
  churn?: Churn;
};

/**
 * The run of one image. Asks come in sigma space, x = x0 + σ · noise; the returned latent is what the VAE decodes.
 * Throws `unknown_choice` for a name that is not known, or not in that flavour.
 */
export function startSampling(settings: SamplingSettings, noise: ImageNoise): Sampling {
  const { flavour = 'a1111', picture, churn } = settings;
  const { sampler, plan } = planSampling(settings);
  return asked(
    plan,
    sampler.method({
      x: plan.start(noise.initial, picture?.latent),
      sigmas: plan.sigmas,
      landings: plan.landings,
      noise: noise.steps,
      // diffusers' SDE solvers take fresh noise at each step instead of a path's.
      brownian:
        flavour === 'diffusers' || sampler.noise !== 'brownian'
          ? { between: () => noise.steps.randn(noise.initial.length) }
          : noise.brownian(...plan.range),
      eta: settings.eta ?? sampler.eta,
      churn
    })
  );
}

/** Adds the timestep to each question. */
function* asked(plan: Plan, steps: ReturnType<Sampler['method']>): Sampling {
  let turn = steps.next();
  while (!turn.done) {
    const { x, sigma } = turn.value;
    turn = steps.next(yield { x, sigma, timestep: plan.timestepOf(sigma) });
  }
  return turn.value;
}

/** The sampler that the names mean, and what its run visits. */
export function planSampling(settings: SamplingSettings): { sampler: Sampler; plan: Plan } {
  const { steps, flavour = 'a1111', config = {}, picture } = settings;
  const found = findSampler(settings.sampler);
  const { sampler } = found;
  const said = findScheduler(settings.scheduler ?? 'automatic');
  const scheduler = said.schedule ? said : (found.scheduler ?? said);
  if (!sampler.flavours.includes(flavour)) {
    throw unknown(
      'sampler',
      settings.sampler,
      samplers.filter(each => each.flavours.includes(flavour))
    );
  }
  const request = { sampler, steps, strength: picture?.strength, table: noiseTable(flavour, config) };
  if (flavour === 'diffusers') {
    return { sampler, plan: planDiffusers({ ...request, scheduler: scheduler.name, config }) };
  }
  if (sampler.space === 'vp') {
    return { sampler, plan: planTimesteps(request) };
  }
  const schedule = scheduler.schedule ?? findScheduler(sampler.defaultSchedule).schedule!;
  return { sampler, plan: planSigmas({ ...request, schedule }) };
}

/** How many asks a run makes; each is one evaluation per prompt part, and one more for the negative prompt. */
export function asksOf(settings: SamplingSettings): number {
  const one = new Float32Array(1);
  const still = { randn: (count: number) => new Float32Array(count) };
  const sampling = startSampling(
    { ...settings, picture: settings.picture && { ...settings.picture, latent: one } },
    { initial: one, steps: still, brownian: () => ({ between: () => one }) }
  );
  let asks = 0;
  for (let turn = sampling.next(); !turn.done; turn = sampling.next(one)) {
    asks++;
  }
  return asks;
}
