/** A prompt as it is written in a cell, cut into what its characters are: words by their weight, and marks. */
import { masked } from '../../prompt/masked';
import { readWordsAndMarks, type PromptStyle, type WordsAndMarks } from '../../prompt/words-and-marks';
import { commentsIn, escapesIn } from '../../prompt/written';
import { findVariants } from '../variants';

/** `more` and `less` are words above and below weight 1; `mark` is what says so, and all that is no word. */
export type StretchKind = 'plain' | 'mark' | 'more' | 'less';
export type PromptStretch = { text: string; kind: StretchKind };

/** All stretches of a prompt in order; no neighbours are of one kind. */
export function stretchesOf(prompt: string, style: PromptStyle = {}): PromptStretch[] {
  const stretches: PromptStretch[] = [];
  let at = 0;
  const add = (to: number, kind: StretchKind): void => {
    const last = stretches.at(-1);
    const text = prompt.slice(at, to);
    if (last && last.kind === kind) {
      last.text += text;
    } else if (text !== '') {
      stretches.push({ text, kind });
    }
    at = to;
  };
  const addMarks = (to: number): void => {
    const isBlank = prompt.slice(at, to).trim() === '';
    add(to, isBlank ? 'plain' : 'mark');
  };
  for (const { from, to, weight } of readPrompt(prompt, style).runs) {
    addMarks(from);
    add(to, kindOf(weight));
  }
  addMarks(prompt.length);
  return stretches;
}

/** How a prompt of a cell is read, its variants one after the other; places are those of the cell's own text. */
export function readPrompt(prompt: string, style: PromptStyle): WordsAndMarks {
  const marks = [
    ...findVariants(prompt).flatMap(({ start, bars, end }) => [start, ...bars, end - 1]),
    ...escapesIn(prompt)
  ].map((at): [number, number] => [at, at + 1]);
  return readWordsAndMarks(masked(prompt, [...marks, ...commentsIn(prompt)]), style);
}

function kindOf(weight: number): StretchKind {
  return weight > 1.0001 ? 'more' : weight < 0.9999 ? 'less' : 'plain';
}
