/** Samplers and schedulers by name, alias and A1111's old combined names. */
import type { CellParams, SamplerEntry, SchedulerEntry } from '../../schema/wire';
import { findNamed, folded, type Named, namesOf } from './find-named';

/** A sampler and, where its name was a combined one ("DPM++ 2M Karras"), its scheduler. */
export type FoundSampler<S, D> = { sampler: S; scheduler: D | null };

/** The sampler of a name, alias or combined name, or undefined. Of two ways to part a combined name the longer sampler is meant. */
export function findSampler<S extends Named, D extends Named>(
  written: string,
  samplers: readonly S[],
  schedulers: readonly D[]
): FoundSampler<S, D> | undefined {
  const sampler = findNamed(written, samplers);
  if (sampler) {
    return { sampler, scheduler: null };
  }
  const whole = folded(written);
  const suffixes = schedulers
    .flatMap(scheduler => namesOf(scheduler).map(name => ({ scheduler, suffix: folded(name) })))
    .filter(({ suffix }) => whole.endsWith(suffix))
    .sort((a, b) => a.suffix.length - b.suffix.length);
  for (const { scheduler, suffix } of suffixes) {
    const combined = findNamed(whole.slice(0, -suffix.length), samplers);
    if (combined) {
      return { sampler: combined, scheduler };
    }
  }
  return undefined;
}

/** Every name a sampler may be written by, combined names too: what a misspelt one is compared with. */
export function samplerNames(samplers: readonly Named[], schedulers: readonly Named[]): string[] {
  const combined = samplers.flatMap(({ name }) =>
    schedulers.map(scheduler => `${name} ${scheduler.label ?? scheduler.name}`)
  );
  return [...samplers.map(({ name }) => name), ...samplers.flatMap(namesOf), ...combined];
}

/** A1111's label of a scheduler; its name where it is not in the list. */
export function labelOfScheduler(name: string, schedulers: readonly Named[]): string {
  return schedulers.find(each => each.name === name)?.label ?? name;
}

/** The label of the schedule a cell really uses: for `automatic` the sampler's own, in the diffusers flavour that of the model's config. */
export function schedulerLabel(
  { sampler, scheduler, flavour }: Pick<CellParams, 'sampler' | 'scheduler' | 'flavour'>,
  { samplers, schedulers }: { samplers: readonly SamplerEntry[]; schedulers: readonly SchedulerEntry[] }
): string {
  const own = flavour === 'a1111' && samplers.find(({ name }) => name === sampler)?.default_scheduler;
  return labelOfScheduler(scheduler === 'automatic' && own ? own : scheduler, schedulers);
}
