/**
 * What the grid calls axes and cells, and how it words what they share. Only what varies names a cell; what all cells share is said
 * once, in the common line.
 */
import {
  commonLine as commonFacts,
  namedScheduler,
  unusualParams,
  varyingNames
} from '../../language/layout/common-line';
import { commonWords, samplerWords } from '../../language/layout/common-words';
import * as labels from '../../language/names/labels';
import type { CellParams, Plan, PlanAxis } from '../../schema/wire';
import type { IDiffusionText } from '../tokens';
import type { PlaceName } from './axes/places';
import type { CellView } from './sweep-state';

/** What an axis is called; a linked axis by all of its parameters. */
export function axisLabel(axis: PlanAxis, { language }: IDiffusionText): string {
  return labels.axisLabel(axis, language);
}

/** What a place is called at which an axis can lie. */
export function placeLabel(place: PlaceName, { say }: IDiffusionText): string {
  switch (place) {
    case 'x':
      return say('columns');
    case 'y':
      return say('rows');
    case 'xx':
      return say('outer_columns');
    case 'yy':
      return say('outer_rows');
    case 'inside':
      return say('in_the_cell');
    case 'slider':
      return say('slider');
  }
}

/** An outer header. A number says nothing without the name of its axis, which only the inner ones have in the corner. */
export function outerWords(axis: PlanAxis, value: number, text: IDiffusionText): string {
  const label = axis.labels[value];
  return axis.values.every(row => row.every(each => typeof each === 'number'))
    ? text.say('value_of', { axis: axisLabel(axis, text), value: label })
    : label;
}

/** A value of an axis in full; its label may be cut. */
export function fullValue(axis: PlanAxis, position: number): string {
  const label = axis.labels[position] ?? '';
  const [value] = axis.values[position] ?? [];
  return label.endsWith('…') && typeof value === 'string' ? value : label;
}

/** What sets a cell apart, in the order of the axes: `Seed 2 · CFG scale 7`. Empty for a single picture. */
export function cellTitle(axes: readonly PlanAxis[], index: readonly number[], text: IDiffusionText): string {
  return labels.cellTitles(axes, index, text.language).join(' · ');
}

export type Fact = { name: string; label: string; value: string };

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
  { language, say }: IDiffusionText
): Fact[] {
  const { params, width = 0, height = 0 } = cell;
  // A second pass or a start picture's shape make it another size than was asked for.
  const resized = width > 0 && height > 0 && (width !== params.width || height !== params.height);
  const varying = varyingNames(axes);
  const labelOf = (name: string): string => labels.parameterLabel(name, language);
  const fact = (name: string, value: string, label = labelOf(name)): Fact[] =>
    varying.has(name) || value === '' ? [] : [{ name, label, value }];
  const scheduler = varying.has('scheduler') ? null : namedScheduler(params);
  return [
    { name: 'prompt', label: labelOf('prompt'), value: params.prompt },
    { name: 'negative_prompt', label: say('negative'), value: params.negative_prompt },
    ...fact('sampler', samplerWords(params.sampler, scheduler, language)),
    ...(varying.has('sampler') ? fact('scheduler', params.scheduler) : []),
    ...fact('steps', String(params.steps)),
    ...fact('cfg_scale', String(params.cfg_scale)),
    ...fact('seed', String(params.seed)),
    ...(varying.has('width') && varying.has('height')
      ? []
      : fact(
          varying.has('width') ? 'height' : 'width',
          say('width_by_height', { width: params.width, height: params.height }),
          say('size')
        )),
    ...(resized
      ? [{ name: 'drawn', label: say('drawn_at'), value: say('width_by_height', { width, height }) }]
      : []),
    ...fact('model', params.model),
    ...unusualParams(params, varying).map(({ name, value }) => ({
      name,
      label: labelOf(name),
      value: labels.valueWords(name, value, language)
    }))
  ].filter(each => each.value !== '');
}

export type CommonLine = { prompt: string; rest: string[] };

/** What all cells share: the prompt as written, then short phrases. */
export function commonLine(
  axes: readonly PlanAxis[],
  base: Plan['base'],
  cells: readonly { params: CellParams }[],
  text: IDiffusionText
): CommonLine {
  const { prompt, facts } = commonFacts(axes, base, cells);
  return {
    prompt,
    rest: facts.map(fact => commonWords(fact, text.language)).filter(phrase => phrase !== '')
  };
}
