import { textIn } from '../i18n/text';
import type { IDiffusionText } from '../tokens';
import { axisLabel, cellTitle, commonLine, fullValue, recipeFacts } from './names';
import { axis, cellsOf, english, params } from './testing';

const chinese: IDiffusionText = textIn('zh_CN');

test.each([
  ['cfg_scale', 'CFG scale'],
  ['width&height', 'Size'],
  ['sampler&scheduler', 'Sampler'],
  ['cfg_scale&steps', 'CFG scale + Steps'],
  ['variant_1', 'Prompt variant'],
  ['variant_2', 'Prompt variant 2'],
  ['prompt_sr', 'Prompt words'],
  ['image', 'Picture'],
  ['something_new', 'something_new']
])('the axis %s is called %s', (id, label) => {
  expect(axisLabel(axis(id, [1]), english)).toBe(label);
});

test('names follow the language', () => {
  expect(axisLabel(axis('seed', [1]), chinese)).toBe('种子');
});

test('a cell is called by what it varies', () => {
  const axes = [axis('seed', [1, 2]), axis('cfg_scale', [3, 7])];
  expect(cellTitle(axes, [1, 1], english)).toBe('Seed 2 · CFG scale 7');
  expect(cellTitle([], [], english)).toBe('');
});

test('a label that was cut has its whole value', () => {
  const cut = { ...axis('variant_1', ['x']), values: [['a very long wording']], labels: ['a very…'] };
  expect(fullValue(cut, 0)).toBe('a very long wording');
  expect(fullValue(axis('seed', [5]), 0)).toBe('5');
});

test('the common line says what all cells share, and nothing that varies', () => {
  const axes = [axis('seed', [1, 2]), axis('sampler', ['Euler a', 'DPM++ 2M'])];
  expect(
    commonLine(axes, { prompt: 'a cat face', negative_prompt: 'blurry' }, cellsOf(axes), english)
  ).toEqual({
    prompt: 'a cat face',
    rest: ['negative: blurry', 'karras', '20 steps', 'CFG 3.5', '128 × 128', 'emoji-diffusion']
  });
});

test('variants stand in the common line as they were written', () => {
  const axes = [axis('variant_1', ['a fox', 'an owl'])];
  expect(commonLine(axes, { prompt: 'face of {a fox|an owl}' }, cellsOf(axes), english).prompt).toBe(
    'face of {a fox|an owl}'
  );
});

test('unusual parameters are said, idle ones are not', () => {
  const cells = [{ params: { ...params, clip_skip: 2, subseed: 77, rng: 'nv' as const } }];
  const { rest } = commonLine([], {}, cells, english);
  expect(rest.slice(-2)).toEqual(['Clip skip 2', 'Noise source nv']);
});

test('the recipe leaves out what varies and keeps the prompt', () => {
  const axes = [axis('cfg_scale', [3, 7])];
  const [cell] = cellsOf(axes);
  expect(recipeFacts(axes, cell, english).map(({ label, value }) => `${label}: ${value}`)).toEqual([
    'Prompt: a cat face',
    'Sampler: DPM++ 2M, karras',
    'Steps: 20',
    'Seed: 1',
    'Size: 128 × 128',
    'Model: emoji-diffusion'
  ]);
});

test.each([
  [256, 256, ['Size: 128 × 128', 'Drawn at: 256 × 256']],
  [128, 128, ['Size: 128 × 128']],
  [0, 0, ['Size: 128 × 128']]
])('a picture of %d × %d tells its sizes', (width, height, told) => {
  const facts = recipeFacts([], { params, width, height }, english);
  expect(
    facts.filter(({ value }) => value.includes('×')).map(({ label, value }) => `${label}: ${value}`)
  ).toEqual(told);
});
