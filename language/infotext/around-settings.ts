/** What stands before and behind the settings of a pasted text and belongs to them: more pairs, a page's notes, another picture's text. */
import { ownNames } from './known-labels';
import type { Source, Span } from '../cell/source';
import type { Settings } from './find-settings';
import { isQuiet, keyMeans, takesLine } from './keys';
import { type CellPair, extend, pairsOfLine } from './line-pairs';
import { negativeOpening } from './negative';

/** How A1111's line of settings begins. */
export const OPENS = /^Steps\s*[:：]\s*\d+(?:[.,]0+)?\s*(?:[,，]|$|\s[A-Z]|[;；|｜·•]\s*[A-Z][\w ]*[:：])/;
/** A list whose prompt has a label. */
export const PROMPT_LINE = new RegExp(`^(?:${ownNames('Prompt')})\\s*[:：]`, 'i');
const PAIR_LENGTH_MAX = 60;
const KEY_LINE = /^([\p{L}\p{N}_][\p{L}\p{N}_ /-]{1,59}):/u;

/** Whether a line opens with a key that settings are known to have. */
export function isKeyLine(line: string): boolean {
  const key = negativeOpening(line) > 0 ? undefined : KEY_LINE.exec(line)?.[1].trim();
  return key !== undefined && (isQuiet(key) || takesLine(key) || keyMeans(key) !== undefined);
}

/** Takes the lines before the settings into them that are pairs as well, in a list whose prompt has a label. */
export function readBefore(source: Source, lines: readonly Span[], settings: Settings): void {
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
export function readBehind(source: Source, all: readonly Span[], settings: Settings): void {
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

export function isSaid({ means }: CellPair, pairs: readonly CellPair[]): boolean {
  return pairs.some(pair => pair.means === means);
}

/** Whether a line is a page's own: an address, or what A1111 says under a picture. */
export function isNote(line: string): boolean {
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
