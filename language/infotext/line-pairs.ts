/** The pairs of one line of a cell, with their places. */
import { type Source, type Span, type Text } from '../cell/source';
import { keyMeans, type Meaning } from './keys';
import { KEYS_OF_ALL, type Pair, loosePairsOf } from './pairs';

export type CellPair = { key: string; keySpan: Span; value: Text; means: Meaning };

/** A line, read as pairs. */
export type LinePairs = {
  pairs: CellPair[];
  /** What stands between them, or before or behind them. */
  strays: Span[];
};

const KEY_LENGTH_MAX = 60;
const HASH = /^[0-9a-f]{8,64}$/i;

/**
 * The pairs of a line. `whole`: null as soon as something stands between them. A value that was not quoted goes on over its commas where
 * its key is no parameter, and over the comma of a decimal number.
 */
export function pairsOfLine(source: Source, line: Span, whole: boolean): LinePairs | null {
  const text = asciiMarks(source.slice(line));
  const found: LinePairs = { pairs: [], strays: [] };
  let at = 0;
  const between = (to: number): boolean => {
    const { span } = source.trimmed({ start: line.start + at, end: line.start + to });
    const gap = source.trimmed(withoutCommas(source, span)).span;
    if (gap.start === gap.end || goesOn(found.pairs.at(-1), gap, source)) {
      return true;
    }
    found.strays.push(gap);
    return !whole;
  };
  for (const pair of loosePairsOf(text)) {
    if (pair.key.length > KEY_LENGTH_MAX) {
      if (whole) {
        return null;
      }
      continue;
    }
    if (!between(pair.start)) {
      return null;
    }
    addPair(placedPair(pair, line.start, source), found.pairs, source);
    at = Math.min(pair.end, text.length);
  }
  return between(text.length) ? found : null;
}

/** What some put between pairs where A1111 has commas. */
const SEPARATORS = new RegExp(`[;；|｜·•](?=\\s*(?:${KEYS_OF_ALL})\\s*[:：])`, 'g');

/** `Steps：20，Seed：1` of a Chinese keyboard and `Steps: 20 | Seed: 1`, mark by mark. */
function asciiMarks(text: string): string {
  const marked = text.replace(SEPARATORS, ',');
  return /^[A-Za-z ]+：/.test(marked) ? marked.replace(/：/g, ':').replace(/，/g, ',') : marked;
}

function withoutCommas(source: Source, { start, end }: Span): Span {
  while (start < end && /[\s,，]/.test(source.text[start])) {
    start++;
  }
  while (end > start && /[\s,，]/.test(source.text[end - 1])) {
    end--;
  }
  return { start, end };
}

/** Whether what stands behind a pair's comma is part of its value; if so, it is put there. */
function goesOn(pair: CellPair | undefined, gap: Span, source: Source): boolean {
  if (!pair) {
    return false;
  }
  const { span, value } = pair.value;
  const kind = typeof pair.means === 'object' ? pair.means.kind : undefined;
  const number = gap.start === span.end + 1 ? joinedNumber(value, source.slice(gap), kind) : null;
  if (number !== null) {
    pair.value = { value: number, span: { start: span.start, end: gap.end }, at: pair.value.at };
    return true;
  }
  const quoted = source.text[span.start - 1] === '"' && source.text[span.end] === '"';
  if (pair.means === undefined && !quoted) {
    extend(pair, gap.end, source);
    return true;
  }
  return false;
}

/** The number that is written with commas: between thousands where it is whole, else before its fraction. */
function joinedNumber(value: string, rest: string, kind: string | undefined): string | null {
  if (kind === 'integer' && /^-?[1-9]\d{0,2}$/.test(value) && /^\d{3}(?:,\d{3})*$/.test(rest)) {
    return value + rest.replaceAll(',', '');
  }
  const numeric = kind === 'integer' || kind === 'number';
  return numeric && /^\d+$/.test(value) && /^\d{1,6}$/.test(rest) ? `${value}.${rest}` : null;
}

/** Takes the text up to `end` into a pair's value. */
export function extend(pair: CellPair, end: number, source: Source): void {
  pair.value = source.trimmed({ start: pair.value.span.start, end });
}

function addPair(pair: CellPair, pairs: CellPair[], source: Source): void {
  const before = pairs.at(-1);
  if (before && isPartOf(before, pair)) {
    extend(before, pair.value.span.end, source);
  } else {
    pairs.push(pair);
  }
}

/** Hashes of files by their names, and the settings of a ControlNet's unit, are one value where they are not quoted, too. */
function isPartOf(before: CellPair, { key, value, means }: CellPair): boolean {
  return (
    (/hashes$/i.test(before.key) && means === undefined && HASH.test(value.value)) ||
    (/^ControlNet \d+$/i.test(before.key) && /^[a-z]/.test(key))
  );
}

function placedPair({ key, value, quoted, ...at }: Pair, start: number, source: Source): CellPair {
  const name = source.trimmed({ start: start + at.start, end: start + at.start + key.length });
  const span = { start: start + at.valueStart, end: start + at.valueEnd };
  const text = quoted ? { value, span, at: (index: number) => span.start + index } : source.trimmed(span);
  return { key: name.value, keySpan: name.span, value: text, means: keyMeans(name.value) };
}
