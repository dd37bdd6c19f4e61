import { negativeSection } from '../infotext/negative';
import { readPasted } from '../infotext/pasted/read-pasted';
import { NO_MODEL } from '../../schema/care';
import { catalogue, parameterNamed } from '../../schema/catalogue';
import type { Axis, Spec } from '../../schema/wire';
import { findSections } from './text/body';
import { decimal, minus, steps, toNumber } from './values/decimal';
import { findHeader } from './text/header';
import { isVariantName, LAYOUT_WORDS, shortName, SIZE } from '../names/parameters';
import { isBare, quoted } from './quote';
import { Source } from './source';

type Value = string | number | boolean | null;
type PrintedWord = { name: string; field?: string; value: string };

const RANGE_LENGTH_MIN = 3;
const STEPPED_LENGTH_MIN = 7;

/**
 * The `%%sweep …` text, or `%%enhance …`, of a spec, axes first; reading it gives the same spec. Prompts stand in the body where that reads back as they
 * are, else in quotes on the first line.
 */
export function printSweep(spec: Spec): string {
  const { words, body } = printed(spec);
  const line = [
    spec.base.model === NO_MODEL ? '%%enhance' : '%%sweep',
    ...words.map(({ name, value }) => `${name}=${value}`)
  ].join(' ');
  return body === '' ? line : `${line}\n${body}`;
}

/** What stands after `name=` for each parameter of the first line. */
export function printFields(spec: Spec): Record<string, string> {
  return Object.fromEntries(
    printed(spec).words.flatMap(({ field, value }) => (field ? [[field, value]] : []))
  );
}

function printed({ base, axes, where, sample, limit, layout }: Spec): { words: PrintedWord[]; body: string } {
  const words = axes.flatMap(printAxis);
  const names = catalogue
    .map(parameter => parameter.name)
    .filter(name => name in base && !(name === 'model' && base.model === NO_MODEL))
    .filter(name => base[name] !== null || parameterNamed(name).optional);
  const sized = SIZE.every(side => names.includes(side));
  const inBody = bodyOf(base.prompt, base.negative_prompt);
  for (const name of names) {
    if (sized && name === SIZE[0]) {
      words.push({ name: 'size', field: 'size', value: `${base.width}x${base.height}` });
    } else if (!(sized && name === SIZE[1]) && !inBody.names.includes(name)) {
      words.push({ name: shortName(name), field: name, value: printValues([base[name]]) });
    }
  }
  if (where) {
    words.push({ name: 'where', value: quoted(where) });
  }
  words.push(...(sample ? [{ name: 'sample', value: String(sample) }] : []));
  words.push(...(limit ? [{ name: 'limit', value: String(limit) }] : []));
  for (const word of LAYOUT_WORDS) {
    const axis = layout?.[word];
    if (axis !== undefined) {
      words.push({ name: word, value: printNames(axis.split('&')) });
    }
  }
  return { words, body: inBody.text };
}

function printAxis(axis: Axis): PrintedWord[] {
  if ('param' in axis) {
    const { param, values } = axis;
    return isVariantName(param) ? [] : [{ name: shortName(param), field: param, value: printValues(values) }];
  }
  const { params, values } = axis;
  const field = isSize(params) ? 'size' : params.join('&');
  return [{ name: printNames(params), field, value: printedRows(params, values) }];
}

/** Values of an axis as they stand behind its name: a row for each, with a value for each parameter. */
export function printedRows(params: readonly string[], rows: readonly (readonly Value[])[]): string {
  if (params.length === 1) {
    return printValues(rows.map(([value]) => value));
  }
  const joined = isSize(params) ? 'x' : '&';
  return rows.map(row => row.map(value => printValue(value, false)).join(joined)).join(',');
}

function isSize(params: readonly string[]): boolean {
  return params.length === SIZE.length && SIZE.every((side, k) => params[k] === side);
}

function printNames(params: readonly string[]): string {
  return isSize(params) ? 'size' : params.map(shortName).join('&');
}

function printValues(values: readonly Value[]): string {
  const quote = values.some(value => typeof value === 'string' && !isBare(value));
  return printRange(values) ?? values.map(value => printValue(value, quote)).join(',');
}

/** `1..4`, and a step for long lists only: `3,5,7,9` reads better than `3..9:2`. */
function printRange(values: readonly Value[]): string | undefined {
  if (values.length < RANGE_LENGTH_MIN || values.some(value => typeof value !== 'number')) {
    return undefined;
  }
  const [first, second] = values.map(value => decimal(String(value)));
  const last = decimal(String(values.at(-1)));
  const step = minus(second, first);
  const by = toNumber(step);
  const sizes = Math.abs(by) === 1 ? '' : `:${Math.abs(by)}`;
  const isRange = by !== 0 && (sizes === '' || values.length >= STEPPED_LENGTH_MIN);
  const span = Number(values.at(-1)) - Number(values[0]);
  if (!isRange || Math.abs(span / by - (values.length - 1)) > 0.5) {
    return undefined;
  }
  const same = steps(first, last, step);
  return same.length === values.length && same.every((value, k) => value === values[k])
    ? `${values[0]}..${values.at(-1)}${sizes}`
    : undefined;
}

function printValue(value: Value, quote: boolean): string {
  return typeof value === 'string' && (quote || !isBare(value)) ? quoted(value) : String(value ?? 'none');
}

/** The prompts as a body, and which of them it holds: those that would read back as they are. */
export function bodyOf(
  prompt: Value | undefined,
  negative: Value | undefined
): { text: string; names: string[] } {
  const positive = typeof prompt === 'string' && prompt !== '' ? prompt : undefined;
  const other = typeof negative === 'string' && negative !== '' ? negative : undefined;
  const candidates: [string | undefined, string | undefined][] = [
    [positive, other],
    [positive, undefined],
    [undefined, other]
  ];
  for (const [first, second] of candidates) {
    const lines = [first, second === undefined ? undefined : negativeSection(second)];
    const text = lines.filter(line => line !== undefined).join('\n');
    if (text !== '' && readsAs(text, first, second)) {
      const names = [first !== undefined ? 'prompt' : '', second !== undefined ? 'negative_prompt' : ''];
      return { text, names: names.filter(name => name !== '') };
    }
  }
  return { text: '', names: [] };
}

function readsAs(text: string, prompt: string | undefined, negative: string | undefined): boolean {
  const source = new Source(`%%sweep\n${text}`);
  const body = findSections(source, findHeader(source).body);
  return (
    body.openings.length <= (negative === undefined ? 0 : 1) &&
    body.pairs.length === 0 &&
    body.prompt?.value === prompt &&
    body.negative?.value === negative &&
    readPasted(text) === null
  );
}
