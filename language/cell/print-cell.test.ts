import { plainCell } from '../../engine/testing/plain-cell';
import { printCell } from './print-cell';

const params = {
  ...plainCell,
  prompt: 'a cat face',
  model: 'emoji-diffusion',
  cfg_scale: 3.5,
  steps: 20,
  sampler: 'DPM++ 2M',
  scheduler: 'karras',
  width: 128,
  height: 128
};

test('a cell becomes the one-picture cell that draws it again', () => {
  const cell = { ...params, negative_prompt: 'blurry', seed: 7 };
  expect(printCell(cell, { scheduler: 'model' })).toBe(
    '%%txt2img seed=7 cfg=3.5 steps=20 sampler="DPM++ 2M" model=emoji-diffusion scheduler=karras size=128x128\n' +
      'a cat face\nNegative prompt: blurry'
  );
});

test.each([
  [
    'what the catalogue fills in the same way',
    { clip_skip: 1, rng: 'cpu' },
    [],
    ['clip_skip', 'rng', 'eta', 'subseed']
  ],
  ['what differs', { clip_skip: 2, eta: 0.5, rng: 'nv' }, ['clip_skip=2', 'eta=0.5', 'rng=nv'], []],
  ['a variation', { subseed: 9, subseed_strength: 0.3 }, ['subseed=9', 'subseed_strength=0.3'], []],
  ['a variation without strength', { subseed: 9, subseed_strength: 0 }, [], ['subseed']],
  ['a name with signs', { model: 'my "own" model' }, ['model="my \\"own\\" model"'], []]
] as const)('%s', (_, change, said, left) => {
  const [line] = printCell({ ...params, ...change }, {}).split('\n');
  said.forEach(word => expect(line).toContain(word));
  left.forEach(word => expect(line).not.toContain(`${word}=`));
});

test('what the user said is said again, even where it is the default', () => {
  expect(printCell(params, { clip_skip: 'user' })).toContain('clip_skip=1');
});

test.each([
  ['costs $5', 'costs \\$5'],
  ['{a|b} stays one prompt', '\\{a\\|b\\} stays one prompt'],
  ['{just braces}', '{just braces}'],
  ['(a:1.2), [b]', '(a:1.2), [b]']
])('the prompt %s is written %s', (prompt, written) => {
  expect(printCell({ ...params, prompt }, {}).split('\n')[1]).toBe(written);
});
