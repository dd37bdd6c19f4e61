/**
 * The pictures of a batch, which are an axis without values in the text: batch count times batch size says how many there are. More of them
 * are added by the count, for pictures that are there keep their seeds then.
 */
import { withWord, wordText } from '../../../language/cell/editor';
import { IMAGE } from '../../../language/names/sweep-words';

/** Whether an axis is that of a batch's pictures. */
export function isPictures({ id }: { id: string }): boolean {
  return id === IMAGE;
}

/** Whether a text says how many. */
export function isWholeCount(text: string): boolean {
  return /^\s*0*[1-9]\d{0,5}\s*$/.test(text);
}

/** How many pictures a text asks for in each cell; null where that isn't a number, as a variable of the kernel is none. */
export function picturesIn(text: string): number | null {
  const [count, size] = (['batch_count', 'batch_size'] as const).map(name => numberIn(text, name));
  return count === null || size === null ? null : count * size;
}

/** The text with so many pictures in each cell, or as many more as fill the last batch; null where it can't say so. */
export function withPictures(text: string, pictures: number): string | null {
  const size = numberIn(text, 'batch_size');
  return picturesIn(text) === null || size === null
    ? null
    : withWord(text, 'batch_count', String(Math.ceil(pictures / size)));
}

function numberIn(text: string, name: 'batch_count' | 'batch_size'): number | null {
  const written = wordText(text, name);
  return written === null ? 1 : isWholeCount(written) ? Number(written) : null;
}
