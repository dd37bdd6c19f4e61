/**
 * What parameters, axes and cells are called. Only what varies names a cell; what all cells share is said once, in the common line.
 */
import { findParameter } from '../../schema/catalogue';
import type { CellParams, Plan, PlanAxis } from '../../schema/wire';
import type { IDiffusionText } from '../tokens';
import type { CellView } from './sweep-state';

/** Parameters that the common line and the recipe say in words of their own, or together with another. */
const told = [
  'prompt',
  'negative_prompt',
  'model',
  'sampler',
  'scheduler',
  'steps',
  'cfg_scale',
  'width',
  'height',
  'seed'
];

/** What a parameter is called in the interface. */
export function parameterLabel(name: string, { language, trans }: IDiffusionText): string {
  const variant = /^variant_(\d+)$/.exec(name);
  if (variant) {
    return variant[1] === '1' ? trans.__('Prompt variant') : trans.__('Prompt variant %1', variant[1]);
  }
  if (name === 'prompt_sr') {
    return trans.__('Prompt words');
  }
  if (name === 'image') {
    return trans.__('Picture');
  }
  return findParameter(name)?.label[language] ?? name;
}

/** What an axis is called; a linked axis by all of its parameters. */
export function axisLabel(axis: PlanAxis, text: IDiffusionText): string {
  const names = axis.params.length > 0 ? axis.params : axis.id.split('&');
  const together = [...names].sort().join('&');
  if (together === 'height&width') {
    return text.trans.__('Size');
  }
  // A sampler written with its schedule ("DPM++ 2M Karras") is one choice to whoever wrote it.
  return together === 'sampler&scheduler'
    ? parameterLabel('sampler', text)
    : names.map(name => parameterLabel(name, text)).join(' + ');
}

/** A value of an axis in full; its label may be cut. */
export function fullValue(axis: PlanAxis, position: number): string {
  const label = axis.labels[position] ?? '';
  const [value] = axis.values[position] ?? [];
  return label.endsWith('…') && typeof value === 'string' ? value : label;
}

/** What sets a cell apart, in the order of the axes: `Seed 2 · CFG scale 7`. Empty for a single picture. */
export function cellTitle(axes: readonly PlanAxis[], index: readonly number[], text: IDiffusionText): string {
  return axes.map((axis, each) => `${axisLabel(axis, text)} ${axis.labels[index[each]] ?? ''}`).join(' · ');
}

export type Fact = { name: string; label: string; value: string };

/** Digits by which a picture to begin with is known. */
const HASH_LENGTH = 8;

/** A value in few words: on and off, a picture by the beginning of its hash. */
function said(name: string, value: string | number | boolean, { trans }: IDiffusionText): string {
  if (typeof value === 'boolean') {
    return value ? trans.__('on') : trans.__('off');
  }
  const text = String(value);
  return findParameter(name)?.kind === 'image' ? text.slice(0, HASH_LENGTH) : text;
}

/** What a cell varies: a fact for each axis. */
export function varyingFacts(
  axes: readonly PlanAxis[],
  index: readonly number[],
  text: IDiffusionText
): Fact[] {
  return axes.map((axis, each) => ({
    name: axis.id,
    label: axisLabel(axis, text),
    value: axis.labels[index[each]] ?? ''
  }));
}

/** Everything else that decided a cell: facts in the order one reads a recipe, defaults that say nothing left out. */
export function recipeFacts(
  axes: readonly PlanAxis[],
  cell: Pick<CellView, 'params'> & Partial<Pick<CellView, 'width' | 'height'>>,
  text: IDiffusionText
): Fact[] {
  const { trans } = text;
  const { params, width = 0, height = 0 } = cell;
  // A second pass or a start picture's shape make it another size than was asked for.
  const resized = width > 0 && height > 0 && (width !== params.width || height !== params.height);
  const varying = new Set(axes.flatMap(axis => axis.params));
  const fact = (name: string, value: string, label = parameterLabel(name, text)): Fact[] =>
    varying.has(name) || value === '' ? [] : [{ name, label, value }];
  const sampler = varying.has('scheduler') ? params.sampler : withScheduler(params, varying, trans);
  return [
    { name: 'prompt', label: parameterLabel('prompt', text), value: params.prompt },
    { name: 'negative_prompt', label: trans.__('Negative'), value: params.negative_prompt },
    ...fact('sampler', sampler),
    ...(varying.has('sampler') ? fact('scheduler', params.scheduler) : []),
    ...fact('steps', String(params.steps)),
    ...fact('cfg_scale', String(params.cfg_scale)),
    ...fact('seed', String(params.seed)),
    ...(varying.has('width') && varying.has('height')
      ? []
      : fact(
          varying.has('width') ? 'height' : 'width',
          trans.__('%1 × %2', params.width, params.height),
          trans.__('Size')
        )),
    ...(resized
      ? [{ name: 'drawn', label: trans.__('Drawn at'), value: trans.__('%1 × %2', width, height) }]
      : []),
    ...fact('model', params.model),
    ...lesserFacts(params, varying, text)
  ].filter(each => each.value !== '');
}

