import { readFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { applyEmphasis, loadTokenizer } from '../../engine/text';
import { chunkPrompt, countTokens, parsePrompt } from './index';

const goldens = join(__dirname, '../../goldens');
const casesOf = <T>(name: string): T[] =>
  (JSON.parse(readFileSync(join(goldens, `E/${name}.json`), 'utf8')) as { cases: T[] }).cases;
const tokenizer = loadTokenizer(join(goldens, 'A/sd1/diffusers/tokenizer'));
const parse = (text: string): ReturnType<typeof parsePrompt> => parsePrompt(text, { emphasis: 'original' });

describe('emphasis', () => {
  test.each(casesOf<{ text: string; runs: [string, number][] }>('attention'))('$text', ({ text, runs }) => {
    const found = parse(text);
    expect(found.map(run => run.text)).toEqual(runs.map(([words]) => words));
    found.forEach((run, k) => expect(run.weight).toBeCloseTo(runs[k][1], 9));
  });

  test('a weight that is no number is named with its place', () => {
    expect(() => parse('a cat, (dog:1.2.3)')).toThrow(
      expect.objectContaining({ code: 'bad_weight', facts: { text: '1.2.3', at: 12, length: 5 } })
    );
  });

  test('full-width digits are digits', () => {
    expect(parse('(猫:１.３)')).toMatchObject([{ text: '猫', weight: 1.3 }]);
  });

  test('brackets may overlap', () => {
    expect(parse('(a [b) c]')).toMatchObject(
      [
        { text: 'a ', weight: 1.1 },
        { text: 'b', weight: 1.1 / 1.1 },
        { text: ' c', weight: 1 / 1.1 }
      ].map(run => expect.objectContaining({ text: run.text, weight: expect.closeTo(run.weight, 9) }))
    );
  });

  test('a very long prompt of blanks, colons or brackets is read in no time', () => {
    for (const filler of [' ', ':', ')', '1', 'BREAK ']) {
      const prompt = `(a${filler.repeat(20_000)}`;
      expect(parse(prompt).length).toBeGreaterThan(0);
    }
  }, 2000);

  test.each(['(', '[', '((a:1.2)'])('10,000 nested %s are refused with their place', bracket => {
    expect(() => parse(bracket.repeat(10_000))).toThrow(
      expect.objectContaining({ code: 'brackets_too_deep', facts: expect.objectContaining({ limit: 100 }) })
    );
  });

  test('with emphasis none brackets are text', () => {
    expect(parsePrompt('(a:1.2) BREAK [b]', { emphasis: 'none' })).toMatchObject([
      { text: '(a:1.2) BREAK [b]', weight: 1 }
    ]);
  });

  test('any text parses, and without brackets keeps its words', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', '(', ')', '[', ']', ':', '\\', '1', ',', 'BREAK')
    });
    fc.assert(
      fc.property(text, prompt => {
        expect(parse(prompt).length).toBeGreaterThan(0);
        const plain = prompt.replace(/[()[\]:\\]|BREAK/g, '');
        expect(parse(plain)).toMatchObject([{ text: plain, weight: 1 }]);
      })
    );
  });
});

describe('chunks', () => {
  type Case = {
    text: string;
    count: number;
    chunks: { tokens: number[]; weights: number[]; used: number }[];
    no_backtrack?: { count: number; used: number[] };
    pad0_first_chunk_tail: number[];
  };
  const cases = casesOf<Case>('chunks');

  test.each(cases)('$text', ({ text, count, chunks, no_backtrack, pad0_first_chunk_tail }) => {
    const found = chunkPrompt(parse(text), tokenizer);
    expect(found.count).toBe(count);
    expect(found.chunks.map(({ ids, used }) => ({ ids, used }))).toEqual(
      chunks.map(({ tokens, used }) => ({ ids: tokens, used }))
    );
    found.chunks.forEach(({ weights }, k) =>
      weights.forEach((weight, at) => expect(weight).toBeCloseTo(chunks[k].weights[at], 9))
    );
    const padded = chunkPrompt(parse(text), { ...tokenizer, pad: 0 });
    expect(padded.chunks[0].ids.slice(-3)).toEqual(pad0_first_chunk_tail);
    if (no_backtrack) {
      const cut = chunkPrompt(parse(text), tokenizer, { commaBacktrack: 0 });
      expect({ count: cut.count, used: cut.chunks.map(({ used }) => used) }).toEqual(no_backtrack);
    }
  });

  test.each([
    ['', 0, 75],
    ['a cat', 2, 75],
    ['a BREAK b', 76, 150],
    ['a BREAK', 75, 75]
  ])('%j counts %i of %i', (text, count, limit) => {
    expect(countTokens(parse(text), tokenizer)).toEqual({ count, limit });
  });
});

test('thousands of BREAKs are refused, not encoded one by one', () =>
  expect(() =>
    chunkPrompt(parsePrompt('a BREAK '.repeat(2000), { emphasis: 'original' }), tokenizer)
  ).toThrow('The prompt makes more than 100 chunks of tokens.'));

describe('weights on hidden states', () => {
  const hidden = Float32Array.of(1, 3, 2, 4);
  test.each([
    ['original', [1, 3, 4, 8].map(value => (value * 2.5) / 4)],
    ['no_norm', [1, 3, 4, 8]],
    ['ignore', [1, 3, 2, 4]],
    ['none', [1, 3, 2, 4]]
  ] as const)('%s', (emphasis, expected) => {
    expect([...applyEmphasis({ hidden, weights: [1, 2] }, emphasis)]).toEqual(expected);
  });
});
