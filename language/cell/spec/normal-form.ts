/**
 * A draft becomes a spec in its one normal form: axes have at least two different values (a single one is part of the base), old
 * combined sampler names are a sampler and a schedule, the prompts' variants are the last axes, the layout names axes by their ids.
 */
import { isOfCareAlone, NO_MODEL } from '../../../schema/care';
import { isSeed } from '../../../schema/catalogue';
import { Fault, type FaultData } from '../../../schema/fault';
import type { Spec, Where } from '../../../schema/wire';
import { checkValue } from '../values/check';
import { samplerCalled } from '../../names/choices';
import type { Draft, DraftAxis, DraftRow, Given, Inside, Value } from './draft';
import { axisId } from '../../layout/fold-axes';
import { readLayout } from '../../layout/read-layout';
import { IMAGE, isVariantName, parameterCalled, promptSr, variantName } from '../../names/parameters';
import type { Dialect } from '../../prompt';
import { reportWriting } from '../../prompt/habits';
import { unescaped } from '../../prompt/written';
import { excerpt } from '../source';
import type { SweepContext } from '../types';
import { readTemplate, resolveTemplate, type Template } from '../variants';
import { readFilter, type Filter } from '../where/where';

export const PROMPTS = ['prompt', 'negative_prompt'] as const;
export type PromptName = (typeof PROMPTS)[number];

/** A prompt as it was written, and places within it where it was in a text. */
export type WrittenPrompt = {
  name: PromptName;
  text: string;
  inside: Inside | undefined;
  where: Where | undefined;
};

export type NormalForm = {
  spec: Spec;
  templates: Record<PromptName, Template>;
  /** Every prompt as it was written, those of axes included. */
  written: readonly WrittenPrompt[];
  /** Where a value of a parameter was written, in the base or on an axis. */
  placeOfValue(param: string, value: Value): Where | undefined;
  filter: Filter | null;
  warnings: FaultData[];
};

/** The normal form of a draft; throws with the place of what can't be. */
export function normalForm(draft: Draft, context: SweepContext): NormalForm {
  const warnings: FaultData[] = [];
  const base = new Map(draft.base);
  const axes = reduceAxes(draft, base, context, warnings);
  refuseDrawing(base, axes);
  splitBaseSampler(base, context);
  const templates = readTemplates(base, axes, warnings);
  checkSearch(axes, base, templates);
  const all = [...axes, ...variantAxes(templates)];
  const pictures = Number(base.get('batch_count')?.value ?? 1) * Number(base.get('batch_size')?.value ?? 1);
  const layout = readLayout(draft, all, pictures > 1, new Set(base.keys()), context, warnings);
  const filter = draft.where ? readWhere(draft.where, all, pictures > 1, context) : null;
  return {
    spec: {
      base: Object.fromEntries([...base].map(([name, { value }]) => [name, value])),
      axes: all.map(({ params, rows }) =>
        params.length === 1
          ? { param: params[0], values: rows.map(row => row.values[0]) }
          : { params, values: rows.map(row => row.values) }
      ),
      ...(draft.where ? { where: draft.where.value } : {}),
      ...(draft.sample ? { sample: draft.sample } : {}),
      ...(draft.limit ? { limit: draft.limit } : {}),
      ...(Object.keys(layout).length > 0 ? { layout } : {})
    },
    templates,
    written: PROMPTS.flatMap(name => writtenIn(name, base.get(name), axes)),
    placeOfValue: (param, value) => placeOfValue(param, value, base, axes),
    filter,
    warnings
  };
}

/** A cell without a model draws nothing: it begins with a picture, and nothing of drawing can be said of it. */
function refuseDrawing(base: ReadonlyMap<string, Given>, axes: readonly DraftAxis[]): void {
  const model = base.get('model');
  const onAxis = axes.find(({ params, rows }) =>
    rows.some(({ values }) => values[params.indexOf('model')] === NO_MODEL)
  );
  if (onAxis) {
    throw new Fault('care_beside_models', {}, onAxis.where);
  }
  if (model?.value !== NO_MODEL) {
    return;
  }
  const said = [...base].map(([name, { where }]) => ({ name, where }));
  const varied = axes.flatMap(({ params, where }) => params.map(name => ({ name, where })));
  const other = [...said, ...varied].find(({ name }) => !isOfCareAlone(name));
  if (other) {
    throw new Fault('care_draws_nothing', { param: other.name }, other.where);
  }
  if (![...said, ...varied].some(({ name }) => name === 'init_image')) {
    throw new Fault('care_wants_picture', {}, model.where);
  }
}

