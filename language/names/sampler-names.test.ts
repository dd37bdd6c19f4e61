import { samplerEntries as samplers, schedulerEntries as schedulers } from '../../engine/shadow';
import { folded, namesOf } from './find-named';
import { findSampler, schedulerLabel } from './sampler-names';

test.each([
  ['DPM++ 2M', 'automatic', 'a1111', 'Karras'],
  ['DDIM', 'automatic', 'a1111', 'DDIM'],
  ['DDIM', 'automatic', 'diffusers', 'Automatic'],
  ['DPM++ 2M', 'karras', 'diffusers', 'Karras'],
  ['DPM++ 2M', 'of_another_version', 'a1111', 'of_another_version']
] as const)('%s with %s in the flavour %s is written as %s', (sampler, scheduler, flavour, label) =>
  expect(schedulerLabel({ sampler, scheduler, flavour }, { samplers, schedulers })).toBe(label)
);

test.each([
  ['Euler a', 'Euler a', null],
  ['euler_a', 'Euler a', null],
  ['DPM++ 2M Karras', 'DPM++ 2M', 'karras'],
  ['dpm++ 2m  karras', 'DPM++ 2M', 'karras'],
  ['dpm++_2m_karras', 'DPM++ 2M', 'karras'],
  ['DPM++ 2M SDE Exponential', 'DPM++ 2M SDE', 'exponential'],
  ['DPM++ 2M Polyexponential', 'DPM++ 2M', 'polyexponential'],
  ['DPM++ 3M SDE SGM Uniform', 'DPM++ 3M SDE', 'sgm_uniform'],
  ['DPM++ 3M SDE Align Your Steps', 'DPM++ 3M SDE', 'align_your_steps'],
  ['DPM2 a Karras', 'DPM2 a', 'karras']
])('%s is the sampler %s with %s', (written, sampler, scheduler) => {
  const found = findSampler(written, samplers, schedulers);
  expect([found?.sampler.name, found?.scheduler?.name ?? null]).toEqual([sampler, scheduler]);
});

test.each(['', 'Karras', 'Euler b', 'Karras Euler', 'Euler Karras Karras'])('%j is no sampler', written =>
  expect(findSampler(written, samplers, schedulers)).toBeUndefined()
);

test('every sampler with every scheduler is told apart by its combined name', () => {
  for (const sampler of samplers) {
    for (const scheduler of schedulers) {
      expect(findSampler(`${sampler.name} ${scheduler.label}`, samplers, schedulers)).toEqual({
        sampler,
        scheduler
      });
    }
  }
});

test('no two choices share a name, case, blanks and hyphens aside', () => {
  for (const list of [samplers, schedulers]) {
    const names = list.flatMap(each => [...new Set(namesOf(each).map(folded))]);
    expect(new Set(names).size).toBe(names.length);
  }
});
