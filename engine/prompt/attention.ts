/**
 * A1111's emphasis: which words of a prompt weigh more or less.
 *
 *   run    = text | '\' bracket | '(' run* ')' | '[' run* ']' | '(' run* ':' number ')'
 *
 * `(a)` weighs 1.1, `[a]` 1 / 1.1, `(a:1.3)` 1.3; nesting multiplies. An open bracket reaches to the end, a close bracket without an
 * open one is text, so everything parses; round and square brackets may even overlap. `BREAK` as a word of its own is a marker that
 * ends a chunk, but only outside of brackets: A1111 knows it by its weight, exactly -1.
 */
import { EngineError } from '../errors';

export type Emphasis = 'original' | 'no_norm' | 'ignore' | 'none';
/** Whose brackets and weights a prompt is written in. */
export type Dialect = 'a1111' | 'novelai' | 'hai';

/** Words and what they weigh. Neighbours of equal weight are one run. */
export type PromptRun = { text: string; weight: number };

const BREAK: PromptRun = { text: 'BREAK', weight: -1 };
export const isBreak = ({ text, weight }: PromptRun): boolean =>
  text === BREAK.text && weight === BREAK.weight;

const ROUND = 1.1;
const SQUARE = 1 / 1.1;
/** Deeper brackets are text, so that a prompt of nothing else takes no time. */
const DEEPEST = 100;

/** An escape, a bracket, a weight that closes a bracket, a stray colon, or text up to the next of these. */
const TOKENS = /\\[()[\]\\]|\\|\(|\[|:\s*(?<weight>[+-]?[.\p{Nd}]+)\s*\)|\)|\]|[^\\()[\]:]+|:/gu;
const BREAKS = /(?<![\p{L}\p{N}_])BREAK(?![\p{L}\p{N}_])/u;

/**
 * The runs of a prompt, at least one. With emphasis `none` brackets and BREAK are text.
 * Throws `bad_weight` with the place of a weight that is not a number ("1.2.3").
 */
export function parsePrompt(prompt: string, { emphasis }: { emphasis: Emphasis }): PromptRun[] {
  if (emphasis === 'none') {
    return [{ text: prompt, weight: 1 }];
  }
  const runs: PromptRun[] = [];
  const open = { round: [] as number[], square: [] as number[] };
  const weigh = (from: number, factor: number): void => {
    for (let k = from; k < runs.length; k++) {
      runs[k].weight *= factor;
    }
  };

  for (const match of prompt.matchAll(TOKENS)) {
    const [token] = match;
    const weight = match.groups?.weight;
    if (token.startsWith('\\')) {
      runs.push({ text: token.slice(1), weight: 1 });
    } else if (token === '(' && open.round.length < DEEPEST) {
      open.round.push(runs.length);
    } else if (token === '[' && open.square.length < DEEPEST) {
      open.square.push(runs.length);
    } else if (weight !== undefined && open.round.length) {
      weigh(open.round.pop()!, readWeight(weight, match.index + token.indexOf(weight)));
    } else if (token === ')' && open.round.length) {
      weigh(open.round.pop()!, ROUND);
    } else if (token === ']' && open.square.length) {
      weigh(open.square.pop()!, SQUARE);
    } else {
      for (const run of splitAtBreaks(token)) {
        runs.push(run);
      }
    }
  }
  open.round.forEach(from => weigh(from, ROUND));
  open.square.forEach(from => weigh(from, SQUARE));
  return merged(runs);
}

function readWeight(text: string, at: number): number {
  const value = Number(text.normalize('NFKC')); // full-width digits are digits
  if (Number.isNaN(value)) {
    throw new EngineError('bad_weight', { text, at });
  }
  return value;
}

/** The text around each BREAK, which takes the blanks on both sides with it. */
function splitAtBreaks(text: string): PromptRun[] {
  const parts = text.split(BREAKS);
  const last = parts.length - 1;
  return parts.flatMap((part, k) => {
    const from = k > 0 ? part.trimStart() : part;
    const run = { text: k < last ? from.trimEnd() : from, weight: 1 };
    return k > 0 ? [{ ...BREAK }, run] : [run];
  });
}

function merged(runs: readonly PromptRun[]): PromptRun[] {
  const out: PromptRun[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    if (last && last.weight === run.weight) {
      last.text += run.text;
    } else {
      out.push(run);
    }
  }
  return out.length ? out : [{ text: '', weight: 1 }];
}
