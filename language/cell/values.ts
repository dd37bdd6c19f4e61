/**
 * The values after `name=`:
 *
 *     values : item (',' item)*
 *     item   : part ('&' part)*          one part for each linked parameter
 *     part   : quoted | number | range | size | bare word | '..'
 *
 * Ranges that are linked go in step (`seed&steps=1..3&10..30:10`); a single value stays for all of them.
 */
import type { Parameter, ParameterValue } from '../../schema/catalogue';
import { checkValue, isNone } from './check';
import { decimal, minus, steps, stepsCount, toNumber } from './decimal';
import { COMBINATIONS_MAX, readNumbers } from './numbers';
import type { Scanner } from './scanner';
import { readSize } from '../sizes/read-size';
import { placed, type Span, type Text } from './source';
import type { SweepContext } from './types';

/** What one part of an item sets: one parameter, or a size both of its own. */
export type Slot = Parameter | 'size';

/** The values of one step of an axis, one per parameter. `text` is there when it is one text as written. */
export type Row = { values: ParameterValue[]; span: Span; text?: Text };

/** The rows of a list, in order, doubles kept; throws with the place of the first thing that is wrong. */
export function readRows(
  scanner: Scanner,
  slots: readonly Slot[],
  name: string,
  context: SweepContext
): Row[] {
  const { source } = scanner;
  const rows: Row[] = [];
  let ellipsis: Span | undefined;
  do {
    const start = scanner.at;
    if (isEllipsis(scanner)) {
      const { value, span } = scanner.bare(',');
      if (ellipsis || rows.length < 2 || !isNumeric(slots)) {
        source.fail('ellipsis_place', { value }, span);
      }
      ellipsis = span;
      continue;
    }
    if (scanner.done || scanner.char === ',') {
      source.fail('empty_value', { param: name }, scanner.gap);
    }
    const item = readItem(scanner, slots, name, context);
    if (ellipsis) {
      rows.push(...continued(rows, item, ellipsis, scanner));
      ellipsis = undefined;
    } else {
      rows.push(...item);
    }
    if (rows.length > COMBINATIONS_MAX) {
      source.fail('too_many_values', { values: rows.length, limit: COMBINATIONS_MAX }, scanner.span(start));
    }
  } while (scanner.take(','));
  if (ellipsis) {
    source.fail('ellipsis_place', { value: source.slice(ellipsis) }, ellipsis);
  }
  return rows;
}

function isEllipsis(scanner: Scanner): boolean {
  const { text } = scanner.source;
  const dots = text[scanner.at] === '…' ? 1 : text.startsWith('...', scanner.at) ? 3 : 2;
  const shown = dots === 1 || text.startsWith('..', scanner.at);
  const after = text[scanner.at + dots];
  return shown && (scanner.at + dots >= scanner.end || after === ',' || /\s/.test(after));
}

function isNumeric(slots: readonly Slot[]): boolean {
  const [slot] = slots;
  return slots.length === 1 && slot !== 'size' && (slot.kind === 'integer' || slot.kind === 'number');
}

/** The rows of `a, b, .., end` after b: the step is b - a. */
function continued(rows: readonly Row[], item: readonly Row[], ellipsis: Span, scanner: Scanner): Row[] {
  const [before, last] = rows.slice(-2).map(row => decimal(String(row.values[0])));
  const { source } = scanner;
  if (item.length !== 1) {
    source.fail('ellipsis_place', { value: source.slice(ellipsis) }, ellipsis);
  }
  const { span, values } = item[0];
  const end = decimal(String(values[0]));
  const step = minus(last, before);
  const count = stepsCount(last, end, step);
  if (count === 0n) {
    source.fail('ellipsis_end', { end: toNumber(end), last: toNumber(last), step: toNumber(step) }, span);
  }
  if (count > BigInt(COMBINATIONS_MAX)) {
    source.fail('too_many_values', { values: Number(count), limit: COMBINATIONS_MAX }, span);
  }
  return steps(last, end, step)
    .slice(1)
    .map(value => ({ values: [value], span }));
}

type Part = { rows: ParameterValue[][]; span: Span; text?: Text };

function readItem(scanner: Scanner, slots: readonly Slot[], name: string, context: SweepContext): Row[] {
  const start = scanner.at;
  const parts: Part[] = [];
  do {
    if (parts.length === slots.length) {
      scanner.source.fail('linked_parts', { param: name, expected: slots.length }, rest(scanner, start));
    }
    parts.push(readPart(scanner, slots[parts.length], slots.length > 1, name, context));
  } while (slots.length > 1 && scanner.take('&'));
  const span = scanner.span(start);
  if (parts.length < slots.length) {
    scanner.source.fail('linked_parts', { param: name, expected: slots.length }, span);
  }
  const length = Math.max(...parts.map(part => part.rows.length));
  const uneven = parts.find(part => part.rows.length > 1 && part.rows.length < length);
  if (uneven) {
    scanner.source.fail('linked_lengths', { found: uneven.rows.length, expected: length }, uneven.span);
  }
  return Array.from({ length }, (_, k) => ({
    values: parts.flatMap(({ rows }) => rows[rows.length === 1 ? 0 : k]),
    span,
    text: parts.length === 1 ? parts[0].text : undefined
  }));
}

function rest(scanner: Scanner, start: number): Span {
  scanner.bare(',');
  return scanner.span(start);
}

function readPart(scanner: Scanner, slot: Slot, linked: boolean, name: string, context: SweepContext): Part {
  const { source } = scanner;
  const quoted = scanner.atQuote;
  const written = quoted ? scanner.quoted() : scanner.bare(linked ? ',&' : ',');
  if (!quoted && written.value === '') {
    source.fail('empty_value', { param: name }, scanner.gap);
  }
  const text = inQuotes(written, quoted);
  if (slot === 'size') {
    return { rows: [readSize(text, source, context)], span: written.span };
  }
  const none = slot.optional && isNone(text.value);
  if (!none && (slot.kind === 'integer' || slot.kind === 'number')) {
    const item = quoted ? text : withTail(scanner, text);
    return { rows: readNumbers(item, slot, source, context).map(value => [value]), span: item.span };
  }
  const value = placed(source.where(written.span), () => checkValue(slot, written.value, context));
  return { rows: [[value]], span: written.span, text: slot.kind === 'text' ? written : undefined };
}

/** Quotes around a number say nothing: the span is what stands between them. */
function inQuotes(written: Text, quoted: boolean): Text {
  return quoted
    ? { ...written, span: { start: written.span.start + 1, end: written.span.end - 1 } }
    : written;
}

/** A1111 writes a blank before `(+2)` and `[5]`. */
function withTail(scanner: Scanner, text: Text): Text {
  const { source } = scanner;
  const before = scanner.at;
  scanner.skipBlanks();
  const close = scanner.char === '(' ? ')' : scanner.char === '[' ? ']' : '';
  const end = close ? source.text.indexOf(close, scanner.at) : -1;
  if (end < 0 || end >= scanner.end || !/.(-|\.\.)/.test(text.value)) {
    scanner.at = before;
    return text;
  }
  scanner.at = end + 1;
  const span = scanner.span(text.span.start);
  return { value: source.slice(span), span, at: text.at };
}
