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
import { isQuiet, keyMeans, takesLine, wellKnown } from './keys';
import { ownNames } from './known-labels';
import { labelledPairs } from './labelled';
import { type CellPair, extend, type LinePairs, pairsOfLine } from './line-pairs';
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
const OPENS = /^Steps\s*[:：]\s*\d+(?:[.,]0+)?\s*(?:[,，]|$|\s[A-Z]|[;；|｜·•]\s*[A-Z][\w ]*[:：])/;
const STEPS_WITHIN = /(?<=[\s.,;!?)\]}>"'|])Steps:\s*\d+(?=\s*[,\s]|\.0)/g;
const PROMPT_LINE = new RegExp(`^(?:${ownNames('Prompt')})\\s*[:：]`, 'i');
const PAIR_LENGTH_MAX = 60;
const KEY_LINE = /^([\p{L}\p{N}_][\p{L}\p{N}_ /-]{1,59}):/u;

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

/** Whether a line opens with a key that settings are known to have. */
function isKeyLine(line: string): boolean {
  const key = negativeOpening(line) > 0 ? undefined : KEY_LINE.exec(line)?.[1].trim();
  return key !== undefined && (isQuiet(key) || takesLine(key) || keyMeans(key) !== undefined);
}

/** Takes the lines before the settings into them that are pairs as well, in a list whose prompt has a label. */
function readBefore(source: Source, lines: readonly Span[], settings: Settings): void {
  for (const line of lines.toReversed()) {
    const text = source.slice(line);
    const isPair = negativeOpening(text) === 0 && KEY_LINE.test(text) && !PROMPT_LINE.test(text);
    const pairs =
      isPair && text.length <= PAIR_LENGTH_MAX ? pairsOfLine(source, line, true)?.pairs : undefined;
    if (pairs?.length !== 1) {
      return;
    }
    settings.pairs.unshift(...pairs);
    settings.start = line.start;
  }
}

/** Takes the lines behind the settings into them, those of another picture left out. */
function readBehind(source: Source, all: readonly Span[], settings: Settings): void {
  const lines = all.slice(0, secondAt(source, all, settings));
  if (lines.length < all.length) {
    settings.second = { start: all[lines.length].start, end: all[all.length - 1].end };
  }
  /** What a line without a key goes on. */
  let open: CellPair | Span | undefined;
  for (const line of lines) {
    const text = source.slice(line);
    const opening = negativeOpening(text, settings.labelled);
    if (opening > 0) {
      const middle = line.start + opening;
      open = { start: middle, end: line.end };
      settings.negatives.push({ opening: { start: line.start, end: middle }, text: open });
      continue;
    }
    const pairs = isNote(text) ? null : behindLine(source, line, text);
    if (isNote(text)) {
      settings.strays.push(line);
      open = undefined;
    } else if (pairs) {
      pairs.forEach(pair => settings.pairs.push(pair));
      open = pairs.length === 1 && pairs[0].means === undefined ? pairs[0] : undefined;
    } else if (open && 'key' in open) {
      extend(open, line.end, source);
    } else if (open) {
      open.end = line.end;
    } else {
      settings.strays.push(line);
    }
  }
}

/** The first of the lines behind settings that belongs to another picture's: the prompts before a further `Steps:`. */
function secondAt(source: Source, lines: readonly Span[], { pairs, labelled }: Settings): number {
  const at = lines.findIndex(line => {
    const text = source.slice(line);
    const [first] = OPENS.test(text) ? (pairsOfLine(source, line, false)?.pairs ?? []) : [];
    return first !== undefined && isSaid(first, pairs);
  });
  if (at < 0 || labelled) {
    return lines.length;
  }
  const isOwn = (line: Span): boolean => {
    const text = source.slice(line);
    return negativeOpening(text) === 0 && (isNote(text) || isKeyLine(text));
  };
  return lines.slice(0, at).findLastIndex(isOwn) + 1;
}

function isSaid({ means }: CellPair, pairs: readonly CellPair[]): boolean {
  return pairs.some(pair => pair.means === means);
}

/** Whether a line is a page's own: an address, or what A1111 says under a picture. */
function isNote(line: string): boolean {
  return (
    /^(?:https?:\/\/|www\.)\S+$|^(?:warning|error|torch active\/reserved|used (?:embeddings|loras?))\s*:/i.test(
      line
    ) || /^[\p{L}\p{N}_ /-]{2,60}:\s*https?:\/\/\S+$/u.test(line)
  );
}

function behindLine(source: Source, line: Span, text: string): CellPair[] | null {
  const key = KEY_LINE.exec(text)?.[1];
  if (key === undefined) {
    return null;
  }
  const found = takesLine(key.trim()) ? null : pairsOfLine(source, line, true);
  if (found && (found.pairs.length > 1 || found.pairs[0]?.means !== undefined)) {
    return found.pairs;
  }
  const start = line.start + key.length + 1;
  return [
    {
      key: key.trim(),
      keySpan: source.trimmed({ start: line.start, end: start - 1 }).span,
      value: source.trimmed({ start, end: line.end }),
      means: undefined
    }
  ];
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
