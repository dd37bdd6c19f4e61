import { readFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import type { Stage } from './index';
import { editPrompt, splitAnd, stageAt } from './index';

const golden = (name: string): Record<string, never[]> =>
  JSON.parse(readFileSync(join(__dirname, `../../goldens/E/${name}.json`), 'utf8'));
type Pairs = [number, string][];
const pairs = (stages: Stage[]): Pairs => stages.map(({ until, text }) => [until, text]);
const { cases, hires_cases, old_scheduling_cases } = golden('schedule');

type Case = { text: string; steps: number; schedule: Pairs; per_call?: string[] };
test.each(cases as Case[])('$text in $steps steps', ({ text, steps, schedule, per_call }) => {
  const stages = editPrompt(text, { steps });
  expect(pairs(stages)).toEqual(schedule);
  expect(per_call?.map((_text, call) => stageAt(stages, call).text)).toEqual(per_call);
});

type HiresCase = { text: string; steps: number; hires_steps: number; base_pass: Pairs; hires_pass: Pairs };
test.each(hires_cases as HiresCase[])(
  '$text over two passes',
  ({ text, steps, hires_steps, base_pass, hires_pass }) => {
    expect(pairs(editPrompt(text, { steps }))).toEqual(base_pass);
    expect(pairs(editPrompt(text, { steps: hires_steps, stepsBefore: steps }))).toEqual(hires_pass);
  }
);

test.each(old_scheduling_cases as Case[])('$text by the rule before 1.6', ({ text, steps, schedule }) => {
  expect(pairs(editPrompt(text, { steps, oldRule: true }))).toEqual(schedule);
});

test('any text has a stage that ends with the run, and without brackets stays itself', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ' ', '(', ')', '[', ']', ':', '|', '\\', '1', '.') });
  fc.assert(
    fc.property(text, prompt => {
      expect(editPrompt(prompt, { steps: 5 }).at(-1)!.until).toBe(5);
      const plain = prompt.replace(/[[\]]/g, '');
      expect(pairs(editPrompt(plain, { steps: 5 }))).toEqual([[5, plain]]);
    })
  );
});

test('a hundred thousand open brackets are text', () => {
  const prompt = '['.repeat(100_000);
  expect(pairs(editPrompt(prompt, { steps: 5 }))).toEqual([[5, prompt]]);
});

type AndCase = { text: string; parts: [string, number][] };
test.each(golden('composable').cases as AndCase[])('$text', ({ text, parts }) => {
  expect(splitAnd(text).map(({ text: words, weight }) => [words, weight])).toEqual(parts);
});
