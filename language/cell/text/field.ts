/** The text of one field, which is what would stand after `name=` in a cell. */
import { isRange } from '../numbers';
import { Scanner, type Written } from '../scanner';
import { Source } from '../source';
import { readItems, type PartKind, type WrittenItem } from './list';

/** An item between commas: its text without blanks around it, where that stands, and what it means as a string. */
export type FieldItem = { text: string; start: number; length: number; value: string };

/** The items of a text; an empty text has none, `3,,5` has an empty one. What clings to a value is part of its item. */
export function fieldItems(text: string): FieldItem[] {
  return readField(new Source(text), ['text']).map(({ span, parts, stray }) => {
    const { start, end } = span;
    const item = text.slice(start, end);
    const [only] = parts;
    return {
      text: item,
      start,
      length: end - start,
      value: parts.length === 1 && !stray && isString(only) ? only.value : item
    };
  });
}

/** The values of a field as strings: quotes and escapes are read. */
export function fieldValues(text: string): string[] {
  return fieldItems(text).map(({ value }) => value);
}

/** The first value of a field, or '' when it is empty. */
export function firstValue(text: string): string {
  return fieldValues(text)[0] ?? '';
}

/** Whether a text says several values: a list, or a range. */
export function saysSeveral(text: string): boolean {
  const items = fieldItems(text);
  return items.length > 1 || items.some(item => isRange(item.text));
}

/** An item of a field; `stray` when something clings to it that a cell would refuse. */
export type ReadItem = WrittenItem & { stray: boolean };

/** All of a text as one list. */
export function readField(source: Source, kinds: readonly PartKind[]): ReadItem[] {
  const scanner = new Scanner(source, 0, source.text.length);
  const items: ReadItem[] = [];
  scanner.skipBlanks();
  if (scanner.done) {
    return items;
  }
  do {
    const read = readItems(scanner, kinds).map(item => ({ ...item, stray: false }));
    const last = read[read.length - 1];
    scanner.skipBlanks();
    if (!scanner.done) {
      last.stray = true;
      while (!scanner.done && scanner.char !== ',') {
        scanner.at++;
      }
      last.span = source.trimmed({ start: last.span.start, end: scanner.at }).span;
    }
    items.push(...read);
  } while (scanner.take(','));
  return items;
}

function isString({ quote, closed }: Written): boolean {
  return quote !== '' && closed;
}
