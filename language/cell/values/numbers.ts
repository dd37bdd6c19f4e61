/**
 * Numbers and ranges of one item of a list:
 *
 *     item  : N | N ('..' | '-') N tail?
 *     tail  : ':' N | blank* '(' N ')' | blank* '[' N ']'
 *
 * `4..10:2` and A1111's `4-10 (+2)` give the step, `0..1[5]` and `0-1 [5]` the count. Without either, whole parameters of sizes go by
 * their multiple and everything else by 1. An unsigned step goes towards the end, a signed one must.
 */
import type { Parameter } from '../../../schema/catalogue';
import { Fault } from '../../../schema/fault';
import { checkValue, multipleOf, notANumber } from './check';
import { decimal, negated, numberLength, spaced, steps, stepsCount, toNumber, type Decimal } from './decimal';
import { placed, type Source, type Span, type Text } from '../source';
import type { SweepContext } from '../types';

/** Most values of an axis, and most combinations that are looked at one by one. */
export const COMBINATIONS_MAX = 100_000;

const ITEM_LENGTH_MAX = 120;

/** The checked numbers of one item; throws with the place of the number that is wrong. */
export function readNumbers(
  item: Text,
  parameter: Parameter,
  source: Source,
  context: SweepContext
): number[] {
  const whole = item.span;
  const parsed = item.value.length <= ITEM_LENGTH_MAX ? parse(item.value, whole.start) : undefined;
  if (!parsed) {
    return placed(source.where(whole), () => notANumber(parameter, item.value));
  }
  const check = (value: Decimal, span: Span): number =>
    placed(source.where(span), () => {
      const number = toNumber(value);
      if (!Number.isFinite(number)) {
        return notANumber(parameter, source.slice(span));
      }
      return asWritten(source.slice(span), value, () => checkValue(parameter, number, context) as number);
    });
  if (!parsed.to) {
    return [check(parsed.from.value, parsed.from.span)];
  }
  check(parsed.from.value, parsed.from.span);
  const values = progression(parsed, parsed.to, parameter, whole, source);
  check(parsed.to.value, parsed.to.span);
  return values.map(value =>
    placed(source.where(whole), () => checkValue(parameter, value, context) as number)
  );
}

/** What `check` refuses of a whole number that a double rounds is told as it was written, a seed with its low 32 bits. */
function asWritten(written: string, { units, scale }: Decimal, check: () => number): number {
  try {
    return check();
  } catch (error) {
    const rounded = scale === 0 && BigInt(Number(units)) !== units;
    if (!(error instanceof Fault) || !rounded) {
      throw error;
    }
    const low = error.facts.low === undefined ? {} : { low: String(BigInt.asUintN(32, units)) };
    throw new Fault(error.code, { ...error.facts, value: written, ...low });
  }
}

/** Whether a text is a range of numbers, whatever it comes to. */
export function isRange(text: string): boolean {
  return parse(text, 0)?.to !== undefined;
}

/** Where the numbers of an item stand, with offsets from its start; none when it is no number and no range. */
export function numberPlaces(text: string): Span[] {
  const range = text.length <= ITEM_LENGTH_MAX ? parse(text, 0) : undefined;
  return [range?.from, range?.to, range?.step, range?.count].flatMap(part => (part ? [part.span] : []));
}

type Part = { value: Decimal; span: Span; signed: boolean };
type Range = { from: Part; to?: Part; step?: Part; count?: Part };

function progression(range: Range, to: Part, parameter: Parameter, whole: Span, source: Source): number[] {
  const { from, step, count } = range;
  const value = source.slice(whole);
  if (count) {
    const wanted = toNumber(count.value);
    if (!Number.isInteger(wanted) || wanted < 1) {
      return source.fail('bad_count', { value: source.slice(count.span) }, count.span);
    }
    refuseCount(BigInt(wanted), whole, source);
    return spaced(from.value, to.value, wanted, parameter.kind === 'integer');
  }
  if (step && step.value.units === 0n) {
    return source.fail('zero_step', { value }, step.span);
  }
  let by = step ? step.value : { units: BigInt(multipleOf(parameter)), scale: 0 };
  const descending = stepsCount(from.value, to.value, { units: 1n, scale: 0 }) === 0n;
  if (descending && !step?.signed) {
    by = negated(by);
  }
  const length = stepsCount(from.value, to.value, by);
  if (length === 0n) {
    return source.fail('empty_range', { value, param: parameter.name }, whole);
  }
  refuseCount(length, whole, source);
  return steps(from.value, to.value, by);
}

function refuseCount(count: bigint, span: Span, source: Source): void {
  if (count > BigInt(COMBINATIONS_MAX)) {
    source.fail('too_many_values', { values: Number(count), limit: COMBINATIONS_MAX }, span);
  }
}

function parse(text: string, offset: number): Range | undefined {
  let at = 0;
  const part = (): Part | undefined => {
    const length = numberLength(text, at);
    const written = text.slice(at, at + length);
    const span = { start: offset + at, end: offset + at + length };
    at += length;
    return length > 0 ? { value: decimal(written), span, signed: /^[+-]/.test(written) } : undefined;
  };
  const skip = (token: string): boolean => {
    const found = text.startsWith(token, at);
    at += found ? token.length : 0;
    return found;
  };
  const from = part();
  if (!from || at === text.length) {
    return from && { from };
  }
  const to = skip('..') || skip('-') ? part() : undefined;
  if (!to) {
    return undefined;
  }
  const range: Range = { from, to };
  if (skip(':')) {
    range.step = part();
    return range.step && at === text.length ? range : undefined;
  }
  while (/\s/.test(text.charAt(at))) {
    at++;
  }
  const close = skip('(') ? ')' : skip('[') ? ']' : '';
  if (close) {
    while (/\s/.test(text.charAt(at))) {
      at++;
    }
    range[close === ')' ? 'step' : 'count'] = part();
    const complete = (close === ')' ? range.step : range.count) && skip(close);
    return complete && at === text.length ? range : undefined;
  }
  return at === text.length ? range : undefined;
}