function reduceAxes(
  draft: Draft,
  base: Map<string, Given>,
  context: SweepContext,
  warnings: FaultData[]
): DraftAxis[] {
  const axes: DraftAxis[] = [];
  for (const axis of draft.axes) {
    const rows = withoutDoubles(axis, warnings);
    if (rows.length > 1) {
      axes.push(splitAxisSampler({ ...axis, rows }, draft, context));
      const fixed = axis.params.find(name => !parameterCalled(name, context).axis);
      if (fixed) {
        throw new Fault('cannot_vary', { param: fixed }, axis.where);
      }
    } else if (axis.params.includes(promptSr.name)) {
      throw new Fault('sr_needs_two', { param: promptSr.name }, axis.where);
    } else {
      axis.params.forEach((name, k) => base.set(name, { ...rows[0], value: rows[0].values[k] }));
    }
  }
  return axes;
}

/** Seeds of -1 are each drawn, so two of them differ. */
function withoutDoubles({ params, rows }: DraftAxis, warnings: FaultData[]): DraftRow[] {
  const isDrawn = (row: DraftRow): boolean =>
    row.values.some((value, k) => value === -1 && isSeed(params[k]));
  const seen = new Set<string>();
  return rows.filter(row => {
    const key = JSON.stringify(row.values);
    if (seen.has(key) && !isDrawn(row)) {
      const isNumbers = row.values.every(each => typeof each === 'number');
      const value = (isNumbers ? undefined : row.written) ?? row.values.map(each => each ?? 'none').join('&');
      const facts = { value: excerpt(value) || '""', param: axisId(params) };
      warnings.push({ code: 'duplicate_value', facts, where: row.where });
      return false;
    }
    seen.add(key);
    return true;
  });
}

function splitBaseSampler(base: Map<string, Given>, context: SweepContext): void {
  const given = base.get('sampler');
  if (!given) {
    return;
  }
  const { sampler, scheduler, written } = samplerCalled(String(given.value), context);
  if (scheduler) {
    const other = base.get('scheduler');
    if (other && other.value !== scheduler) {
      throw new Fault('schedule_twice', { value: written }, given.where);
    }
    base.set('sampler', { ...given, value: sampler.name });
    base.set('scheduler', { ...given, value: scheduler });
  }
}

/** Combined names make the axis one of sampler and schedule; plain names beside them keep their own schedule. */
function splitAxisSampler(axis: DraftAxis, draft: Draft, context: SweepContext): DraftAxis {
  const at = axis.params.indexOf('sampler');
  const choices = at < 0 ? [] : axis.rows.map(row => samplerCalled(String(row.values[at]), context));
  const combined = choices.findIndex(choice => choice.scheduler !== undefined);
  if (combined < 0) {
    return axis;
  }
  if (draft.has('scheduler')) {
    throw new Fault('schedule_twice', { value: choices[combined].written }, axis.rows[combined].where);
  }
  return {
    ...axis,
    params: axis.params.toSpliced(at, 1, 'sampler', 'scheduler'),
    rows: axis.rows.map((row, k) => ({
      ...row,
      values: row.values.toSpliced(at, 1, choices[k].sampler.name, choices[k].scheduler ?? 'automatic')
    }))
  };
}

function readTemplates(
  base: ReadonlyMap<string, Given>,
  axes: readonly DraftAxis[],
  warnings: FaultData[]
): Record<PromptName, Template> {
  const dialect = (base.get('dialect')?.value ?? 'a1111') as Dialect;
  const template = (name: PromptName): Template => {
    refuseVariantsInAxis(name, axes);
    const given = base.get(name);
    for (const { text, inside, where } of writtenIn(name, given, axes)) {
      reportWriting(text, dialect, ({ code, facts, at, length }) =>
        warnings.push({ code, facts, where: inside?.(at, at + length) ?? where })
      );
    }
    const read = readTemplate(String(given?.value ?? ''), given?.inside);
    for (const { doubled, weights, start, end } of read.groups) {
      if (weights.length > 0) {
        const facts = { value: weights.join(', '), param: name };
        warnings.push({ code: 'variant_weight', facts, where: given?.inside?.(start, end) });
      }
      for (const value of doubled) {
        const facts = { value: excerpt(value.trim()) || '—', param: name };
        warnings.push({ code: 'duplicate_value', facts, where: given?.inside?.(start, end) });
      }
    }
    return read;
  };
  return { prompt: template('prompt'), negative_prompt: template('negative_prompt') };
}

