/**
 * A1111's last line: `Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, …`
 *
 * A1111 takes any line with three `key: value` matches, so it eats prompts such as `(a:1.2), (b:1.1), (c:1.3)`. Here a line counts when
 * it opens with `Steps:` and a number, or when all of it is three pairs or more and one of the keys is a parameter.
 */
import { findParameter, type Parameter } from '../../schema/catalogue';
import type { Source, Span, Text } from '../cell/source';
import { type Pair, pairsOf } from './pairs';

export type CellPair = { key: string; keySpan: Span; value: Text; means: Meaning };

/** What a key sets, or undefined when it is no parameter's. */
export type Meaning = Parameter | 'size' | 'seed_size' | undefined;

const KEY_LENGTH_MAX = 60;
const PAIRS_MIN = 3;

/** The pairs of a line, or null when it is part of the prompt. Words between the pairs are left out, with the pair they run into. */
export function readInfotext(source: Source, line: Span): CellPair[] | null {
  const text = source.slice(line);
  const opened = /^Steps:\s*\d+\s*(?:,|$)/.test(text);
  const pairs: CellPair[] = [];
  let at = 0;
  for (const pair of pairsOf(text)) {
    const between = text.slice(at, pair.start);
    const stands = isBlank(opened ? between.slice(between.lastIndexOf(',') + 1) : between);
    if (stands && pair.key.length <= KEY_LENGTH_MAX) {
      pairs.push(placedPair(pair, line.start, source));
    } else if (!opened) {
      return null;
    }
    at = pair.end;
  }
  const whole = isBlank(text.slice(at)) && pairs.length >= PAIRS_MIN;
  return opened || (whole && pairs.some(({ means }) => means !== undefined)) ? pairs : null;
}

function isBlank(between: string): boolean {
  return /^[\s,]*$/.test(between);
}

function placedPair({ key, value, quoted, ...at }: Pair, start: number, source: Source): CellPair {
  const name = source.trimmed({ start: start + at.start, end: start + at.start + key.length });
  const span = { start: start + at.valueStart, end: start + at.valueEnd };
  const text = quoted ? { value, span, at: (index: number) => span.start + index } : source.trimmed(span);
  return { key: name.value, keySpan: name.span, value: text, means: keyMeans(name.value) };
}

/**
 * The meaning of a key. Prompts have their own sections, and A1111's batch keys tell where one picture stood, not what to draw.
 */
function keyMeans(key: string): Meaning {
  const parameter = findParameter(key);
  const lower = key.toLowerCase();
  if (lower === 'size') {
    return 'size';
  }
  if (lower === 'seed resize from') {
    return 'seed_size';
  }
  return parameter?.group === 'prompt' || parameter?.group === 'batch' ? undefined : parameter;
}
