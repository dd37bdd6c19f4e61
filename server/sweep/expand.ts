/** A sweep's cells, every parameter explicit. */
import { Fault, type FaultData } from '../../schema/fault';
import type { PlanAxis, Spec, SweepRequest, Where } from '../../schema/wire';
import { CellMaker } from './cell-maker';
import { completeLayout, READING_ORDER, unplacedAxes } from '../../language/layout/choose-layout';
import { axisId, foldAxes } from '../../language/layout/fold-axes';
import { labelsOf } from '../../language/layout/value-labels';
import { IMAGE, isVariantName, LAYOUT_WORDS, promptSr } from '../../language/names/parameters';
import { COMBINATIONS_MAX } from '../../language/cell/values/numbers';
import { parseNormalForm } from '../../language/cell/parse';
import { printFields, printSweep } from '../../language/cell/print';
import { readSpec } from '../../language/cell/spec/read-spec';
import { sampleIndices } from './sample';
import { normalForm, PROMPTS, type NormalForm } from '../../language/cell/spec/normal-form';

import { atOnce, type InSlices, mapped } from './in-slices';
import { byPlace } from './by-place';
import { placeWithin } from './placed-piece';
import { checkFlavours } from './flavours';
import { checkPasses } from './refiners';
import { remarksOn } from './remarks';
import { checkTags } from './tags';
import type { SweepContext } from '../../language/cell';
import type { Expanded, ExpandedCell, Misplaced, PlacedSweep } from './types';
import { passes } from '../../language/cell/where/where';

type Axis = Omit<PlanAxis, 'to_draw'>;
type Read = NormalForm & {
  text: string;
  fields: Record<string, string>;
  places: Readonly<Record<string, Where>>;
};

/**
 * Every cell of a sweep in drawing order. Throws Fault (400), with the place when there is a text, for anything that is wrong and
 * for more cells than the limit; these are counted, never made.
 */
export function expandSweep(request: SweepRequest, context: SweepContext): Expanded {
  return atOnce(expandRead(readSweep(request, context), context));
}

/** The same in slices, with what places the faults that its cells meet later. */
export function* expandPlaced(request: SweepRequest, context: SweepContext): InSlices<PlacedSweep> {
  const read = readSweep(request, context);
  return { ...(yield* expandRead(read, context)), placeOf: misplaced => placeOfFault(misplaced, read) };
}

function readSweep(request: SweepRequest, context: SweepContext): Read {
  return 'text' in request ? fromText(request.text, context) : fromSpec(request.spec, context);
}

function* expandRead(read: Read, context: SweepContext): InSlices<Expanded> {
  const { spec, text, fields, places, warnings } = read;
  const maker = new CellMaker(read, context);
  const axes: Axis[] = maker.axes.map(({ params, values }) => ({
    id: axisId(params),
    params,
    values,
    labels: labelsOf(params, values, context)
  }));
  const layout = completeLayout(axes, spec.layout ?? {});
  const order = drawingOrder(axes, layout);
  const cells = yield* chooseCells(axes, order, maker, read, context);
  checkTags(cells, read, context);
  yield;
  checkFlavours(cells, places, context);
  yield;
  checkPasses(cells, places, context);
  yield;
  const result = { spec, text, fields, base: maker.base, origins: maker.origins };
  const remarks = yield* remarksOn(cells, axes, read, context);
  const all = [...warnings, ...maker.warnings, ...remarks];
  const unplaced = unplacedAxes(axes, layout);
  if (unplaced.length > 0) {
    all.push({ code: 'axes_folded', facts: { axes: [layout.yy ?? '', ...unplaced.map(({ id }) => id)] } });
  }
  return { ...result, ...foldAxes(axes, cells, layout), warnings: all.sort(byPlace) };
}

function fromText(text: string, context: SweepContext): Read {
  const read = parseNormalForm(text, context);
  const empty: FaultData[] = text.trim() === '' ? [{ code: 'nothing_written', facts: {} }] : [];
  return { ...read, text, warnings: [...read.warnings, ...empty] };
}

