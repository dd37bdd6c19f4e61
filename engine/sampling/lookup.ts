import { distance } from 'fastest-levenshtein';
import type { Sampler } from './samplers';
import { samplers } from './samplers';
import type { Scheduler } from './schedulers';
import { schedulers } from './schedulers';
import { Fault } from '../../schema/fault';

/** Case, blanks, `_` and `-` do not matter in names. */
const fold = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '');

type Named = { name: string; label?: string; aliases: readonly string[] };
const namesOf = ({ name, label, aliases }: Named): string[] => [name, ...(label ? [label] : []), ...aliases];
const means = (entry: Named, folded: string): boolean => namesOf(entry).some(name => fold(name) === folded);

/**
 * The sampler of a name or alias, and the scheduler where the name is an old combined one: "DPM++ 2M Karras" is DPM++ 2M with karras.
 * Throws `unknown_choice` with the nearest name.
 */
export function findSampler(name: string): { sampler: Sampler; scheduler: Scheduler | null } {
  const folded = fold(name);
  const sampler = samplers.find(entry => means(entry, folded));
  if (sampler) {
    return { sampler, scheduler: null };
  }
  for (const scheduler of schedulers) {
    for (const suffix of namesOf(scheduler).map(fold)) {
      const rest = folded.endsWith(suffix) ? folded.slice(0, -suffix.length) : '';
      const combined = samplers.find(entry => means(entry, rest));
      if (combined) {
        return { sampler: combined, scheduler };
      }
    }
  }
  throw unknownChoice('sampler', name, samplers);
}

/** The scheduler of a name, label or alias. Throws `unknown_choice` with the nearest name. */
export function findScheduler(name: string): Scheduler {
  const folded = fold(name);
  const scheduler = schedulers.find(entry => means(entry, folded));
  if (!scheduler) {
    throw unknownChoice('scheduler', name, schedulers);
  }
  return scheduler;
}

/** The error for a value that is none of the choices; names the nearest when there is one worth naming. */
export function unknownChoice(param: string, value: string, choices: readonly Named[]): Fault {
  const folded = fold(value);
  const nearest = choices
    .flatMap(entry => namesOf(entry).map(name => ({ entry, far: distance(fold(name), folded) })))
    .reduce((best, each) => (each.far < best.far ? each : best));
  return new Fault('unknown_choice', {
    param,
    value,
    near: nearest.far <= Math.max(2, folded.length / 3) ? nearest.entry.name : undefined,
    choices: choices.map(({ name }) => name)
  });
}
