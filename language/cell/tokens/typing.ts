/** What is being typed at a caret on a cell's first line. */
import { readWrittenCell } from '../text/written-cell';

/** `typed` is what stands before the caret, a string without its quote, from `start` on; `axes` are the names given before. */
export type Typing = { typed: string; start: number; axes: string[] } & (
  { kind: 'name' } | { kind: 'value'; of: string }
);

/** What is typed; null where nothing of a first line could stand: behind a whole string, in the prompt, in another cell. */
export function typingAt(text: string, caret: number): Typing | null {
  const cell = readWrittenCell(text);
  if (!cell || caret <= cell.magic.end || text.slice(cell.magic.end, caret).includes('\n')) {
    return null;
  }
  const { words } = readWrittenCell(text.slice(0, caret)) ?? { words: [] };
  const axes = words.filter(({ equals }) => equals).map(({ name }) => name.value);
  const word = words.at(-1);
  const item = word?.items.at(-1);
  const part = item?.parts.at(-1);
  const end = word?.stray?.end ?? part?.span.end ?? word?.span.end;
  const awaitsValue = word?.equals && !part;
  if (!word || (end !== caret && !awaitsValue)) {
    return { kind: 'name', typed: '', start: caret, axes };
  }
  const names = word.name.value.split('&');
  if (!word.equals) {
    const typed = names[names.length - 1];
    return { kind: 'name', typed, start: caret - typed.length, axes };
  }
  if (word.stray || (part?.quote && part.closed)) {
    return null;
  }
  const of = names[Math.max(0, (item?.parts.length ?? 0) - 1)] ?? names[0];
  const typed = part?.value.slice(part.quote.length) ?? '';
  return { kind: 'value', of, typed, start: part?.span.start ?? caret, axes: axes.slice(0, -1) };
}
