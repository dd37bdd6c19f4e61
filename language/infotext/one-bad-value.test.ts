/** One value that can't be used spoils no other: what can be read is offered, and the rest is told. */
import { testContext } from '../../server/sweep/testing';
import { readSettings } from '../cell';
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
