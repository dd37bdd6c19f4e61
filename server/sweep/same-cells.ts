/** Cells that are one picture though their coordinates differ: axes that change nothing, values that mean the same. */
import type { AllParams } from '../../schema/catalogue';
import { networksNamed } from '../../schema/care';
import type { FaultData } from '../../schema/fault';
import type { PlanAxis } from '../../schema/wire';
import type { SweepContext } from '../../language/cell';
import { IMAGE, isVariantName, promptSr } from '../../language/names/parameters';
import type { CellKinds } from './cell-kinds';
import { type InSlices, mapped } from './in-slices';
import type { ExpandedCell } from './types';

type Axis = Pick<PlanAxis, 'id' | 'params' | 'values' | 'labels'>;
type Found = Pick<FaultData, 'code' | 'facts'> & { axis?: Axis };

/** Parameters that make another picture with every value, so that nothing has to be drawn in shadow for an axis of them. */
const DISTINCT: ReadonlySet<string> = new Set('model steps cfg_scale width height'.split(' '));
/** What is told apart within a kind. */
const WITHIN: ReadonlySet<string> = new Set([
  'prompt',
  'negative_prompt',
  promptSr.name,
  'seed',
  'subseed',
  IMAGE
]);
const isWithin = (name: string): boolean => WITHIN.has(name) || isVariantName(name);

/** At most one finding of each axis that isn't `idle` and told already; when none explains the equal cells, how many there are. */
export function* sameCells(
  cells: readonly ExpandedCell[],
  axes: readonly Axis[],
  kinds: CellKinds,
  idle: ReadonlySet<string>,
  context: SweepContext
): InSlices<Found[]> {
  const names = yield* pictureNames(cells, axes, kinds, idle, context);
  yield;
  const distinct = new Set(names).size;
  const isIdle = ({ params }: Axis): boolean => params.every(name => idle.has(name));
  const acting = axes.flatMap((axis, k) => (isIdle(axis) ? [] : [k]));
  const places = new Set(cells.map(({ index }) => acting.map(k => index[k]).join()));
  if (distinct >= places.size) {
    return [];
  }
  const found = (yield* mapped(acting, k => findingOf(axes[k], k, cells, names, kinds))).flat();
  return found.length > 0 ? found : [cellsAlike(cells, axes, names, distinct)];
}

/** How many cells there are of how many pictures, with the first two of one picture. */
function cellsAlike(
  cells: readonly ExpandedCell[],
  axes: readonly Axis[],
  names: readonly string[],
  pictures: number
): Found {
  const seen = new Map<string, number>();
  const second = names.findIndex((name, k) => seen.size === seen.set(name, seen.get(name) ?? k).size);
  const pair = [seen.get(names[second])!, second].map(k => cells[k].index);
  const differing = axes.filter((_, k) => pair[0][k] !== pair[1][k]);
  const [one, other] = pair.map(index =>
    differing.map(axis => `${axis.id}=${axis.labels[index[axes.indexOf(axis)]]}`)
  );
  const facts = { cells: cells.length, pictures, one: one.join(' '), other: other.join(' ') };
  return { code: 'cells_alike', facts, axis: differing[0] };
}

/**
 * For each cell a name of its picture: equal for cells that will come out the same. What a value does is seen by drawing in shadow, as far
 * as there is time for that; otherwise, what is written differently counts as different.
 */
function* pictureNames(
  cells: readonly ExpandedCell[],
  axes: readonly Axis[],
  kinds: CellKinds,
  idle: ReadonlySet<string>,
  { models }: Pick<SweepContext, 'models'>
): InSlices<string[]> {
  const varied = axes.flatMap(({ params }) => params).filter(name => !idle.has(name));
  const doubtful = varied.some(name => !DISTINCT.has(name) && !isWithin(name));
  const seeds = varied.some(name => ['seed', 'subseed', IMAGE].includes(name));
  const words = varied.some(name => isWithin(name) && !['seed', 'subseed', IMAGE].includes(name));
  const numberOf = numbering();
  const bytes = new Map(models.map(({ kind, name, sha256 }) => [`${kind} ${name}`, sha256]));
  const bytesOf = (kind: string, name: string): string => bytes.get(`${kind} ${name}`) ?? name;
  const all = kinds.all.map(kind => withBytes(kind, bytesOf));
  const acts = (name: string) => (kind: AllParams) => !seeds || !kinds.sameWith(kind, name, [5, 7, 11]);
  const seedActs = yield* mapped(all, acts('seed'));
  const subseedActs = yield* mapped(all, acts('subseed'));
  const settings = yield* mapped(all, kind => {
    const drawn = doubtful ? kinds.pictureOf(kind) : null;
    const said = Object.entries({ ...kind, model: '' }).filter(([name]) => !idle.has(name));
    return `${numberOf(bytesOf('checkpoint', kind.model))} ${drawn === null ? numberOf(JSON.stringify(said)) : `drawn ${drawn}`}`;
  });
  const drawn = new Map<string, number | null>();
  return yield* mapped(cells, ({ params: { prompt, negative_prompt, seed, subseed } }, k) => {
    const kind = kinds.of[k];
    const negative = idle.has('negative_prompt') ? '' : numberOf(negative_prompt);
    const said = `${settings[kind]} ${numberOf(prompt)} ${negative}`;
    if (words && !drawn.has(said)) {
      drawn.set(said, kinds.pictureOf({ ...all[kind], prompt, negative_prompt }));
    }
    const picture = drawn.get(said) ?? null;
    const noise = [seedActs[kind] ? seed : '', subseedActs[kind] ? subseed : ''].join();
    const checkpoint = numberOf(bytesOf('checkpoint', all[kind].model));
    return `${picture === null ? said : `${checkpoint} with words ${picture}`} ${noise}`;
  });
}

