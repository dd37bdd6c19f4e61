/** The tolerant reader finds in every text that is right what the strict one reads, and never fails on any other. */
import * as fc from 'fast-check';
import { testContext } from '../../../server/sweep/testing';
import { Fault } from '../../../schema/fault';
import { findHeader, readWords, type Word } from '../text/header';
import { readBody, type Sections } from '../text/body';
import { Source } from '../source';
import { readWrittenCell } from '../text/written-cell';
import { tokensOfCell } from './cell-tokens';
import { typingAt } from './typing';

const pieces = fc.constantFrom(
  ...[
    'seed',
    'cfg',
    'sampler',
    'size',
    'cfg&steps',
    'where',
    'x',
    'limit',
    'sr',
    'neg',
    'nonsense',
    '\\',
    'a'
  ],
  ...[
    '=',
    '=',
    ',',
    '&',
    ' ',
    ' ',
    '"',
    "'",
    '“',
    '”',
    '..',
    '…',
    '1',
    '5',
    '10',
    '1-5',
    '(+2)',
    '[5]',
    '64x64',
    '×'
  ],
  ...[
    'Euler',
    '"Euler a"',
    '"5"',
    '"a, ""b"""',
    '$x',
    '${f(1, "}")}',
    '\n',
    'Negative prompt:',
    '(',
    ')',
    ':1.2'
  ],
  ...[
    '{',
    '|',
    '}',
    '<lora:x:1>',
    'AND',
    'BREAK',
    '[cat:dog:3]',
    'Steps: 9, Seed: 1',
    '🦊',
    '猫',
    '\t',
    '\r\n'
  ]
);
const texts = fc.array(pieces, { maxLength: 24 }).map(each => `%%sweep ${each.join('')}`);

/** First lines most of which are right. */
const words = fc.constantFrom(
  ...[
    'seed=1..4',
    'cfg=3, 5 ,7',
    'steps=1-5 (+2),9',
    'eta=0..1 [5]',
    'sampler="Euler a",LMS',
    'size=64x64, 128 × 64'
  ],
  ...[
    'cfg&steps=5&10,7 & 20',
    'steps=1,2,..,5',
    'where="steps > 1"',
    'x=cfg',
    'limit=50',
    'sr="a, b",\'c"d\'',
    'neg=“x”'
  ]
);
const lines = fc.uniqueArray(words, { maxLength: 5, selector: word => word.split('=')[0] });
const rightTexts = fc.tuple(
  lines,
  fc.constantFrom('a cat', 'a {b|c}\nNegative prompt: d', 'a\nSteps: 9, Seed: 1')
);

function strict(text: string): { words: Word[]; body: Sections } | null {
  const source = new Source(text);
  const header = findHeader(source);
  try {
    return { words: readWords(source, header, testContext()), body: readBody(source, header.body) };
  } catch (error) {
    if (error instanceof Fault) {
      return null;
    }
    throw error;
  }
}

function agrees(text: string): boolean {
  const read = strict(text);
  const written = readWrittenCell(text)!;
  if (!read || text.includes('${')) {
    return false;
  }
  expect(written.words.map(({ name, span }) => [name.span, span])).toEqual(
    read.words.map(({ nameSpan, span }) => [nameSpan, span])
  );
  read.words.forEach((word, k) => {
    const items = written.words[k].items.filter(({ ellipsis }) => !ellipsis);
    const spans =
      word.kind === 'values'
        ? [...new Map(word.rows.map(({ span }) => [span.start, span])).values()]
        : items.map(({ span }) => span);
    expect(items.map(({ span }) => span)).toEqual(spans);
  });
  expect(JSON.stringify(written.body)).toBe(JSON.stringify(read.body));
  return true;
}

test('where the strict reader accepts a text, the tolerant one has its words, items and sections', () => {
  let accepted = 0;
  fc.assert(
    fc.property(
      fc.oneof(
        texts,
        rightTexts.map(([line, body]) => `%%sweep ${line.join(' ')}\n${body}`)
      ),
      text => {
        accepted += agrees(text) ? 1 : 0;
      }
    ),
    { numRuns: 1000 }
  );
  expect(accepted).toBeGreaterThan(300);
});

test('any text has tokens in order and within it, and something or nothing is typed at any caret', () => {
  fc.assert(
    fc.property(texts, fc.nat(100), (written, caret) => {
      const text = written.replace(/\r\n/g, '\n');
      let at = 0;
      for (const { from, to } of tokensOfCell(text)) {
        expect(from).toBeGreaterThanOrEqual(at);
        expect(to).toBeGreaterThan(from);
        at = to;
      }
      expect(at).toBeLessThanOrEqual(text.length);
      const typing = typingAt(text, Math.min(caret, text.length));
      expect(typing?.start ?? 0).toBeLessThanOrEqual(Math.min(caret, text.length));
    }),
    { numRuns: 1000 }
  );
});

test.each([
  ['a list', `%%sweep seed=${'1,'.repeat(10_000)}`],
  ['a prompt of weights', `%%sweep\n${'(warm:1.2), [x], '.repeat(1_200)}`],
  ['nothing but brackets', `%%sweep\n${'('.repeat(20_000)}`],
  ['edits and variants', `%%sweep\n${'[a:b:3] {c|d} '.repeat(1_400)}`],
  ['unclosed edits', `%%sweep\n${'[a:'.repeat(6_600)}`],
  ['variables', `%%sweep\n${'$a ${b} '.repeat(2_500)}`]
])('20,000 characters of %s are read before a key is felt', (_, text) => {
  // Time at work, the least of a few: other programs on the machine, and a collection of garbage, are not the reader's.
  const times = [1, 2, 3, 4].map(() => {
    const before = process.cpuUsage();
    tokensOfCell(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  expect(Math.min(...times)).toBeLessThan(200);
});
