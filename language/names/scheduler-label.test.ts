import { samplerEntries, schedulerEntries } from '../../engine/shadow';
import { schedulerLabel } from './scheduler-label';

const sampling = { samplers: samplerEntries, schedulers: schedulerEntries };

test.each([
  ['DPM++ 2M', 'automatic', 'a1111', 'Karras'],
  ['DDIM', 'automatic', 'a1111', 'DDIM'],
  ['DDIM', 'automatic', 'diffusers', 'Automatic'],
  ['DPM++ 2M', 'karras', 'diffusers', 'Karras']
] as const)('%s with %s in the flavour %s is written as %s', (sampler, scheduler, flavour, label) =>
  expect(schedulerLabel({ sampler, scheduler, flavour }, sampling)).toBe(label)
);
