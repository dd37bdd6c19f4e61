/**
 * What a cell's text says of one axis, and the text with other values of it. All else stays as it was written: comments, aliases, ranges,
 * `$names`. An axis stands in the first line as `name=values`, or in a prompt as `{a|b}`.
 */
import { findParameter } from '../../schema/catalogue';
import { isLayoutWord, promptSr, SIZE, variantNumber } from '../names/sweep-words';
import { printedRows } from './print';
import { Source, type Span } from './source';
import { findHeader } from './text/header';
import { Scanner } from './text/scanner';
import { readWrittenWords, type WrittenWord } from './text/words';
import { findVariants, type VariantMarks } from './variants';
import { escaped, unescaped } from '../prompt/written';

/** An axis by its parameters, as a plan names them. */
export type AxisParams = readonly string[];
export type AxisRows = readonly (readonly (string | number | boolean | null)[])[];

type Found =
  | { kind: 'list'; word: WrittenWord; named: boolean }
  | { kind: 'options'; group: VariantMarks; pieces: string[] };

/** Whether other values of an axis can be written into a text. */
export function hasAxisText(text: string, params: AxisParams): boolean {
  return find(new Source(text), params) !== null;
}

/** The text with `more` behind an axis's values, in the axis's own grammar; null where the text doesn't hold the axis. */
export function withMoreValues(text: string, params: AxisParams, more: string): string | null {
  const source = new Source(text);
  const found = find(source, params);
  if (!found) {
    return null;
  }
  if (found.kind === 'options') {
    const { end } = found.group;
    return put(source.text, { start: end - 1, end: end - 1 }, `|${more}`);
  }
  const { end } = source.trimmed(found.word.values).span;
  return put(source.text, { start: end, end }, `,${more}`);
}

/**
 * The text with these values of an axis alone. One value is written without `{}`, and the axis's place is no longer named; null where the
 * text doesn't hold the axis.
 */
export function withValues(text: string, params: AxisParams, rows: AxisRows): string | null {
  const source = new Source(text);
  const found = find(source, params);
  if (!found || rows.length === 0) {
    return null;
  }
  const written =
    found.kind === 'options'
      ? put(source.text, found.group, optionsText(found.pieces, rows))
      : put(source.text, ...listText(source, found, params, rows));
  return rows.length === 1 ? withoutPlace(written, params) : written;
}

/** The text in which a parameter of the first line has this value; put at the line's end where it isn't there yet. */
export function withWord(text: string, name: string, value: string): string {
  const source = new Source(text);
  const word = wordsOf(source).find(each => each.equals && nameOf(each.name.value) === name);
  if (word) {
    return put(source.text, source.trimmed(word.values).span, value);
  }
  const { end } = source.trimmed(headOf(source)).span;
  return put(source.text, { start: end, end }, ` ${name}=${value}`);
}

/** What stands behind `name=` in the first line; null where it doesn't. */
export function wordText(text: string, name: string): string | null {
  const source = new Source(text);
  const word = wordsOf(source).find(each => each.equals && nameOf(each.name.value) === name);
  return word ? source.trimmed(word.values).value : null;
}

function find(source: Source, params: AxisParams): Found | null {
  const variant = params.length === 1 ? variantNumber(params[0]) : null;
  if (variant !== null) {
    return findOptions(source, variant);
  }
  const joined = params.join('&');
  // "DPM++ 2M Karras" is a sampler and a schedule, written as one.
  const combined = joined === 'sampler&scheduler' ? 'sampler' : null;
  const word = wordsOf(source).find(each => {
    const name = nameOf(each.name.value);
    return each.equals !== null && each.items.length > 0 && (name === joined || name === combined);
  });
  return word ? { kind: 'list', word, named: nameOf(word.name.value) === joined } : null;
}

/** The k-th `{a|b}` of the prompts. Those of a prompt in the first line come before, and can't be told from the body's: there is none. */
function findOptions(source: Source, k: number): Found | null {
  const { words, body } = headerOf(source) ?? {};
  if (!words || !body || findVariants(source.slice(words)).length > 0) {
    return null;
  }
  const inBody = findVariants(source.slice(body))[k - 1];
  if (!inBody) {
    return null;
  }
  const group = {
    start: inBody.start + body.start,
    end: inBody.end + body.start,
    bars: inBody.bars.map(bar => bar + body.start)
  };
  const edges = [group.start, ...group.bars, group.end - 1];
  const pieces = edges.slice(1).map((edge, at) => source.text.slice(edges[at] + 1, edge));
  return { kind: 'options', group, pieces };
}

function optionsText(pieces: readonly string[], rows: AxisRows): string {
  const options = rows.map(([value]) => {
    const option = String(value ?? '');
    return pieces.find(piece => unescaped(piece) === option) ?? escaped(option, { braces: true });
  });
  return options.length === 1 ? options[0] : `{${options.join('|')}}`;
}

function listText(
  source: Source,
  { word, named }: Found & { kind: 'list' },
  params: AxisParams,
  rows: AxisRows
): [Span, string] {
  const values = printedRows(params, rows);
  const { span } = source.trimmed(word.values);
  return named
    ? [span, values]
    : [{ start: word.span.start, end: span.end }, `${params.join('&')}=${values}`];
}

/** The text without the layout words that name an axis which is none any more. */
function withoutPlace(text: string, params: AxisParams): string {
  const source = new Source(text);
  const word = wordsOf(source).find(
    each =>
      isLayoutWord(each.name.value.toLowerCase()) &&
      nameOf(source.trimmed(each.values).value) === params.join('&')
  );
  if (!word) {
    return source.text;
  }
  const before = source.text.slice(0, word.span.start).trimEnd();
  return before + source.text.slice(word.span.end);
}

function put(text: string, { start, end }: Span, words: string): string {
  return text.slice(0, start) + words + text.slice(end);
}

/** A written name as the catalogue has it, linked ones joined by `&`. */
function nameOf(written: string): string {
  return written
    .split('&')
    .flatMap(part => {
      const folded = part.trim().toLowerCase();
      return folded === 'size'
        ? SIZE
        : folded === promptSr.name || promptSr.aliases.includes(folded)
          ? promptSr.name
          : (findParameter(part)?.name ?? part);
    })
    .join('&');
}

function wordsOf(source: Source): WrittenWord[] {
  const { start, end } = headOf(source);
  return readWrittenWords(new Scanner(source, start, end));
}

function headOf(source: Source): Span {
  return headerOf(source)?.words ?? { start: 0, end: 0 };
}

/** A text whose magic is not ours has no first line. */
function headerOf(source: Source): { words: Span; body: Span } | null {
  try {
    return findHeader(source);
  } catch {
    return null;
  }
}