/** Small numbers that stand for texts. */
function numbering(): (text: string) => number {
  const numbers = new Map<string, number>();
  return text => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
}

/** A kind whose files are named by what they hold, so that two names of the same bytes are one; its checkpoint keeps its name. */
function withBytes(kind: AllParams, bytesOf: (kind: string, name: string) => string): AllParams {
  const { vae, refiner, hr_upscaler: upscaler } = kind;
  return {
    ...kind,
    ...(vae !== null && { vae: bytesOf('vae', vae) }),
    ...(refiner !== null && { refiner: bytesOf('checkpoint', refiner) }),
    hr_upscaler: bytesOf('upscaler', upscaler),
    ...Object.fromEntries(networksNamed(kind).map(([param, name]) => [param, bytesOf('upscaler', name)]))
  } as AllParams;
}

/** What an axis does not do: make any difference, or one between two of its values. */
function findingOf(
  axis: Axis,
  k: number,
  cells: readonly ExpandedCell[],
  names: readonly string[],
  kinds: CellKinds
): Found[] {
  // For each place beside this axis, the pictures of its values.
  const beside = new Map<string, string[]>();
  cells.forEach(({ index }, each) => {
    const place = index.toSpliced(k, 1).join();
    const row = beside.get(place) ?? [];
    row[index[k]] = names[each];
    beside.set(place, row);
  });
  const rows = [...beside.values()];
  const isFlat = (row: readonly string[]): boolean =>
    new Set(row.filter(name => name !== undefined)).size < 2;
  const values = axis.labels;
  if (rows.every(isFlat)) {
    return cells.length > rows.length
      ? [{ code: 'axis_same', facts: { axis: axis.id, values: values.length }, axis }]
      : [];
  }
  const flat = rows.filter(isFlat).length;
  if (axis.params.includes(promptSr.name) && flat > 0) {
    const facts = {
      value: String(axis.values[0][axis.params.indexOf(promptSr.name)]),
      places: flat,
      of: rows.length
    };
    return [{ code: 'sr_missing_partly', facts, axis }];
  }
  const columns = new Map<string, number>();
  for (let value = 0; value < values.length; value++) {
    const column = JSON.stringify(rows.map(row => row[value] ?? null));
    const twin = columns.get(column);
    if (twin !== undefined && rows.some(row => row[value] !== undefined)) {
      const facts = { axis: axis.id, first: values[twin], second: values[value] };
      const few = axis.params.includes('steps') ? null : tooFewSteps(k, [twin, value], cells, kinds);
      return [{ code: 'values_alike', facts: { ...facts, ...(few !== null && { steps: few }) }, axis }];
    }
    columns.set(column, value);
  }
  return [];
}

/** Steps with which two values of an axis still differ, whatever follows. */
const ENOUGH_STEPS = 8;

/** The steps of the cells of two values, where these are alike only because there are few. */
function tooFewSteps(
  k: number,
  [one, other]: readonly number[],
  cells: readonly ExpandedCell[],
  kinds: CellKinds
): number | null {
  const first = cells.find(({ index }) => index[k] === one);
  const place = first?.index.with(k, other).join();
  const second = cells.find(({ index }) => index.join() === place);
  const pictures = [first, second].map(
    cell => cell && kinds.pictureOf({ ...cell.params, steps: ENOUGH_STEPS })
  );
  const differ = pictures.every(picture => typeof picture === 'number') && pictures[0] !== pictures[1];
  return first && first.params.steps < ENOUGH_STEPS && differ ? first.params.steps : null;
}
