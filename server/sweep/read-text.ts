/** A cell's text as a draft: first line, body, and the infotext line for what neither of them says. */
import { readBody } from './body';
import { checkValue, notANumber } from './check';
import { modelOfHash, samplerCalled, usable } from './choices';
import { Draft, type Inside } from './draft';
import { findHeader, readWords, type ValuesWord, type Word } from './header';
import type { Meaning, Pair } from './infotext';
import { SIZE } from './names';
import { readNumbers } from './numbers';
import { readSize } from './size';
import { placed, Source, type Text } from './source';
import type { Magic, SweepContext, SweepWarning } from './types';

/** Keys of every infotext that say nothing about the picture beyond what other keys say. */
const QUIET_KEYS = new Set(['Model hash', 'Version']);

export type ReadText = {
  draft: Draft;
  magic: Magic;
  fields: Record<string, string>;
  warnings: SweepWarning[];
};

export function readText(written: string, context: SweepContext): ReadText {
  const source = new Source(written);
  const header = findHeader(source);
  const draft = new Draft();
  const fields: Record<string, string> = {};
  for (const word of readWords(source, header.words, context)) {
    addWord(draft, word, source);
    if (word.kind === 'values') {
      fields[word.field] = word.raw;
    }
  }
  const body = readBody(source, header.body);
  if (body.prompt) {
    draft.give('prompt', textOf(source, body.prompt));
  }
  if (body.negative) {
    draft.give(
      'negative_prompt',
      textOf(source, body.negative),
      source.where(body.negativeSpan ?? body.negative.span)
    );
  }
  const warnings: SweepWarning[] = [];
  addInfotext(draft, body.pairs, source, context, warnings);
  return { draft, magic: header.magic, fields, warnings };
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

function addValues(draft: Draft, word: ValuesWord, source: Source): void {
  const where = source.where(word.span);
  for (const param of word.params) {
    draft.claim(param, where);
  }
  const rows = word.rows.map(row => ({
    values: row.values,
    where: source.where(row.span),
    inside: row.text && textOf(source, row.text).inside
  }));
  draft.axes.push({ params: word.params, rows, where });
}

function addInfotext(
  draft: Draft,
  pairs: readonly Pair[],
  source: Source,
  context: SweepContext,
  warnings: SweepWarning[]
): void {
  const said = new Set([...draft.base.keys(), ...draft.axes.flatMap(axis => axis.params)]);
  const unknown: Pair[] = [];
  for (const pair of pairs) {
    if (pair.means === undefined) {
      unknown.push(pair);
    } else {
      for (const [param, value] of valuesOf(pair, pairs, source, context, param => said.has(param))) {
        if (!said.has(param)) {
          draft.give(param, { value, where: source.where(pair.value.span) });
        }
      }
    }
  }
  const loud = unknown.filter(pair => !QUIET_KEYS.has(pair.key));
  if (loud.length > 0) {
    const keys = loud.map(pair => pair.key);
    warnings.push({ code: 'unknown_keys', facts: { keys }, where: source.where(loud[0].keySpan) });
  }
}

/** What a pair sets. Words of the first line win, and a sampler named there does away with the infotext's schedule. */
function valuesOf(
  { means, value }: Pair,
  pairs: readonly Pair[],
  source: Source,
  context: SweepContext,
  isSaid: (param: string) => boolean
): [string, string | number][] {
  if (means === 'size') {
    return SIZE.every(isSaid) ? [] : readSize(value, source, context).map((each, k) => [SIZE[k], each]);
  }
  if (means === undefined || isSaid(means.name) || (means.name === 'scheduler' && isSaid('sampler'))) {
    return [];
  }
  const where = source.where(value.span);
  if (means.kind === 'integer' || means.kind === 'number') {
    const [number, ...more] = readNumbers(value, means, source, context);
    return [[means.name, more.length > 0 ? placed(where, () => notANumber(means, value.value)) : number]];
  }
  if (means.name === 'model') {
    const hash = pairs.find(pair => pair.key === 'Model hash')?.value.value ?? '';
    const same = modelOfHash(hash, context);
    return [
      [means.name, placed(where, () => (same ? usable(same).name : checkValue(means, value.value, context)))]
    ];
  }
  if (means.name === 'sampler') {
    const { sampler, scheduler } = placed(where, () => samplerCalled(value.value, context));
    const named = isSaid('scheduler') || pairs.some(pair => isSchedule(pair.means));
    return scheduler && !named
      ? [
          [means.name, sampler.name],
          ['scheduler', scheduler]
        ]
      : [[means.name, sampler.name]];
  }
  return [[means.name, placed(where, () => checkValue(means, value.value, context))]];
}

function isSchedule(means: Meaning): boolean {
  return means !== undefined && means !== 'size' && means.name === 'scheduler';
}