/** The texts of a prompt: the base's, or those of its axis. */
function writtenIn(name: PromptName, given: Given | undefined, axes: readonly DraftAxis[]): WrittenPrompt[] {
  const rows = axes.flatMap(({ params, rows: all }) =>
    params.includes(name) ? all.map(row => ({ ...row, value: row.values[params.indexOf(name)] })) : []
  );
  return [...(given ? [given] : []), ...rows].map(({ value, inside, where }) => ({
    name,
    text: String(value),
    inside,
    where
  }));
}

function placeOfValue(
  param: string,
  value: Value,
  base: ReadonlyMap<string, Given>,
  axes: readonly DraftAxis[]
): Where | undefined {
  const given = base.get(param);
  const row = axes
    .flatMap(({ params, rows }) => (params.includes(param) ? rows.map(each => ({ ...each, params })) : []))
    .find(({ params, values }) => values[params.indexOf(param)] === value);
  return given?.value === value ? given.where : row?.where;
}

function refuseVariantsInAxis(name: PromptName, axes: readonly DraftAxis[]): void {
  for (const { params, rows } of axes.filter(axis => axis.params.includes(name))) {
    for (const row of rows) {
      const text = String(row.values[params.indexOf(name)]);
      const [group] = readTemplate(text, row.inside).groups;
      if (group) {
        const value = text.slice(group.start, group.end);
        throw new Fault(
          'variants_in_axis',
          { value, param: name },
          row.inside?.(group.start, group.end) ?? row.where
        );
      }
    }
  }
}

function variantAxes(templates: Record<PromptName, Template>): DraftAxis[] {
  return PROMPTS.flatMap(name => templates[name].groups)
    .map((group, k) => ({
      params: [variantName(k + 1)],
      rows: group.options.map(option => ({ values: [option] }))
    }))
    .filter(axis => axis.rows.length > 1);
}

/** A1111's rule: the text to find must be in a prompt, or the axis would change nothing. Variants are tried one after the other. */
function checkSearch(
  axes: readonly DraftAxis[],
  base: ReadonlyMap<string, Given>,
  templates: Record<PromptName, Template>
): void {
  const axis = axes.find(each => each.params.includes(promptSr.name));
  if (!axis) {
    return;
  }
  const [first] = axis.rows;
  const search = unescaped(String(first.values[axis.params.indexOf(promptSr.name)]));
  const written = PROMPTS.flatMap(name => axes.flatMap(each => columnOf(each, name)));
  const resolved = PROMPTS.flatMap(name => {
    const { groups } = templates[name];
    const most = Math.max(1, ...groups.map(group => group.options.length));
    return Array.from({ length: base.has(name) ? most : 0 }, (_, k) =>
      resolveTemplate(templates[name], g => groups[g].options[k % groups[g].options.length])
    );
  });
  if (search === '' || ![...written, ...resolved].some(text => text.includes(search))) {
    throw new Fault('sr_missing', { value: excerpt(search) }, first.where);
  }
}

function columnOf({ params, rows }: DraftAxis, name: string): string[] {
  const at = params.indexOf(name);
  return at < 0 ? [] : rows.map(row => resolveTemplate(readTemplate(String(row.values[at])), () => ''));
}

function readWhere(
  where: NonNullable<Draft['where']>,
  axes: readonly DraftAxis[],
  batched: boolean,
  context: SweepContext
): Filter {
  const onAxes = new Set(axes.flatMap(axis => axis.params));
  return readFilter(
    where.value,
    {
      find: written => {
        const name = written.toLowerCase();
        if (name === IMAGE && batched) {
          return { name, parameter: { ...parameterCalled('batch_count', context), name } };
        }
        if (isVariantName(name) && onAxes.has(name)) {
          return { name, parameter: { ...promptSr, name } };
        }
        const parameter = parameterCalled(written, context);
        if (parameter === promptSr && !onAxes.has(promptSr.name)) {
          throw new Fault('not_an_axis', { name: written, axes: [...onAxes] });
        }
        return { name: parameter.name, parameter };
      },
      choice: (parameter, written) => {
        const value = checkValue(parameter, written, context);
        return parameter.name === 'sampler' ? samplerCalled(String(value), context).sampler.name : value;
      }
    },
    where.inside
  );
}
