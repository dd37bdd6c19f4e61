/** The text of one field, which is what would stand after `name=` in a cell. */
import { isRange } from '../values/numbers';
import { Scanner } from './scanner';
import { Source, type Span } from '../source';
import { readItems, type PartKind, type WrittenItem } from './list';

/** An item between commas: its text without blanks around it, where that stands, and what it means as a string. */
export type FieldItem = { text: string; start: number; length: number; value: string };

/** The items of a text; an empty text has none, `3,,5` has an empty one. What clings to a value is part of its item. */
export function fieldItems(text: string): FieldItem[] {
  return readField(new Source(text), ['text']).map(({ span, parts }) => {
    const { start, end } = span;
    const item = text.slice(start, end);
    return { text: item, start, length: end - start, value: parts[0]?.value ?? '' };
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

/** An item of a field; one with a `stray` end, which a cell would refuse, is one part as it stands. */
export type ReadItem = WrittenItem & { stray: Span | null };

/** All of a text as one list. */
export function readField(source: Source, kinds: readonly PartKind[]): ReadItem[] {
  const scanner = new Scanner(source, 0, source.text.length);
  const items: ReadItem[] = [];
  scanner.skipBlanks();
  if (scanner.done) {
    return items;
  }
  do {
    items.push(...readItems(scanner, kinds).map(item => ({ ...item, stray: null })));
    scanner.skipBlanks();
    if (!scanner.done) {
      items.push(withStray(items.pop()!, scanner));
    }
  } while (scanner.take(','));
  return items;
}

function withStray({ span, ellipsis }: WrittenItem, scanner: Scanner): ReadItem {
  const from = scanner.at;
  while (!scanner.done && scanner.char !== ',') {
    scanner.at++;
  }
  const { source } = scanner;
  const whole = source.trimmed({ start: span.start, end: scanner.at });
  return {
    span: whole.span,
    parts: [{ ...whole, quote: '', closed: true }],
    ellipsis,
    stray: source.trimmed({ start: from, end: scanner.at }).span
  };
}
