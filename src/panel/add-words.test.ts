import type { ModelEntry } from '../../schema/wire';
import { addedWords, withWords } from './add-words';
import { emptyForm } from './form';
import type { Lists } from './shown';

const entry = (kind: ModelEntry['kind'], name: string, family: string | null, usable = true): ModelEntry =>
  ({ kind, name, family, usable }) as ModelEntry;
const lists: Lists = {
  models: [
    entry('checkpoint', 'base', 'sd1'),
    entry('embedding', 'easynegative', 'sd1'),
    entry('lora', 'ink', 'sd1'),
    entry('lora', 'oil', 'sdxl'),
    entry('lora', 'broken', 'sd1', false)
  ],
  samplers: [],
  schedulers: [],
  defaultModel: 'base'
};

test('LoRAs that can be used are offered, another family’s marked, and embeddings on both sides', () => {
  expect(addedWords(lists, emptyForm, 'prompt').map(({ label }) => label)).toEqual([
    '<lora:ink:1>',
    '<lora:oil:1> (sdxl)',
    'easynegative'
  ]);
  expect(addedWords(lists, emptyForm, 'negative_prompt').map(({ text }) => text)).toEqual(['easynegative']);
});

test.each([
  ['^', 'x^'],
  ['a cat^', 'a cat, x^'],
  ['a cat,^', 'a cat, x^'],
  ['a cat, ^', 'a cat, x^'],
  ['^a cat', 'x^, a cat'],
  ['a^, b', 'a, x^, b']
])('a word put into %s makes %s', (marked, expected) => {
  const at = marked.indexOf('^');
  const { text, start } = withWords(marked.replace('^', ''), at, 'x');
  expect(`${text.slice(0, start)}^${text.slice(start)}`).toBe(expected);
});
