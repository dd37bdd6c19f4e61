/** Which characters of a prompt are words, what these weigh, and which are marks: for whoever shows a prompt while it is written. */
import { isBreak, readEmphasis, type BracketPair, type Emphasis } from './attention';
import type { Part } from './changing';
import { choiceMarks } from './choices';
import { splitAnd } from './composable';
import type { Dialect } from './dialects';
import { readChanging } from './editing';
import { masked } from './masked';
import { findTags } from './tags';

/** What decides how a prompt is read. AND joins parts on the positive side alone. */
export type PromptStyle = {
  dialect?: Dialect;
  emphasis?: Emphasis;
  strict?: boolean;
  side?: 'positive' | 'negative';
};

/** Words that stand together and weigh the same. */
export type WeighedWords = { from: number; to: number; weight: number };

export type WordsAndMarks = { runs: WeighedWords[]; pairs: BracketPair[] };

const WORDS = /[^\0]+/g;

/**
 * The words of any prompt, all alternatives of choices and edits one after the other, and its pairs of brackets; what is in no run is a
 * mark. Never throws. `MASK` in the text is a mark, too.
 */
export function readWordsAndMarks(prompt: string, style: PromptStyle = {}): WordsAndMarks {
  const { emphasis = 'original', dialect, strict, side } = style;
  const text = masked(masked(prompt, choiceMarks(prompt)), tagPlaces(prompt));
  const parts = side === 'negative' ? [{ text, at: 0 }] : splitAnd(text, { strict });
  const runs: WeighedWords[] = [];
  const pairs: BracketPair[] = [];
  for (const { text: part, at } of parts) {
    const tree = readChanging(part, { dialect, strict });
    const words = masked(part, gapsOf(tree, part.length));
    const read = readEmphasis(words, { emphasis, dialect, strict });
    for (const run of read.runs.filter(each => !isBreak(each))) {
      const weight = emphasis === 'ignore' ? 1 : run.weight;
      for (const { index, 0: text } of words.slice(run.at, run.at + run.length).matchAll(WORDS)) {
        runs.push({ from: at + run.at + index, to: at + run.at + index + text.length, weight });
      }
    }
    for (const { open, mark, close, ...pair } of read.pairs) {
      pairs.push({ ...pair, open: open + at, mark: mark + at, close: close + at });
    }
  }
  return { runs, pairs };
}

function tagPlaces(prompt: string): [number, number][] {
  return findTags(prompt).map(({ index, 0: tag }) => [index, index + tag.length]);
}

/** What of a prompt is in none of the texts of its tree: the marks of its edits. */
function gapsOf(tree: Part, length: number): [number, number][] {
  const texts: [number, number][] = [];
  const open = [tree];
  for (let part = open.pop(); part; part = open.pop()) {
    if ('text' in part) {
      texts.push([part.from, part.from + part.text.length]);
    } else {
      open.push(...('row' in part ? part.row : 'turns' in part ? part.turns : [part.before, part.after]));
    }
  }
  const gaps: [number, number][] = [];
  let at = 0;
  for (const [from, to] of [...texts.sort(([a], [b]) => a - b), [length, length]]) {
    if (from > at) {
      gaps.push([at, from]);
    }
    at = Math.max(at, to);
  }
  return gaps;
}