function fromSpec(spec: Spec, context: SweepContext): Read {
  const settled = normalForm(readSpec(spec, context), context);
  return { ...settled, text: printSweep(settled.spec), fields: printFields(settled.spec), places: {} };
}

/** Axes from the slowest to the fastest: models first, since each change loads one, then as one reads the grid. */
function drawingOrder(axes: readonly Axis[], layout: Expanded['layout']): number[] {
  const rank = ({ id, params }: Axis): number => {
    const word = LAYOUT_WORDS.find(each => layout[each] === id);
    return params.includes('model') ? -2 : word ? READING_ORDER.indexOf(word) : -1;
  };
  return axes.map((_, k) => k).sort((a, b) => rank(axes[a]) - rank(axes[b]));
}

function* chooseCells(
  axes: readonly Axis[],
  order: readonly number[],
  maker: CellMaker,
  { spec, filter, places }: Read,
  context: SweepContext
): InSlices<ExpandedCell[]> {
  const total = axes.reduce((product, axis) => product * axis.values.length, 1);
  const sample = spec.sample ?? Infinity;
  const limit = spec.limit ?? context.limit;
  const longest = axes.toSorted((a, b) => b.values.length - a.values.length)[0];
  const where = placeOf(longest, places);
  const lookedAt = filter ? total : Math.min(total, sample);
  if (lookedAt > COMBINATIONS_MAX || total > Number.MAX_SAFE_INTEGER) {
    throw new Fault('too_many_combinations', { cells: total, limit: COMBINATIONS_MAX }, where);
  }
  const cellAt = (place: number): ExpandedCell => maker.cell(indexAt(place, axes, order));
  if (!filter) {
    refuseOver(lookedAt, limit, where);
    const places = total > sample ? sampleIndices(total, sample) : Array.from({ length: total }, (_, k) => k);
    return yield* mapped(places, cellAt);
  }
  const passing: number[] = [];
  for (let place = 0; place < total; place++) {
    const cell = cellAt(place);
    if (passes(filter, name => maker.read(cell, name))) {
      passing.push(place);
    }
    yield;
  }
  if (passing.length === 0) {
    throw new Fault('no_cells', { cells: total }, places.where);
  }
  refuseOver(Math.min(passing.length, sample), limit, where);
  const chosen =
    passing.length > sample ? sampleIndices(passing.length, sample).map(k => passing[k]) : passing;
  return yield* mapped(chosen, cellAt);
}

function refuseOver(cells: number, limit: number, where: Where | undefined): void {
  if (cells > limit) {
    throw new Fault('too_many_cells', { cells, limit }, where);
  }
}

function placeOf(axis: Axis | undefined, places: Readonly<Record<string, Where>>): Where | undefined {
  const [param = ''] = axis?.params ?? [];
  if (isVariantName(param)) {
    return places.prompt ?? places.negative_prompt;
  }
  return param === IMAGE ? (places.batch_count ?? places.batch_size) : places[param];
}

function placeOfFault({ params = [], values = {}, piece }: Misplaced, read: Read): Where | undefined {
  const inPrompts = (piece ? (piece.name ? [piece.name] : PROMPTS) : []).map(name =>
    placeWithin(name, piece!, read)
  );
  const ofValues = Object.entries(values).map(([name, value]) => read.placeOfValue(name, value));
  const brought = piece ? [promptSr.name, ...(piece.name ? [piece.name] : []), ...PROMPTS] : params;
  return [...inPrompts, ...ofValues, ...brought.map(name => read.places[name])].find(
    each => each !== undefined
  );
}

/** One index per axis for a place in drawing order. */
function indexAt(place: number, axes: readonly Axis[], order: readonly number[]): number[] {
  const index = axes.map(() => 0);
  for (let k = order.length - 1, rest = place; k >= 0; k--) {
    const { length } = axes[order[k]].values;
    index[order[k]] = rest % length;
    rest = Math.floor(rest / length);
  }
  return index;
}
