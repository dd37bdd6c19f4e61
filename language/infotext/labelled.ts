/** Settings as some pages have them: a label on a line of its own, and its value on the next one. */
import type { Source, Span } from '../cell/source';
import { isQuiet, keyMeans, wellKnown } from './keys';
import type { CellPair } from './line-pairs';

/** Of the keys that every infotext has, with values that fit them; fewer may be words of a prompt. */
const PAIRS_MIN = 3;
const LABEL = /^([\p{L}\p{N}_][\p{L}\p{N}_ /-]{1,59})[:：]?$/u;

/** The pairs from a line on, no label twice; null where too few follow each other. */
export function labelledPairs(source: Source, lines: readonly Span[], from: number): CellPair[] | null {
  const pairs: CellPair[] = [];
  for (let k = from; k + 1 < lines.length; k += 2) {
    const pair = pairOf(source, lines[k], lines[k + 1]);
    if (!pair || pairs.some(({ key }) => key === pair.key)) {
      break;
    }
    pairs.push(pair);
  }
  const known = pairs.map(({ key, value, means }) => wellKnown(key, value.value, means));
  return new Set(known.filter(Boolean)).size >= PAIRS_MIN ? pairs : null;
}

function pairOf(source: Source, label: Span, value: Span): CellPair | null {
  const [, key] = LABEL.exec(source.slice(label)) ?? [];
  const means = key === undefined ? undefined : keyMeans(key);
  return key === undefined || (means === undefined && !isQuiet(key))
    ? null
    : {
        key,
        keySpan: { start: label.start, end: label.start + key.length },
        value: source.trimmed(value),
        means
      };
}
