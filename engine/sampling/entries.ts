import type { SamplerEntry, SchedulerEntry } from '../../schema/wire';
import { samplers } from './samplers';
import { schedulers } from './schedulers';

/** All samplers, as the wire names them. */
export const samplerEntries: SamplerEntry[] = samplers.map(
  ({ name, aliases, order, noise, defaultSchedule, flavours }) => ({
    name,
    aliases: [...aliases],
    order,
    stochastic: noise !== 'none',
    default_scheduler: defaultSchedule,
    flavours
  })
);

/** All schedulers, as the wire names them. */
export const schedulerEntries: SchedulerEntry[] = schedulers.map(({ name, label, aliases }) => ({
  name,
  label,
  aliases: [...aliases]
}));
