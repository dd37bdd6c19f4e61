import { findNamed, type Named, namesOf } from '../../language/names/find-named';
import { nearest } from '../../language/names/nearest';
import { findSampler as findByName, type FoundSampler } from '../../language/names/sampler-names';
import { Fault } from '../../schema/fault';
import type { Sampler } from './samplers';
import { samplers } from './samplers';
import type { Scheduler } from './schedulers';
import { schedulers } from './schedulers';

/**
 * The sampler of a name or alias, and the scheduler where the name is an old combined one: "DPM++ 2M Karras" is DPM++ 2M with karras.
 * Throws `unknown_choice` with the nearest name.
 */
export function findSampler(name: string): FoundSampler<Sampler, Scheduler> {
  const found = findByName(name, samplers, schedulers);
  if (!found) {
    throw unknownChoice('sampler', name, samplers);
  }
  return found;
}

/** The scheduler of a name, label or alias. Throws `unknown_choice` with the nearest name. */
export function findScheduler(name: string): Scheduler {
  const scheduler = findNamed(name, schedulers);
  if (!scheduler) {
    throw unknownChoice('scheduler', name, schedulers);
  }
  return scheduler;
}

/** The error for a value that is none of the choices; names the nearest when there is one worth naming. */
export function unknownChoice(param: string, value: string, choices: readonly Named[]): Fault {
  const near = nearest(value, choices.flatMap(namesOf));
  return new Fault('unknown_choice', {
    param,
    value,
    near: near === undefined ? undefined : findNamed(near, choices)?.name,
    choices: choices.map(({ name }) => name)
  });
}
