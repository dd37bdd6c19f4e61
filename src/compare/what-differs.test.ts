import { compareItems, titleAmong, type Row } from './what-differs';
import type { Letter, Params } from './tray';

const of = (
  letter: Letter,
  params: Params | null,
  image: string | null = 'hash'
): Parameters<typeof compareItems>[0][number] => ({
  letter,
  params,
  image
});
const base: Params = {
  prompt: 'a cat',
  negative_prompt: '',
  sampler: 'Euler a',
  scheduler: 'automatic',
  steps: 20,
  cfg_scale: 7,
  seed: 1,
  width: 512,
  height: 512,
  model: 'emoji'
};
const lines = (rows: readonly Row[]): string[] =>
  rows.map(({ label, values }) => `${label}: ${values.join(' | ')}`);

test('what differs stands in the order in which one looks for it, what is equal is counted', () => {
  const found = compareItems(
    [of('A', base), of('B', { ...base, cfg_scale: 12, sampler: 'DPM++ 2M', seed: 2 })],
    'en'
  );
  expect(lines(found.differing)).toEqual(['Sampler: Euler a | DPM++ 2M', 'CFG scale: 7 | 12', 'Seed: 1 | 2']);
  expect(lines(found.equal)).toEqual(
    expect.arrayContaining(['Steps: 20 | 20', 'Size: 512 × 512 | 512 × 512'])
  );
  expect(found.prompts.every(({ same }) => same)).toBe(true);
});

test('a size is one parameter, and Chinese labels are Chinese', () => {
  const found = compareItems([of('A', base), of('B', { ...base, height: 768 })], 'zh_CN');
  expect(lines(found.differing)).toEqual(['尺寸: 512 × 512 | 512 × 768']);
});

test('what a picture of the service does not tell is the default', () => {
  const found = compareItems([of('A', base), of('B', { ...base, clip_skip: 2 })], 'en');
  expect(lines(found.differing)).toEqual([expect.stringMatching(/^Clip skip: .+ \| 2$/i)]);
});

test('what a file does not tell is no difference', () => {
  const found = compareItems([of('A', base), of('B', { seed: 1, cfg_scale: 9 }, null)], 'en');
  expect(lines(found.differing)).toEqual(['CFG scale: 7 | 9']);
  expect(lines(found.equal)).toEqual(['Seed: 1 | 1']);
  expect(found.untold.map(({ name }) => name)).toContain('steps');
});

test('a picture of which nothing is known stands beside the others all the same', () => {
  const found = compareItems([of('A', base), of('B', null)], 'en');
  expect([found.differing, found.equal]).toEqual([[], []]);
});

test('a picture is called by what sets it apart from the others', () => {
  const found = compareItems([of('A', base), of('B', { ...base, sampler: 'DPM++ 2M', cfg_scale: 12 })], 'en');
  expect([titleAmong(found, 'A'), titleAmong(found, 'B')]).toEqual([
    'Euler a · CFG scale 7',
    'DPM++ 2M · CFG scale 12'
  ]);
  expect(titleAmong(compareItems([of('A', base)], 'en'), 'A')).toBe('');
  const prompts = compareItems(
    [of('A', base), of('B', { ...base, prompt: 'a dog, (smiling:1.2)', seed: 2 })],
    'en'
  );
  expect([titleAmong(prompts, 'A'), titleAmong(prompts, 'B')]).toEqual([
    'Seed 1 · cat',
    'Seed 2 · dog, (smiling:1.2)'
  ]);
});
