/** Fixtures of A1111's sigma schedules. */
import { noiseTable, schedulers, schedules } from '../../../engine/sampling';
import type { Schedule } from '../../../engine/sampling';
import { valuesOf } from '../../../engine/testing/read-tensors';
import type { Tensor } from '../../../engine/testing/read-tensors';
import { compareNumbers, worstOf } from '../compare';
import type { Item } from '../compare';
import type { Fixture } from '../manifest';
import type { Kind } from '../kind';

export const scheduleKinds: Kind[] = [
  {
    name: 'schedules',
    matches: ({ id }) => id === 'B/schedules',
    check: (fixture, { folder }) => check(folder.tensors(fixture), fixture)
  }
];

/** `<schedule>[_sdxl][_discard]/n<steps>`, and both ways between timesteps and sigmas. */
function check(tensors: Map<string, Tensor>, { tolerance = {} }: Fixture): Item[] {
  const table = noiseTable('a1111');
  const expected = (key: string): number[] => valuesOf(tensors.get(key)!);
  const compare = (key: string, found: ArrayLike<number>): Item =>
    compareNumbers(key, found, expected(key), tolerance);
  const byName = new Map<string, string[]>();
  for (const key of [...tensors.keys()].filter(each => /\/n\d+$/.test(each))) {
    const [name] = key.split('/');
    byName.set(name, [...(byName.get(name) ?? []), key]);
  }
  const items = [...byName].map(([name, keys]): Item => {
    const schedule = scheduleNamed(name);
    if (!schedule) {
      return { name, outcome: 'fail', note: 'not one of our schedulers' };
    }
    return worstOf(
      name,
      keys.map(key => compare(key, schedule(table, Number(/\d+$/.exec(key)![0]))))
    );
  });
  return [
    ...items,
    compare('t_to_sigma/sigma', expected('t_to_sigma/t').map(table.tToSigma)),
    compare('sigma_to_t/t', expected('sigma_to_t/sigma').map(table.sigmaToT))
  ];
}

function scheduleNamed(name: string): Schedule | undefined {
  const [, plain, sdxl, discard] = /^(.*?)(_sdxl)?(_discard)?$/.exec(name)!;
  const scheduler = schedulers.find(each => each.name === plain);
  const schedule = (sdxl ? scheduler?.sdxl : scheduler?.schedule) ?? undefined;
  return schedule && discard ? schedules.discardNextToLast(schedule) : schedule;
}
