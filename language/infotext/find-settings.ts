/**
 * Where the settings of a pasted text stand. A1111 writes them as the last line:
 *
 *     Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, …
 *
 * and takes any line with three `key: value` matches for them, so that it eats prompts such as `(a:1.2), (b:1.1), (c:1.3)`. Here the last
 * line counts when it opens with `Steps:` and a number, or when all of it is three pairs or more and one of the keys is a parameter.
 * Extensions, web pages and people put other lines behind the settings, break them over lines, or lose the line breaks. So lines elsewhere
 * count, too, and a line from its `Steps:` on, when three of the keys that every infotext has stand there with values that fit them.
 * Labels and values on lines by turns count as `labelled.ts` has it. Whatever stands behind the settings belongs to them: it is never part
 * of a prompt.
 */
import type { Source, Span } from '../cell/source';
import { isKeyLine, isNote, isSaid, OPENS, PROMPT_LINE, readBefore, readBehind } from './around-settings';
import { wellKnown } from './keys';
import { labelledPairs } from './labelled';
import { type CellPair, type LinePairs, pairsOfLine } from './line-pairs';
import { negativeOpening } from './negative';

export type Settings = {
  pairs: CellPair[];
  /** Where the prompts before them end. */
  start: number;
  /** What stands among or behind them and is no pair. */
  strays: Span[];
  /** Whether they stand where A1111 doesn't write them. */
  elsewhere: boolean;
  /** Whether text stands before them on their line. */
  inline: boolean;
  /** Whether each key and each value has a line of its own. */
  labelled: boolean;
  /** Negative prompts behind them: the word that opens each, and its text. */
  negatives: { opening: Span; text: Span }[];
  /** Where the text of another picture begins, which is not read. */
  second?: Span;
};

/** Pairs that make a line settings wherever it stands, or whatever it holds besides. */
const PAIRS_MIN = 3;
const STEPS_WITHIN = /(?<=[\s.,:;!?)\]}>"'|，。：；！？）】])Steps:\s*\d+(?=\s*[,\s]|\.0)/g;

/** The settings of a body, or null when all of it is prompt. */
export function findSettings(source: Source, body: Span): Settings | null {
  const lines = linesOf(source, body);
  for (let k = 0; k < lines.length; k++) {
    // A comment, whatever it says.
    if (source.slice(lines[k]).startsWith('#')) {
      continue;
    }
    const block = runsOn(source.slice(lines[k]))
      ? withinLine(source, lines[k])
      : (labelledAt(source, lines, k) ?? blockAt(source, lines, k) ?? withinLine(source, lines[k]));
    if (block?.isSettings) {
      const settings: Settings = {
        ...block.found,
        start: block.start,
        inline: block.start !== lines[k].start,
        elsewhere: block.start !== lines[k].start || k < lines.length - 1,
        labelled: block.labelled ?? false,
        negatives: []
      };
      if (PROMPT_LINE.test(source.slice(lines[0]))) {
        readBefore(source, lines.slice(0, k), settings);
      }
      readBehind(source, lines.slice(k + block.lines), settings);
      return settings;
    }
    k += Math.max(0, (block?.lines ?? 1) - 1);
  }
  return null;
}

/** Whether a line says prompts, too: it has lost line breaks, and what comes before its settings is none of them. */
function runsOn(line: string): boolean {
  return !OPENS.test(line) && (/^[\w ]*prompt\s*:/i.test(line) || /[^\s,]\s+Steps:\s*\d/.test(line));
}

/** Lines that are pairs, one after the other. */
type Block = { found: LinePairs; start: number; lines: number; isSettings: boolean; labelled?: boolean };

function labelledAt(source: Source, lines: readonly Span[], k: number): Block | null {
  const pairs = labelledPairs(source, lines, k);
  return (
    pairs && {
      found: { pairs, strays: [] },
      start: lines[k].start,
      lines: 2 * pairs.length,
      isSettings: true,
      labelled: true
    }
  );
}

function blockAt(source: Source, lines: readonly Span[], k: number): Block | null {
  const first = lines[k];
  const text = source.slice(first);
  const opened = OPENS.test(text);
  const found = negativeOpening(text) > 0 ? null : pairsOfLine(source, first, !opened);
  if (!found || found.pairs.length === 0) {
    return null;
  }
  const isLast = k === lines.length - 1;
  const { pairs, strays } = found;
  const oneLine = opened || (pairs.length >= PAIRS_MIN && pairs.some(({ means }) => means !== undefined));
  if (isLast) {
    return { found, start: first.start, lines: 1, isSettings: oneLine };
  }
  if (!opened && !startsBlock(pairs[0])) {
    return { found, start: first.start, lines: 1, isSettings: false };
  }
  let end = k + 1;
  for (; end < lines.length; end++) {
    const more = negativeOpening(source.slice(lines[end])) > 0 ? null : pairsOfLine(source, lines[end], true);
    if (
      !more ||
      more.pairs.length === 0 ||
      more.pairs[0].means === undefined ||
      isSaid(more.pairs[0], pairs)
    ) {
      break;
    }
    more.pairs.forEach(pair => pairs.push(pair));
  }
  const rest = end === lines.length ? '' : source.slice(lines[end]);
  const known = rest === '' || isKeyLine(rest) || isNote(rest) || OPENS.test(rest);
  const isSettings = countKnown(pairs) >= PAIRS_MIN || (oneLine && known);
  return { found: { pairs, strays }, start: first.start, lines: end - k, isSettings };
}

/** Settings that have lost the line break before them. */
function withinLine(source: Source, line: Span): Block | null {
  for (const { index } of source.slice(line).matchAll(STEPS_WITHIN)) {
    const start = line.start + index;
    const found = pairsOfLine(source, { start, end: line.end }, false);
    if (found && countKnown(found.pairs) >= PAIRS_MIN) {
      return { found, start, lines: 1, isSettings: true };
    }
    return null;
  }
  return null;
}

function startsBlock({ key, value, means }: CellPair): boolean {
  const name = typeof means === 'object' ? means.name : '';
  return wellKnown(key, value.value, means) !== null || name === 'model' || name === 'vae';
}

function countKnown(pairs: readonly CellPair[]): number {
  return new Set(pairs.map(({ key, value, means }) => wellKnown(key, value.value, means)).filter(Boolean))
    .size;
}

/** The lines that are not blank, without the blanks around them. */
function linesOf(source: Source, { start, end }: Span): Span[] {
  const lines: Span[] = [];
  for (let at = start; at < end; at = source.lineEnd(at) + 1) {
    const { span } = source.trimmed({ start: at, end: Math.min(end, source.lineEnd(at)) });
    if (span.start < span.end) {
      lines.push(span);
    }
  }
  return lines;
}
