/** Every example of docs/grammar.md does what the page says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sentence } from '../../schema/messages';
import { expandSweep } from '../../server/sweep';
import { parseSweep } from './index';
import { refusal, testContext } from '../../server/sweep/testing';

const page = readFileSync(join(__dirname, '../../docs/grammar.md'), 'utf8');
const lines = page.split('\n');

type Row = { head: string; words: string; says: string };

const rows: Row[] = lines.flatMap((line, k) => {
  const [words, says] = line.split(/(?<!\\)\|/).slice(1, -1);
  const head = lines.slice(0, k).findLast(each => /^\| (Words|Wrong) \|/.test(each));
  return says !== undefined && /^ `.*` $/.test(words)
    ? [{ head: head?.split('|')[2].trim() ?? '', words: words.trim().slice(1, -1), says: says.trim() }]
    : [];
});
const rowsOf = (head: string): [string, string][] =>
  rows.filter(row => row.head === head).map(({ words, says }) => [words, says]);
const text = (words: string): string => `%%sweep ${words}\na cottage`;

test.each(rowsOf('Sets'))('%s can be said', words => {
  expect(Object.keys(parseSweep(text(words), testContext()).spec.base).length).toBeGreaterThan(1);
});

test.each(rowsOf('Values'))('%s has the values %s', (words, says) => {
  const [axis] = parseSweep(text(words), testContext()).spec.axes;
  expect(axis.values.map(value => [value].flat().join(' & ')).join(', ')).toBe(says);
});

test.each(rowsOf('Draws'))('%s draws %s', (words, says) => {
  expect(`${expandSweep({ text: text(words) }, testContext()).cells.length} cells`).toBe(says);
});

test.each(rowsOf('Lies'))('%s lies %s', (words, says) => {
  const { layout } = expandSweep({ text: text(words) }, testContext());
  expect(
    Object.entries(layout)
      .map(([word, axis]) => `${word}=${axis}`)
      .join(' ')
  ).toBe(says);
});

test.each(rowsOf('Says'))('%s is refused: %s', (words, says) => {
  const { code, facts, where } = refusal(() => expandSweep({ text: text(words) }, testContext()));
  expect(`${where?.line}:${where?.column} ${sentence(code, facts, 'en').message}`).toBe(says);
});

test.each([...page.matchAll(/```sweep\n([^]*?)\n```/g)].map(match => [match[1]]))('%j draws', cell => {
  expect(expandSweep({ text: cell }, testContext()).cells.length).toBeGreaterThan(0);
});

test('all tables of the page are read', () => {
  expect(rows).toHaveLength(lines.filter(line => /^\| `/.test(line)).length);
  expect([...new Set(rows.map(row => row.head))]).toEqual(['Sets', 'Values', 'Draws', 'Lies', 'Says']);
});
