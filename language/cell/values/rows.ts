/**
 * What the items of a list mean: numbers, ranges, sizes, words, one part for each linked parameter.
 *
 * Ranges that are linked go in step (`seed&steps=1..3&10..30:10`); a single value stays for all of them.
 */
import type { Parameter, ParameterValue } from '../../../schema/catalogue';
import { checkValue, isNone } from './check';
import { decimal, minus, steps, stepsCount, toNumber } from './decimal';
import { COMBINATIONS_MAX, readNumbers } from './numbers';
import type { Written } from '../text/scanner';
import { readSize } from '../../sizes/read-size';
import { placed, type Source, type Span, type Text } from '../source';
import type { WrittenItem } from '../text/list';
import type { SweepContext } from '../types';

/** What one part of an item sets: one parameter, or a size both of its own. */
export type Slot = Parameter | 'size';

/** The values of one step of an axis, one per parameter. `text` is there when it is one text as written. */
export type Row = { values: ParameterValue[]; span: Span; text?: Text };

/** The rows of a list, in order, doubles kept; throws with the place of the first thing that is wrong. */
export function readRows(
  items: readonly WrittenItem[],
  slots: readonly Slot[],
  name: string,
  source: Source,
  context: SweepContext
): Row[] {
  const rows: Row[] = [];
  let ellipsis: Span | undefined;
  for (const item of items) {
    if (item.ellipsis) {
      if (ellipsis || rows.length < 2 || !isNumeric(slots)) {
        source.fail('ellipsis_place', { value: source.slice(item.span) }, item.span);
      }
      ellipsis = item.span;
      continue;
    }
    const read = readItem(item, slots, name, source, context);
    if (ellipsis) {
      rows.push(...continued(rows, read, ellipsis, source));
      ellipsis = undefined;
    } else {
      rows.push(...read);
    }
    if (rows.length > COMBINATIONS_MAX) {
      source.fail('too_many_values', { values: rows.length, limit: COMBINATIONS_MAX }, item.span);
    }
  }
  if (ellipsis) {
    source.fail('ellipsis_place', { value: source.slice(ellipsis) }, ellipsis);
  }
  return rows;
}

/** Throws `unclosed_quote`. */
export function refuseUnclosed({ closed, quote, span }: Written, source: Source): void {
  if (!closed) {
    source.fail('unclosed_quote', { quote }, span);
  }
}

function isNumeric(slots: readonly Slot[]): boolean {
  const [slot] = slots;
  return slots.length === 1 && slot !== 'size' && (slot.kind === 'integer' || slot.kind === 'number');
}

/** The rows of `a, b, .., end` after b: the step is b - a. */
function continued(rows: readonly Row[], item: readonly Row[], ellipsis: Span, source: Source): Row[] {
  const [before, last] = rows.slice(-2).map(row => decimal(String(row.values[0])));
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

/** The rows of one item, one or those of a range. */
export function readItem(
  { parts: written, span }: WrittenItem,
  slots: readonly Slot[],
  name: string,
  source: Source,
  context: SweepContext
): Row[] {
  if (written.length === 0) {
    source.fail('empty_value', { param: name }, source.gap(span.start));
  }
  const parts = written.map((part, k) => {
    if (k === slots.length) {
      source.fail('linked_parts', { param: name, expected: slots.length }, span);
    }
    return readPart(part, slots[k], name, source, context);
  });
  if (parts.length < slots.length) {
    source.fail('linked_parts', { param: name, expected: slots.length }, span);
  }
  const length = Math.max(...parts.map(part => part.rows.length));
  const uneven = parts.find(part => part.rows.length > 1 && part.rows.length < length);
  if (uneven) {
    source.fail('linked_lengths', { found: uneven.rows.length, expected: length }, uneven.span);
  }
  return Array.from({ length }, (_, k) => ({
    values: parts.flatMap(({ rows }) => rows[rows.length === 1 ? 0 : k]),
    span,
    text: parts.length === 1 ? parts[0].text : undefined
  }));
}

function readPart(written: Written, slot: Slot, name: string, source: Source, context: SweepContext): Part {
  const { span } = written;
  if (written.quote === '' && written.value === '') {
    source.fail('empty_value', { param: name }, source.gap(span.start));
  }
  refuseUnclosed(written, source);
  const text = inQuotes(written);
  if (slot === 'size') {
    return { rows: [readSize(text, source, context)], span };
  }
  const none = slot.optional && isNone(text.value);
  if (!none && (slot.kind === 'integer' || slot.kind === 'number')) {
    return { rows: readNumbers(text, slot, source, context).map(value => [value]), span: text.span };
  }
  // In prompts a dollar's backslash is read with their other escapes.
  const said = slot.kind === 'text' ? written.value : written.value.replaceAll('\\$', '$');
  const value = placed(source.where(span), () => checkValue(slot, said, context));
  return { rows: [[value]], span, text: slot.kind === 'text' ? written : undefined };
}

/** Quotes around a number say nothing: the span is what stands between them. */
function inQuotes(written: Written): Text {
  const { start, end } = written.span;
  return written.quote === '' ? written : { ...written, span: { start: start + 1, end: end - 1 } };
}
