import fc from 'fast-check';
import { testContext } from '../../server/sweep/testing';
import { readSettings, type ReadSettings } from './read-settings';

const read = (text: string): ReadSettings => readSettings(text, testContext());
const codes = (text: string): string[] => read(text).remarks.map(({ code }) => code);

test('what a picture says is read as a cell reads it, prompts included', () => {
  expect(
    read('a cat\nNegative prompt: fog\nSteps: 20, Sampler: Euler a, Seed: 3, Size: 512x768').settings
  ).toEqual({
    prompt: 'a cat',
    negative_prompt: 'fog',
    steps: 20,
    sampler: 'Euler a',
    seed: 3,
    width: 512,
    height: 768
  });
});

test.each([
  ['Steps: 20, Sampler: Nothing, Seed: 3', { prompt: 'a', steps: 20, seed: 3 }],
  ['Steps: 20, Seed: 3, Model: gone', { prompt: 'a', steps: 20, seed: 3 }],
  ['Steps: 20, Model: "gone, really: so", Seed: 3', { prompt: 'a', steps: 20, seed: 3 }],
  ['Steps: 2000, Sampler: Euler a, Seed: 3', { prompt: 'a', sampler: 'Euler a', seed: 3 }],
  ['Steps: 2000, Sampler: Nothing, CFG scale: 99, Seed: 3', { prompt: 'a', seed: 3 }]
])('a pair that can’t be used is passed over: %s', (line, settings) => {
  expect(read(`a\n${line}`).settings).toEqual(settings);
});

test.each([
  ['Model: v1-5-pruned-emaonly, Model hash: 6ce0161689', ['model_missing']],
  ['Model hash: 6ce0161689, Model: v1-5-pruned-emaonly', ['model_missing']],
  ['Model hash: 81761151, Model: "gone, really: so"', ['model_missing']],
  ['Model hash: 6ce0161689', ['model_hash_unknown']],
  ['Model hash: 6ce0161689, Refiner: gone', ['model_missing', 'model_hash_unknown']]
])('a hash is told to be without a name only where it is: %s', (pairs, said) => {
  expect(codes(`a\nSteps: 20, Sampler: Euler a, Seed: 3, ${pairs}`)).toEqual(said);
});

test('what was passed over is told with its place in the text', () => {
  const { remarks } = read('a\nSteps: 20, Sampler: Nothing, Seed: 3');
  expect(remarks).toMatchObject([
    { code: 'unknown_choice', facts: { value: 'Nothing' }, where: { line: 2, column: 21, length: 7 } }
  ]);
});

test.each([
  ['a {spring|winter} day', 'a \\{spring\\|winter\\} day'],
  ['a price of $5, c# code', 'a price of \\$5, c\\# code'],
  ['(a cat:1.2), \\(seen\\)', '(a cat:1.2), \\(seen\\)']
])('what was drawn as it stands is drawn so again: %s', (prompt, written) => {
  expect(read(`${prompt}\nSteps: 20, Seed: 3, Sampler: Euler`).settings.prompt).toBe(written);
});

test.each(['a cat # hidden', 'a $name', '# all of it\nan owl', '{a|b} \\# $x # y', '${x} and $y'])(
  'marks of cells in what was drawn are words, of which there is nothing to say: %s',
  prompt => {
    expect(codes(`${prompt}\nNegative prompt: ${prompt}\nSteps: 20, Seed: 3, Sampler: Euler`)).toEqual([]);
  }
);

test('a text that opens like a cell is none', () => {
  expect(read('%%sweep seed=1..4\nSteps: 20, Seed: 3, Sampler: Euler').settings.prompt).toBe(
    '%%sweep seed=1..4'
  );
});

test('a fault that no pair is guilty of is told, and nothing is set', () => {
  expect(codes('a\nNegative prompt: b\nNegative prompt: c')).not.toEqual([]);
});

test('no text is more than unread', () => {
  const bit = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'Steps: 20',
      'Steps: x',
      ', ',
      '\n',
      'Negative prompt:',
      'Model: "',
      '"',
      'Seed: -5',
      'Size: 3x',
      ': '
    )
  );
  fc.assert(
    fc.property(fc.array(bit, { maxLength: 12 }), bits => {
      expect(Array.isArray(read(bits.join('')).remarks)).toBe(true);
    })
  );
});
