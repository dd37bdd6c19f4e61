/** Every example of docs/prompt.md does what the page says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sentence } from '../../schema/messages';
import { loadTokenizer } from '../../engine/text';
import {
  analysePrompt,
  chunkPrompt,
  editPrompt,
  expandWildcards,
  parsePrompt,
  readTags,
  splitAnd
} from './index';
import { plainPrompt } from './written';
import type { Dialect } from './index';

const lines = readFileSync(join(__dirname, '../../docs/prompt.md'), 'utf8').split('\n');
const cellsOf = (line: string): string[] =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map(cell => cell.trim().replace(/\\\|/g, '|'));

type Row = { head: string; words: string; says: string[] };
const rows: Row[] = lines.flatMap((line, k) => {
  const head = lines.slice(0, k).findLast(each => each.startsWith('| Words'));
  const [words, ...says] = cellsOf(line);
  return /^\| `/.test(line) ? [{ head: cellsOf(head!).join(' '), words: words.slice(1, -1), says }] : [];
});
const rowsOf = (head: string): [string, string, string][] =>
  rows.filter(row => row.head === head).map(({ words, says }) => [words, says[0], says[1]]);

const weighed = (text: string, dialect: Dialect): string =>
  parsePrompt(text, { emphasis: 'original', dialect })
    .map(run => `${run.text.trim()} ${Number(run.weight.toFixed(3))}`.trim())
    .join(' / ');
const drawn = (text: string, dialect: Dialect): string => {
  const stages = editPrompt(text, { steps: 10, dialect }).map(stage => [stage.until, stage.text.trim()]);
  const texts = [...new Set(stages.map(([, words]) => words))];
  return stages.length === 10
    ? `by turns: ${texts.join(' / ')}`
    : stages.map(([until, words]) => `to ${until}: ${words}`).join(' / ');
};

test.each(rowsOf('Words Is'))('%s is %s', (words, says) => expect(plainPrompt(words).text.trim()).toBe(says));
test.each(rowsOf('Words Weighs'))('%s weighs %s', (words, says) =>
  expect(weighed(words, 'a1111')).toBe(says)
);
test.each(rowsOf('Words in novelai Weighs'))('%s weighs %s', (words, says) =>
  expect(weighed(words, 'novelai')).toBe(says)
);
test.each(rowsOf('Words in hai Weighs'))('%s weighs %s', (words, says) =>
  expect(weighed(words, 'hai')).toBe(says)
);
test.each(rowsOf('Words Draws'))('%s draws %s', (words, says) => expect(drawn(words, 'a1111')).toBe(says));
test.each(rowsOf('Words in hai Draws'))('%s draws %s', (words, says) =>
  expect(drawn(words, 'hai')).toBe(says)
);

test.each(rowsOf('Words Parts'))('%s has the parts %s', (words, says) => {
  const parts = splitAnd(words).map(({ text, weight }) => `${text.trim()} ${weight}`);
  expect(parts.join(' / ')).toBe(says);
});

test.each(rowsOf('Words Adds'))('%s adds %s', (words, says) => {
  const [{ name, te, unet }] = readTags(words).loras;
  expect(`${name}: text ${te}, UNet ${unet}`).toBe(says);
});

const files: Record<string, string> = {
  animal: 'cat\ndog',
  'places/hill': 'hill\ntower',
  'places/bay': '# the sea\nbay',
  'places/sea/bay': 'bay'
};
test.each(rowsOf('Words May be'))('%s may be %s', (words, says) => {
  const wildcards = { names: Object.keys(files), read: (name: string) => files[name] };
  const found = Array.from({ length: 60 }, (_, seed) => expandWildcards(words, { wildcards, seed }));
  expect([...new Set(found)].sort().join(' / ')).toBe(says);
});

test.each(rowsOf('Words Warns'))('%s warns: %s', (words, says) => {
  const [{ code, facts }] = analysePrompt(words, { written: true }).warnings;
  expect(sentence(code, facts, 'en').message).toBe(says);
});

const tokenizer = loadTokenizer(join(__dirname, '../../goldens/A/sd1/diffusers/tokenizer'));
/** What strict changes of a prompt, in the words of the page. */
const readings: Record<string, (words: string, strict: boolean) => string> = {
  weighs: (words, strict) => splitAnd(words, { strict }).map(part => `${part.text} weighs ${part.weight}`)[0],
  chunk: (words, strict) => {
    const { chunks } = chunkPrompt(parsePrompt(words, { emphasis: 'original', strict }), tokenizer);
    return `${chunks.length} chunk${chunks.length > 1 ? 's' : ''}`;
  },
  edits: (words, strict) => (editPrompt(words, { steps: 10, strict }).length > 1 ? 'edits' : 'edits nothing'),
  '': (words, strict) => parsePrompt(words, { emphasis: 'original', strict })[0].text
};
test.each(rowsOf('Words A1111 With strict'))('%s: %s, with strict: %s', (words, lenient, strict) => {
  const [, read] = Object.entries(readings).find(([word]) => lenient.includes(word))!;
  expect([read(words, false), read(words, true)]).toEqual([lenient, strict]);
});

test('all tables of the page are read', () => {
  expect(rows.length).toBe(lines.filter(line => /^\| `/.test(line)).length);
  expect(new Set(rows.map(({ head }) => head)).size).toBe(11);
});
