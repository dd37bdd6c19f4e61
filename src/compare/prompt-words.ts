/** Two prompts word by word: which of their words the other has not. */
import { diffArrays } from 'diff';

/** A piece of a prompt as it is written. */
export type Part = { text: string; differs: boolean };

/** A number (a weight among them), a sign of prompts, blanks, and whatever else stands between. */
const PIECES = /\d+(?:\.\d+)?|\.\d+|[()[\]{}<>|:,;，。、；：（）]|\s+|[^\d()[\]{}<>|:,;，。、；：（）\s]+/gu;

/** Both prompts in pieces, the first with what is in it alone, the second likewise. */
export function comparePrompts(a: string, b: string): [Part[], Part[]] {
  const left: Part[] = [];
  const right: Part[] = [];
  for (const { value, added, removed } of diffArrays(tokensOf(a), tokensOf(b))) {
    const text = value.join('');
    if (!added) {
      left.push({ text, differs: removed });
    }
    if (!removed) {
      right.push({ text, differs: added });
    }
  }
  return [joined(left), joined(right)];
}

/** The words of a prompt: Chinese and Japanese ones as a dictionary cuts them, signs and numbers each for themselves. */
export function tokensOf(prompt: string): string[] {
  return (prompt.match(PIECES) ?? []).flatMap(wordsOf);
}

const segmenter =
  typeof Intl.Segmenter === 'function' ? new Intl.Segmenter('zh', { granularity: 'word' }) : null;

function wordsOf(piece: string): string[] {
  // Latin words need no dictionary; a browser without one takes each sign of other scripts for a word.
  if (/^[\p{Script=Latin}\p{M}'’_\-–—]+$/u.test(piece) || /^[\d.\s]+$/.test(piece)) {
    return [piece];
  }
  return segmenter ? [...segmenter.segment(piece)].map(({ segment }) => segment) : [...piece];
}

/** Blanks between two words that differ are theirs: a mark that is torn apart is read as two. */
function joined(parts: readonly Part[]): Part[] {
  const whole: Part[] = [];
  parts.forEach((part, at) => {
    const between =
      !part.differs &&
      /^\s+$/.test(part.text) &&
      parts[at - 1]?.differs === true &&
      parts[at + 1]?.differs === true;
    const differs = part.differs || between;
    const last = whole.at(-1);
    if (last && last.differs === differs) {
      whole[whole.length - 1] = { text: last.text + part.text, differs };
    } else {
      whole.push({ text: part.text, differs });
    }
  });
  return whole;
}
