/** One value that can't be used spoils no other: what can be read is offered, and the rest is told. */
import { expandSweep } from '../../server/sweep';
import { testContext } from '../../server/sweep/testing';
import { parseSweep, readSettings } from '../cell';
import { settingsIn } from './foreign';

const ABOVE = 'a cat\nNegative prompt: fog';
const LINE = 'Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 128x128, RNG: CPU';
const usual = {
  prompt: 'a cat',
  negative_prompt: 'fog',
  steps: 20,
  sampler: 'Euler a',
  cfg_scale: 7,
  seed: 1,
  width: 128,
  height: 128,
  rng: 'cpu'
};

const read = (text: string): ReturnType<typeof readSettings> => {
  const found = settingsIn([{ key: 'prompt', text }]);
  return readSettings(found?.text ?? text, testContext(), { drawn: found !== null, parts: found?.parts });
};

test.each([
  ['an unknown model', `${ABOVE}\n${LINE}, Model: jugger`, 'model_missing'],
  ['an unknown model under another name', `${ABOVE}\n${LINE}, Base model: jugger`, 'model_missing'],
  [
    'a model in a text that is made of it',
    `${ABOVE}\n${LINE}, Performance: Speed, Base model: jugger`,
    'model_missing'
  ],
  ['a key twice', `${ABOVE}\n${LINE}, Seed: 2, Steps: 30`, 'given_twice'],
  [
    'a line each',
    `Prompt: ${ABOVE}\n${LINE.replace(/, /g, '\n')}\nStable Diffusion model: sd-v1-5`,
    'model_missing'
  ]
])('%s leaves the rest as it is', (_, text, code) => {
  const { settings, remarks } = read(text);
  expect(settings).toMatchObject(usual);
  expect(remarks.map(each => each.code)).toContain(code);
});

test('a word twice is told once, with the places of the text', () => {
  const { remarks } = read(`${ABOVE}\n${LINE}, Seed: 2`);
  expect(remarks).toEqual([
    {
      code: 'given_twice',
      facts: { param: 'seed', line: 3, column: 50 },
      where: { line: 3, column: 84, length: 1 }
    }
  ]);
});

test('a second negative prompt without settings is told, and the first is offered', () => {
  const { settings, remarks } = readSettings('a\nNegative prompt: b\nNegative prompt: c', testContext());
  expect(settings).toMatchObject({ prompt: 'a' });
  expect(remarks).toMatchObject([{ code: 'given_twice', facts: { line: 2 }, where: { line: 3 } }]);
});

test.each([
  ['Clip skip: False', 'Clip skip'],
  ['Mask blur: 1.5', 'Mask blur'],
  ['Tiling: maybe', 'Tiling'],
  ['Hires steps: None', 'Hires steps'],
  ['Variation seed:', 'Variation seed'],
  ['Sampler: ', 'Sampler'],
  ['Sampler: Default', 'Sampler'],
  ['Seed: None', 'Seed'],
  ['CFG scale: N/A', 'CFG scale'],
  ['Model: None', 'Model'],
  ['Size: ', 'Size']
])('%s is left out of a cell, too, with a remark', (pair, key) => {
  const without = LINE.replace(new RegExp(`(?:^|, )${key}: [^,]*`), '');
  const { spec, warnings } = parseSweep(`%%sweep\n${ABOVE}\n${without}, ${pair}, Eta: 0.5`, testContext());
  expect(spec.base).toMatchObject({ prompt: 'a cat', steps: 20, eta: 0.5 });
  expect(warnings).toMatchObject([{ code: 'value_left_out', facts: { key } }]);
});

test('under another name with another value a parameter is kept for the pictures', () => {
  const text = `%%sweep\n${ABOVE}\nSteps: 20, Guidance: 3.5, CFG scale: 7.0, Seed: 1, Size: 128x128, RNG: cuda, Sampler: euler_a`;
  const { spec, warnings } = parseSweep(text, testContext());
  expect(spec.base).toMatchObject({ ...usual, rng: 'nv', extra_generation_params: 'Guidance: 3.5' });
  expect(warnings.map(({ code }) => code)).toEqual(['unknown_keys']);
});

test.each(['DDPM', 'DEIS', 'dpmpp_3m_k'])('%s is drawn as diffusers has it', name => {
  const text = `a cat\nSteps: 20, Sampler: ${name}, CFG scale: 7, Seed: 1, Size: 128x128, RNG: CPU`;
  const { settings, remarks } = read(text);
  expect(settings).toMatchObject({ flavour: 'diffusers' });
  expect(remarks.map(each => each.code)).toEqual(['sampler_flavour']);
  const { warnings } = expandSweep({ text: `%%sweep\n${text}` }, testContext());
  expect(warnings.map(each => each.code)).toContain('sampler_flavour');
  expect(
    parseSweep(`%%sweep flavour=diffusers,a1111\n${text}`, testContext()).spec.base.flavour
  ).toBeUndefined();
});

test.each([
  ['dpmpp_2m karras', 'DPM++ 2M', 'karras'],
  ['euler_ancestral_karras', 'Euler a', 'karras'],
  ['DPM++ 2M SDE GPU Karras', 'DPM++ 2M SDE', 'karras'],
  ['dpmpp_3m_sde_gpu sgm_uniform', 'DPM++ 3M SDE', 'sgm_uniform'],
  ['dpmpp_sde_gpu exponential', 'DPM++ SDE', 'exponential'],
  ['DPM++ SDE GPU', 'DPM++ SDE', undefined]
])('%s is a sampler with its schedule', (name, sampler, scheduler) =>
  expect(read(`a\nSteps: 9, Sampler: ${name}, Seed: 1`)).toMatchObject({
    settings: { sampler, ...(scheduler && { scheduler }) },
    remarks: []
  })
);
