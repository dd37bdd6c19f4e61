import type { CellParams, SamplerEntry, SchedulerEntry } from '../../schema/wire';

/** The label of the schedule a cell really uses: for `automatic` the sampler's own, in the diffusers flavour that of the model's config. */
export function schedulerLabel(
  { sampler, scheduler, flavour }: Pick<CellParams, 'sampler' | 'scheduler' | 'flavour'>,
  { samplers, schedulers }: { samplers: readonly SamplerEntry[]; schedulers: readonly SchedulerEntry[] }
): string {
  const own = flavour === 'a1111' && samplers.find(({ name }) => name === sampler)?.default_scheduler;
  const name = scheduler === 'automatic' && own ? own : scheduler;
  return schedulers.find(each => each.name === name)?.label ?? name;
}