function lesserFacts(params: CellParams, varying: ReadonlySet<string>, text: IDiffusionText): Fact[] {
  return Object.entries(params).flatMap(([name, value]) => {
    const parameter = findParameter(name);
    const usual = value === null || value === parameter?.default || isIdle(name, params);
    return told.includes(name) || usual || varying.has(name)
      ? []
      : [{ name, label: parameterLabel(name, text), value: said(name, value, text) }];
  });
}

/** A variation seed says nothing while its strength is 0. */
function isIdle(name: string, params: CellParams): boolean {
  return name === 'subseed' && params.subseed_strength === 0;
}

export type CommonLine = { prompt: string; rest: string[] };

/** What all cells share: the prompt as written, then short phrases. */
export function commonLine(
  axes: readonly PlanAxis[],
  base: Plan['base'],
  cells: readonly Pick<CellView, 'params'>[],
  text: IDiffusionText
): CommonLine {
  const { trans } = text;
  const varying = new Set(axes.flatMap(axis => axis.params));
  const first = cells[0]?.params;
  const written = typeof base.prompt === 'string' ? base.prompt : '';
  if (!first) {
    return { prompt: varying.has('prompt') ? '' : written, rest: [] };
  }
  const shared = <K extends keyof CellParams>(name: K): boolean =>
    !varying.has(name) && cells.every(({ params }) => params[name] === first[name]);
  const negative = typeof base.negative_prompt === 'string' ? base.negative_prompt : first.negative_prompt;
  const phrases: string[] = [];
  if (!varying.has('negative_prompt') && negative !== '') {
    phrases.push(trans.__('negative: %1', negative));
  }
  if (shared('sampler')) {
    phrases.push(shared('scheduler') ? withScheduler(first, varying, trans) : first.sampler);
  } else if (shared('scheduler') && first.scheduler !== 'automatic') {
    phrases.push(first.scheduler);
  }
  if (shared('steps')) {
    phrases.push(trans._n('%1 step', '%1 steps', first.steps));
  }
  if (shared('cfg_scale')) {
    phrases.push(trans.__('CFG %1', first.cfg_scale));
  }
  if (shared('width') && shared('height')) {
    phrases.push(trans.__('%1 × %2', first.width, first.height));
  }
  if (shared('model')) {
    phrases.push(first.model);
  }
  if (shared('seed')) {
    phrases.push(trans.__('seed %1', first.seed));
  }
  phrases.push(...sharedLesser(cells, varying, text));
  return {
    prompt: varying.has('prompt') ? '' : written || (shared('prompt') ? first.prompt : ''),
    rest: phrases.filter(phrase => phrase !== '')
  };
}

function sharedLesser(
  cells: readonly Pick<CellView, 'params'>[],
  varying: ReadonlySet<string>,
  text: IDiffusionText
): string[] {
  const [first] = cells;
  return lesserFacts(first.params, varying, text)
    .filter(({ name }) =>
      cells.every(({ params }) => params[name as keyof CellParams] === first.params[name as keyof CellParams])
    )
    .map(({ label, value }) => `${label} ${value}`);
}

function withScheduler(
  params: CellParams,
  varying: ReadonlySet<string>,
  trans: IDiffusionText['trans']
): string {
  return params.scheduler === 'automatic' || params.scheduler === '' || varying.has('scheduler')
    ? params.sampler
    : trans.__('%1, %2', params.sampler, params.scheduler);
}
