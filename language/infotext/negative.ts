import { ownNames } from './known-labels';

/** The word that opens the negative prompt, at the start of a line, in cells as in A1111's infotext. */
export const NEGATIVE_LABEL = 'Negative prompt:';

const WORDS = NEGATIVE_LABEL.slice(0, -1);
/** In any case, with the full-width colon of Chinese keyboards, too. */
const AT_START = new RegExp(`^(?:${ownNames('Negative prompt')})\\s*[:：]`, 'i');
/** On a line of its own; a single word may be one of a prompt. */
const ALONE = new RegExp(`^(?!negative$)(?:${ownNames('Negative prompt')})$`, 'i');
const WITHIN = new RegExp(`(?<=\\s)${WORDS}:`, 'g');

/** The line or lines of a negative prompt. */
export function negativeSection(text: string): string {
  return `${NEGATIVE_LABEL} ${text}`;
}

/** How long the word is with which a line opens the negative prompt; 0 when it doesn't. `labelled`: the word alone opens it, too. */
export function negativeOpening(line: string, labelled = false): number {
  const length = AT_START.exec(line.slice(0, 24))?.[0].length ?? 0;
  return length === 0 && labelled && ALONE.test(line) ? line.length : length;
}

/** Where the word stands within a text whose line breaks were lost; -1 when it doesn't. */
export function negativeWithin(text: string): number {
  return text.search(WITHIN);
}
