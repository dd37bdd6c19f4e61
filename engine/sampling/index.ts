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
import type { IBrownianNoise, Sampling } from '../types';
import type { ImageNoise } from '../random';
import { classNamesOf, levelsVisited, planNamed, startNamed } from './diffusers';
import type { DiffusersNames, DiffusersPlan } from './diffusers';
import { times } from './latent-math';
import { findSampler, findScheduler, unknown } from './lookup';
import { noiseTable } from './noise-table';
import type { Plan } from './plan';
import { enteredSteps } from './plan';
import type { Method, Run } from './sampler';
import type { Sampler } from './samplers';
import { samplers } from './samplers';
import type { Scheduler } from './schedulers';
import type { SamplingSettings } from './settings';

export type { SchedulerConfig } from './diffusers';
export { denoisedOf, guide, networkInput } from './guidance';
export type { Guide } from './guidance';
export { findSampler, findScheduler } from './lookup';
export { downcast, noiseTable, tableOf } from './noise-table';
export type { Flavour, NoiseConfig, NoiseTable } from './noise-table';
export type { GivenLatent, SamplingOptions, SamplingSettings } from './settings';
export type { Churn, Method, Question, Run, Span, Steps } from './sampler';
export { CFGPP_SCALE } from './ddim-cfgpp';
export { lcmTable } from './lcm-table';
export type { UniPcOptions } from './uni-pc-options';
export { samplers } from './samplers';
export type { Sampler } from './samplers';
export { schedulers } from './schedulers';
export type { Scheduler } from './schedulers';
export * as schedules from './schedules';
export type { Schedule } from './schedules';

/**
 * The run of one image. Asks come in sigma space, x = x0 + σ · noise; the returned latent is what the VAE decodes.
 * Throws `unknown_choice` for a name that is not known, or not in that flavour.
 */
export function startSampling(settings: SamplingSettings, noise: ImageNoise): Sampling {
  return settings.flavour === 'diffusers'
    ? startNamed(settings, diffusersNamesOf(settings), noise)
    : startWebui(settings, noise);
}

function startWebui(settings: SamplingSettings, noise: ImageNoise): Sampling {
  const { picture, options = {} } = settings;
  const { sampler, plan } = planWebui(settings);
  const { initial } = noise;
  const first = picture?.noiseMultiplier === undefined ? initial : times(initial, picture.noiseMultiplier);
  const { sChurn, sTmin = 0, sTmax, sNoise } = options;
  const run: Run = {
    x: plan.start(first, picture?.latent),
    sigmas: plan.sigmas,
    noise: noise.steps,
    brownian: brownianOf(noise, sampler, plan),
    eta: settings.eta ?? sampler.eta,
    churn: sChurn ? { amount: sChurn, min: sTmin, max: sTmax || Infinity } : undefined,
    sNoise,
    span: plan.span,
    timestepOf: plan.timestepOf,
    uniPc: options.uniPc
  };
  return asked(plan, sampler.method!, run);
}

/** The path of the SDE samplers. */
const brownianOf = (noise: ImageNoise, sampler: Sampler, plan: Plan): IBrownianNoise =>
  sampler.noise !== 'brownian' || plan.sigmas.length < 2
    ? { between: () => noise.steps.randn(noise.initial.length) }
    : noise.brownian(...plan.range);

/** Adds the timestep to each question. A schedule of no step leaves the picture as it is. */
function* asked(plan: Plan, method: Method, run: Run): Sampling {
  if (plan.sigmas.length < 2) {
    return run.x;
  }
  const steps = method(run);
  let turn = steps.next();
  while (!turn.done) {
    turn = steps.next(yield { ...turn.value, timestep: plan.timestepOf(turn.value.sigma) });
  }
  return turn.value;
}

/** The sampler that the names mean, and the sigmas that its run visits. */
export function planSampling(settings: SamplingSettings): { sampler: Sampler; plan: Pick<Plan, 'sigmas'> } {
  if (settings.flavour !== 'diffusers') {
    return planWebui(settings);
  }
  return { sampler: named(settings).sampler, plan: { sigmas: levelsVisited(planDiffusers(settings)) } };
}

/** The steps of a run as A1111 counts them for what lasts a share of it; its samplers in timesteps may take fewer or more. */
export const stepsCounted = ({ steps, picture }: SamplingSettings): number =>
  picture ? enteredSteps(steps, picture).entered + 1 : steps;

/** What a run visits in the diffusers flavour. */
export const planDiffusers = (settings: SamplingSettings): DiffusersPlan =>
  planNamed(settings, diffusersNamesOf(settings));

/** What a run visits in the a1111 flavour. */
export function planWebui(settings: SamplingSettings): { sampler: Sampler; plan: Plan } {
  const { steps, config = {}, family, picture, options = {} } = settings;
  const { sampler, scheduler } = named(settings);
  const { zeroTerminalSnr = config.rescale_betas_zero_snr ?? false } = options;
  const full = noiseTable('a1111', { ...config, rescale_betas_zero_snr: zeroTerminalSnr });
  const table = sampler.tableOf?.(full) ?? full;
  const chosen = scheduler.schedule ? scheduler : findScheduler(sampler.defaultSchedule);
  const sdxl = family === 'sdxl' || family === 'sdxl_refiner';
  const schedule = (sdxl && chosen.sdxl) || chosen.schedule!;
  return {
    sampler,
    plan: sampler.plan!({
      steps,
      table,
      discardNextToLast: sampler.discardNextToLast,
      picture,
      schedule,
      options
    })
  };
}

/** Throws `unknown_choice` for names that are not known, or not in the flavour. */
function named(settings: SamplingSettings): { sampler: Sampler; scheduler: Scheduler } {
  const { flavour = 'a1111' } = settings;
  const { sampler, scheduler } = findSampler(settings.sampler);
  const said = findScheduler(settings.scheduler ?? 'automatic');
  if (!sampler.flavours.includes(flavour)) {
    const choices = samplers.filter(each => each.flavours.includes(flavour));
    throw unknown('sampler', settings.sampler, choices);
  }
  return { sampler, scheduler: said.schedule ? said : (scheduler ?? said) };
}

/** A class of diffusers is taken at its name; a sampler's says which class and how. */
function diffusersNamesOf(settings: SamplingSettings): DiffusersNames {
  const { sampler, scheduler } = named(settings);
  const [className] = classNamesOf(sampler.name);
  const isClass = className?.toLowerCase() === settings.sampler.trim().toLowerCase();
  return { sampler: isClass ? className : sampler.name, scheduler: scheduler.name };
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
