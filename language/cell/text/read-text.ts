/** A cell's text as a draft: first line, body, and the infotext line for what neither of them says. */
import type { FaultData } from '../../../schema/fault';
import { NO_MODEL } from '../../../schema/care';
import { madeSections, readBody, type Sections } from './body';
import { Draft, type Inside } from '../spec/draft';
import { findHeader, readWords, wholeBody, type ValuesWord, type Word } from './header';
import type { TextParts } from '../../infotext/foreign/types';
import { readPasted } from '../../infotext/pasted/read-pasted';
import type { PassOver } from '../../infotext/pass-over';
import { addInfotext } from '../../infotext/values';
import type { Where } from '../../../schema/wire';
import { partKinds } from './words';
import { Source, type Span, type Text } from '../source';
import type { Magic, SweepContext } from '../types';

export type ReadText = {
  draft: Draft;
  magic: Magic;
  fields: Record<string, string>;
  warnings: FaultData[];
};

/** How a text that is no cell but settings is read: the whole of it is a body. */
export type OfSettings = {
  /** The parts of a text that was made of another program's settings. */
  parts?: TextParts;
  /** Takes what is wrong with one value, which is then left out. */
  passOver: PassOver;
};

/** The draft of a cell; throws what is wrong with it. With `settings` the draft of these, which never throws for a text. */
export function readText(written: string, context: SweepContext, settings?: OfSettings): ReadText {
  const source = new Source(written);
  const header = settings ? wholeBody(source) : findHeader(source);
  const draft = new Draft();
  const fields: Record<string, string> = {};
  const words = readWords(source, header, context);
  for (const word of words) {
    addWord(draft, word, source);
    if (word.kind === 'values') {
      fields[word.field] = word.raw;
    }
  }
  if (header.magic === 'enhance' && !draft.has('model')) {
    draft.give('model', { value: NO_MODEL });
  }
  const warnings: FaultData[] = words.flatMap(word => thousandsIn(word, source));
  const { parts, passOver } = settings ?? {};
  const own = (): Sections =>
    parts ? madeSections(source, header.body, parts) : readBody(source, header.body, passOver);
  const foreign = parts ? null : foreignBody(source, header.body, passOver);
  warnings.push(...(foreign?.remarks ?? []));
  addBody(draft, foreign?.source ?? source, foreign?.body ?? own(), context, warnings, passOver);
  return { draft, magic: header.magic, fields, warnings };
}

/** A list whose commas part thousands: `1,000` is two values, the second written as nobody writes a number by itself. */
const THOUSANDS = /(?<![\d.,])\d{1,3}(?:,\d{3})*,0\d{2}(?:,\d{3})*(?![\d.])/g;

function thousandsIn(word: Word, source: Source): FaultData[] {
  if (word.kind !== 'values' || word.params.some(name => partKinds(name)[0] !== 'number')) {
    return [];
  }
  const start = word.span.end - word.raw.length;
  return [...word.raw.matchAll(THOUSANDS)].map(({ 0: text, index }) => ({
    code: 'thousands_are_values',
    facts: { text, fix: text.replaceAll(',', '') },
    where: source.where({ start: start + index, end: start + index + text.length })
  }));
}

function addBody(
  draft: Draft,
  source: Source,
  body: Sections,
  context: SweepContext,
  warnings: FaultData[],
  passOver: PassOver | undefined
): void {
  if (body.prompt) {
    draft.give('prompt', textOf(source, body.prompt));
  }
  if (body.negative) {
    draft.give('negative_prompt', textOf(source, body.negative), source.where(body.openings[0]));
  }
  addInfotext(draft, body.settings, source, context, warnings, passOver);
}

/** A text that was made from another: all places in it are that of the other. */
class MadeSource extends Source {
  constructor(
    text: string,
    private readonly place: Where
  ) {
    super(text);
  }

  override where(): Where {
    return this.place;
  }
}

/** The body as an infotext where it is settings in another program's form. */
function foreignBody(
  source: Source,
  span: Span,
  passOver: PassOver | undefined
): { source: Source; body: Sections; remarks: FaultData[] } | null {
  const { value, span: trimmed } = source.trimmed(span);
  const found = value === '' ? null : readPasted(value);
  if (!found) {
    return null;
  }
  const place = source.where(trimmed);
  const made = new MadeSource(found.text, place);
  const remarks = found.remarks.map(remark => ({ ...remark, where: place }));
  const whole = { start: 0, end: made.text.length };
  const body = found.parts ? madeSections(made, whole, found.parts) : readBody(made, whole, passOver);
  return { source: made, body, remarks };
}

function textOf(
  source: Source,
  text: Text
): { value: string; where: ReturnType<Source['where']>; inside: Inside } {
  return {
    value: text.value,
    where: source.where(text.span),
    inside: (from, to) => source.where({ start: text.at(from), end: text.at(Math.max(from, to - 1)) + 1 })
  };
}

function addWord(draft: Draft, word: Word, source: Source): void {
  const where = source.where(word.span);
  switch (word.kind) {
    case 'values':
      return addValues(draft, word, source);
    case 'layout':
      draft.claim(word.name, where);
      draft.layout.set(word.name, { name: word.text.value, where: source.where(word.text.span) });
      return;
    case 'where':
      draft.claim('where', where);
      draft.where = textOf(source, word.text);
      return;
    case 'count':
      draft.claim(word.name, where);
      draft[word.name] = word.count;
  }
}

/** A value without the quotes around it. */
const unquoted = (text: string): string => /^(["'“])(.*)["'”]$/s.exec(text)?.[2] ?? text;

function addValues(draft: Draft, word: ValuesWord, source: Source): void {
  const where = source.where(word.span);
  for (const param of word.params) {
    draft.claim(param, where);
  }
  const rows = word.rows.map((row, k, all) => ({
    values: row.values,
    written: [all[k - 1], all[k + 1]].some(each => each?.span.start === row.span.start)
      ? undefined
      : (row.text?.value ?? unquoted(source.slice(row.span))),
    where: source.where(row.span),
    inside: row.text && textOf(source, row.text).inside
  }));
  draft.axes.push({ params: word.params, rows, where });
}
