import * as fc from 'fast-check';
import { testContext } from '../../server/sweep/testing';
import { parseSweep } from './parse';
import { quoted, written, writtenList } from './quote';
import vectors from './quote.vectors.json';
import { fieldValues } from './text/field';
import { readWrittenCell } from './text/written-cell';

const prompt = (word: string): unknown =>
  parseSweep(`%%sweep neg=${word}`, testContext()).spec.base.negative_prompt;

test.each(vectors.values.map(({ value, text }) => [value, text]))('%j is written as %s', (value, text) => {
  expect(written(value)).toBe(text);
  expect(prompt(text)).toBe(value);
});

test.each(vectors.inside.map(({ value, quote, text }) => [value, quote, text]))(
  '%j within %s is written as %s',
  (value, quote, text) => expect(prompt((quote === '”' ? '“' : quote) + text + quote)).toBe(value)
);

test.each(vectors.open.map(({ before, quote }) => [before, quote]))(
  'behind %s a quote %j is due',
  (before, quote) => {
    const part = readWrittenCell(before)?.words.at(-1)?.items.at(-1)?.parts.at(-1);
    expect(part && !part.closed ? part.quote : '').toBe(quote);
  }
);

const texts = fc.oneof(
  fc.string(),
  fc
    .array(fc.constantFrom(...'ab ,.=&{}[]()|\\"\'\n\r\t:%$1-“”…', '""', '\\"', '\\n', '🦊', '狐', '..'), {
      maxLength: 10
    })
    .map(pieces => pieces.join(''))
);

test('any text reads as it was written, bare or in quotes', () => {
  fc.assert(
    fc.property(texts, value => {
      expect(fieldValues(quoted(value))).toEqual([value]);
      expect(fieldValues(written(value))).toEqual([value]);
    })
  );
});

test('a list of any texts reads as it was written, in a field and in a cell', () => {
  fc.assert(
    fc.property(fc.uniqueArray(texts, { minLength: 2, maxLength: 4 }), values => {
      expect(fieldValues(writtenList(values))).toEqual(values);
      const plain = values.map(each => each.replaceAll('$', ''));
      const [{ items }] = readWrittenCell(`%%sweep sr=${writtenList(plain)}`)!.words;
      expect(items.map(({ parts }) => parts[0].value)).toEqual(plain);
    })
  );
});
