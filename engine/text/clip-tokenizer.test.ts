import { clipTokenizer } from '../weights';
import { loadTokenizer } from './tokenizer';

test.each([
  ['a photo of a cat', [320, 1125, 539, 320, 2368]],
  ['a photo of an astronaut riding a horse', [320, 1125, 539, 550, 18376, 6765, 320, 4558]],
  ['Hello, world!', [3306, 267, 1002, 256]]
])('%s has the ids that CLIP gives it', (text, ids) => {
  expect(loadTokenizer(clipTokenizer(49408)!).encode(text)).toEqual(ids);
});

test('a start, an end, and padding with the end', () => {
  expect(loadTokenizer(clipTokenizer(49408)!)).toMatchObject({ bos: 49406, eos: 49407, pad: 49407 });
});

test('a text encoder of another vocabulary needs its own', () => expect(clipTokenizer(1197)).toBeUndefined());
