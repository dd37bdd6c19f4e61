/** The weight of the words at the caret, and the prompt with another: written as the prompt's dialect reads it. */
import type { BracketPair } from '../../prompt/attention';
import { DIALECTS } from '../../prompt/dialects';
import type { PromptStyle } from '../../prompt/words-and-marks';
import { readPrompt } from './stretches';

/** A prompt, and what of it is to be selected. */
export type Edit = { text: string; start: number; end: number };

const WEIGHT_MAX = 10;

/** The weight of the innermost brackets around the caret, or null outside any; pairs that touch are one where weights have no number. */
export function weightAt(text: string, caret: number, style: PromptStyle = {}): number | null {
  const chain = chainAt(readPrompt(text, style).pairs, caret, caret, style);
  return chain.length > 0 ? round(chain.reduce((product, { weight }) => product * weight, 1)) : null;
}

/**
 * The prompt with the weight at the selection changed by `delta`: that of the brackets around it, else of brackets made around the
 * selection or the words under the caret. A weight of 1 loses its brackets. Where the dialect has no numbers, by one pair of brackets.
 */
export function changeWeight(
  text: string,
  start: number,
  end: number,
  delta: number,
  style: PromptStyle = {}
): Edit {
  const { pairs, runs } = readPrompt(text, style);
  const chain = chainAt(pairs, start, end, style);
  const inner = chain[0];
  const outer = chain.at(-1);
  const [from, to] = inner ? [inner.open + 1, inner.mark] : wordsAround(text, start, end, runs);
  if (from === to && !inner) {
    return { text, start, end };
  }
  const [before, after] = outer
    ? [text.slice(0, outer.open), text.slice(outer.close + 1)]
    : [text.slice(0, from), text.slice(to)];
  const words = text.slice(from, to);
  const [open, close] = hasNumbers(style)
    ? numbered(bounded((inner?.weight ?? 1) + delta))
    : layered(
        chain.reduce((sum, { weight }) => sum + Math.sign(weight - 1), Math.sign(delta)),
        style
      );
  const at = before.length + open.length;
  return { text: before + open + words + close + after, start: at, end: at + words.length };
}

function numbered(weight: number): [open: string, close: string] {
  return weight === 1 ? ['', ''] : ['(', `:${weight})`];
}

/** As many brackets as there are layers; brackets that lower the weight for less than none. */
function layered(layers: number, { dialect = 'a1111' }: PromptStyle): [open: string, close: string] {
  const bracket = DIALECTS[dialect].brackets.find(({ factor }) => factor > 1 === layers > 0)!;
  const count = Math.abs(layers);
  return [bracket.open.repeat(count), bracket.close.repeat(count)];
}

function hasNumbers({ dialect = 'a1111' }: PromptStyle): boolean {
  return DIALECTS[dialect].brackets.some(({ takesWeight }) => takesWeight);
}

/** The innermost pair around a selection; where weights have no numbers, with the pairs that lie directly around it. */
function chainAt(
  pairs: readonly BracketPair[],
  start: number,
  end: number,
  style: PromptStyle
): BracketPair[] {
  const around = pairs
    .filter(({ open, close }) => open < start && end <= close)
    .sort((a, b) => b.open - a.open);
  const apart = around.findIndex(
    ({ open, close }, k) => k > 0 && (open !== around[k - 1].open - 1 || close !== around[k - 1].close + 1)
  );
  return around.slice(0, hasNumbers(style) ? 1 : apart < 0 ? around.length : apart);
}

/** The selection without blanks around it; for a bare caret the words between commas and marks that it stands in. */
function wordsAround(
  text: string,
  start: number,
  end: number,
  runs: readonly { from: number; to: number }[]
): [number, number] {
  let [from, to] = [start, end];
  if (from === to) {
    const [least, most] = stretchAround(start, runs);
    while (from > least && !/[,，。\n]/.test(text[from - 1])) {
      from--;
    }
    while (to < most && !/[,，。\n]/.test(text[to])) {
      to++;
    }
  }
  const raw = text.slice(from, to);
  from += raw.length - raw.trimStart().length;
  return [from, Math.max(from, from + raw.trim().length)];
}

/** How far words reach from a place without a mark between them. */
function stretchAround(at: number, runs: readonly { from: number; to: number }[]): [number, number] {
  const k = runs.findIndex(({ from, to }) => from <= at && at <= to);
  if (k < 0) {
    return [at, at];
  }
  let [first, last] = [k, k];
  while (first > 0 && runs[first - 1].to === runs[first].from) {
    first--;
  }
  while (last + 1 < runs.length && runs[last + 1].from === runs[last].to) {
    last++;
  }
  return [runs[first].from, runs[last].to];
}

function bounded(weight: number): number {
  return round(Math.min(WEIGHT_MAX, Math.max(0, weight)));
}

function round(weight: number): number {
  return Math.round(weight * 100) / 100;
}
