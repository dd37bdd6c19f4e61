import { classNamesOf, planScheduler, sigmasOfSteps } from './diffusers';
import type { SchedulerNames, SchedulerPlan } from './diffusers';
import { findSampler, findScheduler, unknownChoice } from './lookup';
import { noiseTable } from './noise-table';
import type { Sampler } from './samplers';
import { samplers } from './samplers';
import { img2imgSteps } from './sampling-plan';
import type { SamplingPlan } from './sampling-plan';
import type { Scheduler } from './schedulers';
import type { SamplingSettings } from './settings';

/** The sampler that the names mean, and the sigmas that its run visits. */
export function planSampling(settings: SamplingSettings): {
  sampler: Sampler;
  plan: Pick<SamplingPlan, 'sigmas'>;
} {
  if (settings.flavour !== 'diffusers') {
    return planWebui(settings);
  }
  return {
    sampler: resolveNames(settings).sampler,
    plan: { sigmas: sigmasOfSteps(planDiffusers(settings)) }
  };
}

/** The steps of a run as A1111 counts them for what lasts a share of it; its samplers in timesteps may take fewer or more. */
export const stepsCounted = ({ steps, init }: SamplingSettings): number =>
  init ? img2imgSteps(steps, init).tEnc + 1 : steps;

/** What a run visits in the diffusers flavour. */
export const planDiffusers = (settings: SamplingSettings): SchedulerPlan =>
  planScheduler(settings, schedulerNamesOf(settings));

/** What a run visits in the a1111 flavour. */
export function planWebui(settings: SamplingSettings): { sampler: Sampler; plan: SamplingPlan } {
  const { steps, config = {}, family, init, options = {} } = settings;
  const { sampler, scheduler } = resolveNames(settings);
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
      init,
      schedule,
      options
    })
  };
}

/** Throws `unknown_choice` for names that are not known, or not in the flavour. */
function resolveNames(settings: SamplingSettings): { sampler: Sampler; scheduler: Scheduler } {
  const { flavour = 'a1111' } = settings;
  const { sampler, scheduler } = findSampler(settings.sampler);
  const requested = findScheduler(settings.scheduler ?? 'automatic');
  if (!sampler.flavours.includes(flavour)) {
    const choices = samplers.filter(each => each.flavours.includes(flavour));
    throw unknownChoice('sampler', settings.sampler, choices);
  }
  return { sampler, scheduler: requested.schedule ? requested : (scheduler ?? requested) };
}

/** A class of diffusers is taken at its name; a sampler's says which class and how. */
function schedulerNamesOf(settings: SamplingSettings): SchedulerNames {
  const { sampler, scheduler } = resolveNames(settings);
  const [className] = classNamesOf(sampler.name);
  const isClass = className?.toLowerCase() === settings.sampler.trim().toLowerCase();
  return { sampler: isClass ? className : sampler.name, scheduler: scheduler.name };
}
