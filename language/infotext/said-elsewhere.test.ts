import { testContext } from '../../server/sweep/testing';
import { parseSweep } from '../cell';
import type { FaultData } from '../../schema/fault';

const strays = (text: string): unknown[] =>
  parseSweep(text, testContext())
    .warnings.filter(({ code }) => code === 'settings_stray')
    .map(({ facts, where }: FaultData) => [facts.text, where?.line]);

test.each([
  ['%%sweep seed=1 steps=1\nSteps: 5, Seed: 9 kite', [['9 kite', 2]]],
  ['%%sweep seed=1..3\nSteps: 5, Seed: 9 kite', [['9 kite', 2]]],
  ['%%sweep cfg=3\na\nSteps: 5, Seed: 3, CFG scale: 7 and fog', [['7 and fog', 3]]],
  ['%%sweep steps=3 size=64x64\na\nSteps: 5, Seed: 4, Size: 64x64 a big dog', [['64x64 a big dog', 3]]],
  ['%%sweep steps=3 clip_skip=2\na\nSteps: 5, Seed: 4, Clip skip: two', [['two', 3]]]
])('words in place of a number that the first line says are told: %s', (text, told) => {
  expect(strays(text)).toEqual(told);
});

test.each([
  '%%sweep seed=1 steps=1 size=64x64 cfg=3\na\nSteps: 5, Seed: 9, Size: 512x512, CFG scale: 7.5, Sampler: Euler',
  '%%sweep seed=1 clip_skip=1\na\nSteps: 5, Seed: -1, Clip skip: -2',
  '%%sweep seed=1\na\nSteps: 5, Seed: 99999999999, Sampler: Euler',
  '%%sweep seed=1 sampler=Euler model=emoji-diffusion\na\nSteps: 5, Seed: , Sampler: UniPC bh2, Model: gone'
])('values that the first line says otherwise are not: %s', text => {
  expect(strays(text)).toEqual([]);
});
