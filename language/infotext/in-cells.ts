/**
 * A1111's last line: `Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, …`
 *
 *     infotext : pair (',' pair)*
 *     pair     : key ':' (JSON string | text up to the next comma)
 *
 * A1111 takes any line with three `key: value` matches, so it eats prompts such as `(a:1.2), (b:1.1), (c:1.3)`. Here a line counts when
 * it opens with `Steps:` and a number, or when all of it is three pairs or more and one of the keys is a parameter.
 */
import { findParameter, type Parameter } from '../../schema/catalogue';
import type { Source, Span, Text } from '../cell/source';

export type Pair = { key: string; keySpan: Span; value: Text; means: Meaning };

/** What a key sets, or undefined when it is no parameter's. */
export type Meaning = Parameter | 'size' | 'seed_size' | undefined;

const KEY_LENGTH_MAX = 60;

/** The pairs of a line, or null when it is part of the prompt. */
export function readInfotext(source: Source, line: Span): Pair[] | null {
  const opening = /Steps:\s*\d+\s*(?:,|$)/y;
  opening.lastIndex = line.start;
  const opened = opening.exec(source.text.slice(0, line.end)) !== null;
  const pairs = readPairs(source, line, opened);
  return opened || (pairs && pairs.length >= 3 && pairs.some(({ means }) => means !== undefined))
    ? pairs
    : null;
}

/**
 * The meaning of a key. Prompts have their own sections, and A1111's batch keys tell where one picture stood, not what to draw.
 */
function keyMeans(key: string): Meaning {
  const parameter = key.length <= KEY_LENGTH_MAX ? findParameter(key) : undefined;
  const lower = key.toLowerCase();
  if (lower === 'size') {
    return 'size';
  }
  if (lower === 'seed resize from') {
    return 'seed_size';
  }
  return parameter?.group === 'prompt' || parameter?.group === 'batch' ? undefined : parameter;
}

/** The pairs, pieces between them left out; null when there are such pieces and `loose` doesn't allow them. */
function readPairs(source: Source, line: Span, loose: boolean): Pair[] | null {
  const { text } = source;
  const pairs: Pair[] = [];
  const meanings = new Map<string, Meaning>();
  let colon = -1;
  for (let at = line.start; at < line.end;) {
    const comma = indexBefore(text, ',', at, line.end);
    colon = colon < at ? indexBefore(text, ':', at, line.end) : colon;
    const key = source.trimmed({ start: at, end: Math.min(colon, comma) });
    if (colon < comma && isKey(key.value)) {
      const { value, next } = readValue(source, { start: colon + 1, end: line.end });
      if (!meanings.has(key.value)) {
        meanings.set(key.value, keyMeans(key.value));
      }
      pairs.push({ key: key.value, keySpan: key.span, value, means: meanings.get(key.value) });
      at = next;
    } else if (loose || source.trimmed({ start: at, end: comma }).value === '') {
      at = comma + 1;
    } else {
      return null;
    }
  }
  return pairs;
}

function isKey(key: string): boolean {
  return key.length >= 2 && key.length <= KEY_LENGTH_MAX && /^[\p{L}\p{N}_][\p{L}\p{N}_ /-]+$/u.test(key);
}

function readValue(source: Source, { start, end }: Span): { value: Text; next: number } {
  const { text } = source;
  let open = start;
  while (open < end && text[open] === ' ') {
    open++;
  }
  const close = text[open] === '"' ? closingQuote(text, open, end) : -1;
  const comma = indexBefore(text, ',', close < 0 ? start : close, end);
  if (close >= 0 && text.slice(close + 1, comma).trim() === '') {
    const span = { start: open + 1, end: close };
    const inner = source.slice(span);
    return { value: { value: unescaped(inner), span, at: index => span.start + index }, next: comma + 1 };
  }
  const plain = indexBefore(text, ',', start, end);
  return { value: source.trimmed({ start, end: plain }), next: plain + 1 };
}

function closingQuote(text: string, open: number, end: number): number {
  for (let at = open + 1; at < end; at++) {
    if (text[at] === '\\') {
      at++;
    } else if (text[at] === '"') {
      return at;
    }
  }
  return -1;
}

function unescaped(inner: string): string {
  try {
    return String(JSON.parse(`"${inner}"`));
  } catch {
    return inner;
  }
}

function indexBefore(text: string, char: string, start: number, end: number): number {
  const found = text.indexOf(char, start);
  return found < 0 || found > end ? end : found;
}
