/**
 * The first line:
 *
 *     header : ('%%sweep' | '%%txt2img' | '%%enhance' pictures?)? word*
 *     word   : name ('&' name)* '=' values  |  ('x' | 'y' | 'xx' | 'yy' | 'where') '=' text  |  ('sample' | 'limit') '=' count
 *
 * Without the magic, a first line that is blank or opens with `name=` is the header; otherwise there is none and all is body.
 */
import { Fault } from '../../../schema/fault';
import { parameterNamed, type ParameterValue } from '../../../schema/catalogue';
import {
  isCountWord,
  isLayoutWord,
  parameterCalled,
  SIZE,
  type CountWord,
  type LayoutWord
} from '../../names/parameters';
import { COMBINATIONS_MAX } from '../values/numbers';
import { readItems } from './list';
import { Scanner } from './scanner';
import { excerpt, placed, type Source, type Span, type Text } from '../source';
import { readWrittenWords, takesOneText, type WrittenWord } from './words';
import type { Magic, SweepContext } from '../types';
import { readRows, refuseUnclosed, type Row, type Slot } from '../values/rows';

type Common = { nameSpan: Span; span: Span };
export type ValuesWord = Common & {
  kind: 'values';
  params: string[];
  field: string;
  raw: string;
  rows: Row[];
};
export type LayoutWordRead = Common & { kind: 'layout'; name: LayoutWord; text: Text };
export type WhereWord = Common & { kind: 'where'; text: Text };
export type CountWordRead = Common & { kind: 'count'; name: CountWord; count: number };
export type Word = ValuesWord | LayoutWordRead | WhereWord | CountWordRead;

export type Header = { magic: Magic; words: Span; body: Span };

/** Where the first line's words and the body stand; throws `unknown_magic`. */
export function findHeader(source: Source): Header {
  const { text } = source;
  const first = text.search(/\S/);
  const magic = first >= 0 && /[%％]{1,2}[A-Za-z%％]\S*/y;
  if (magic) {
    magic.lastIndex = first;
    const name = magic.exec(text)?.[0];
    if (name !== undefined) {
      return marked(source, name, first);
    }
  }
  const end = source.lineEnd(0);
  const line = text.slice(0, end);
  if (line.trim() !== '' && !/^\s*[\p{L}\p{N}_&-]+\s*=(?!=)/u.test(line)) {
    return wholeBody(source);
  }
  return {
    magic: 'sweep',
    words: { start: 0, end },
    body: { start: Math.min(end + 1, text.length), end: text.length }
  };
}

/** That of a text without a first line. */
export function wholeBody({ text }: Source): Header {
  return { magic: 'sweep', words: { start: 0, end: 0 }, body: { start: 0, end: text.length } };
}

function marked(source: Source, name: string, start: number): Header {
  const after = start + name.length;
  const magic = MAGICS.find(each => `%%${each}` === name);
  if (!magic) {
    const folded = name.normalize('NFKC').toLowerCase();
    const near = folded.includes('txt') ? 'txt2img' : folded.includes('enh') ? 'enhance' : 'sweep';
    return source.fail('unknown_magic', { name: excerpt(name), near: `%%${near}` }, { start, end: after });
  }
  const end = source.lineEnd(after);
  return {
    magic,
    words: { start: after, end },
    body: { start: Math.min(end + 1, source.text.length), end: source.text.length }
  };
}

const MAGICS: readonly Magic[] = ['sweep', 'txt2img', 'enhance'];

/** The words of the first line, in order; throws with the place of the first thing that is wrong. */
export function readWords(source: Source, { magic, words: span }: Header, context: SweepContext): Word[] {
  const words: Word[] = [];
  for (const written of readWrittenWords(new Scanner(source, span.start, span.end))) {
    const isPicture = magic === 'enhance' && words.length === 0 && !written.equals;
    words.push(
      isPicture
        ? readPictures(written.span, source, context)
        : readWord(written, words.at(-1), source, context)
    );
  }
  return words;
}

/** The pictures that stand alone behind `%%enhance`. */
function readPictures(span: Span, source: Source, context: SweepContext): Word {
  const items = readItems(new Scanner(source, span.start, span.end), ['text']);
  const rows = readRows(items, [parameterNamed('init_image')], 'init_image', source, context);
  return {
    ...{ kind: 'values', params: ['init_image'], field: 'init_image', raw: source.slice(span), rows },
    ...{ nameSpan: span, span }
  };
}

function readWord(
  written: WrittenWord,
  before: Word | undefined,
  source: Source,
  context: SweepContext
): Word {
  const { name, equals, items, stray } = written;
  if (!equals) {
    const after = before?.kind === 'values' ? before.params.join('&') : undefined;
    return source.fail('not_a_word', { text: excerpt(name.value), after }, name.span);
  }
  if (name.value === '') {
    return source.fail('not_a_word', { text: '=' }, equals);
  }
  if (items.length === 0) {
    const { start, end } = name.span;
    source.fail('empty_value', { param: name.value }, { start, end: end + 1 });
  }
  const word = takesOneText(name.value)
    ? readOneText(written, source)
    : readValuesWord(written, source, context);
  if (stray) {
    source.fail('comma_expected', { text: excerpt(source.slice(stray)) }, stray);
  }
  return word;
}

function readOneText({ name, span, items }: WrittenWord, source: Source): Word {
  const [text] = items[0].parts;
  refuseUnclosed(text, source);
  const folded = name.value.toLowerCase();
  const common = { nameSpan: name.span, span };
  if (isLayoutWord(folded)) {
    return { kind: 'layout', name: folded, text, ...common };
  }
  if (isCountWord(folded)) {
    const count = placed(source.where(text.span), () => checkCount(folded, text.value));
    return { kind: 'count', name: folded, count, ...common };
  }
  return { kind: 'where', text, ...common };
}

function readValuesWord(
  { name, span, items, values }: WrittenWord,
  source: Source,
  context: SweepContext
): Word {
  const { slots, params, field } = readNames(source, name, context);
  const rows = readRows(items, slots, params.join('&'), source, context);
  return { kind: 'values', params, field, raw: source.slice(values), rows, nameSpan: name.span, span };
}

/** A count of `sample=` or `limit=`; throws what is wrong with it. */
export function checkCount(name: CountWord, value: ParameterValue): number {
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  const facts = { param: name, min: 1, max: COMBINATIONS_MAX, integer: 1 };
  if (typeof count !== 'number') {
    throw new Fault('not_a_number', { value: excerpt(String(value)), ...facts });
  }
  if (count < 1 || count > COMBINATIONS_MAX) {
    throw new Fault('out_of_range', { value: count, ...facts });
  }
  return count;
}

function readNames(
  source: Source,
  name: Text,
  context: SweepContext
): { slots: Slot[]; params: string[]; field: string } {
  const slots: Slot[] = [];
  let at = 0;
  for (const part of name.value.split('&')) {
    const span = { start: name.span.start + at, end: name.span.start + at + part.length };
    const slot =
      part.toLowerCase() === 'size'
        ? 'size'
        : placed(source.where(span), () => parameterCalled(part, context));
    slots.push(slot);
    at += part.length + 1;
  }
  const params = slots.flatMap(slot => (slot === 'size' ? SIZE : [slot.name]));
  const field = slots.map(slot => (slot === 'size' ? slot : slot.name)).join('&');
  const twice = params.find((each, k) => params.indexOf(each) < k);
  if (twice) {
    source.fail('linked_twice', { param: twice }, name.span);
  }
  return { slots, params, field };
}
