import { readFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { loadTokenizer } from './tokenizer';

const tiny = join(__dirname, '../../goldens/A/sd1/diffusers/tokenizer');
const bundled = join(__dirname, '../../models/emoji-diffusion/tokenizer');
const { cases } = JSON.parse(readFileSync(join(tiny, '../../tokenizer.json'), 'utf8')) as {
  cases: { text: string; ids: number[] }[];
};

test.each(cases)('$text', ({ text, ids }) => {
  expect(loadTokenizer(tiny).encode(text)).toEqual(ids);
});

test('special tokens are found by name', () => {
  expect(loadTokenizer(tiny)).toMatchObject({ bos: 1195, eos: 1196, pad: 1196, comma: 267 });
  expect(loadTokenizer(bundled)).toMatchObject({ bos: 4094, eos: 4095, pad: 4095, comma: 267 });
});

describe('the bundled model', () => {
  const { Tokenizer } = jest.requireActual('@huggingface/tokenizers');
  const json = JSON.parse(readFileSync(join(bundled, 'tokenizer.json'), 'utf8')) as object;
  const own = new Tokenizer(json, {}) as { encode(text: string, options: object): { ids: number[] } };
  const tokenizer = loadTokenizer(bundled);
  const check = (text: string): void =>
    expect({ text, ids: tokenizer.encode(text) }).toEqual({
      text,
      ids: own.encode(text, { add_special_tokens: false }).ids
    });

  test.each(['a red apple', '一只猫在月亮下', 'cat 猫, DOG!! 3 hearts ❤️', "it's  a\ttest", ''])('%s', check);

  test('any text has the ids of its tokenizer.json', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), check), { numRuns: 50 });
  });
});
