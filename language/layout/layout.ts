/** Which axis lies where. */
import { Fault } from '../../schema/fault';
import type { Layout, PlanAxis } from '../../schema/wire';
import type { Draft } from '../cell/spec/draft';
import {
  IMAGE,
  isVariantName,
  knownParameter,
  LAYOUT_WORDS,
  nearest,
  SIZE,
  type LayoutWord
} from '../names/parameters';
import { excerpt } from '../cell/source';
import type { SweepContext, SweepWarning } from '../cell/types';

type WithParams = Pick<PlanAxis, 'params'>;

/** A linked axis is named by its parameters joined by `&`. */
export function axisId(params: readonly string[]): string {
  return params.join('&');
}

/** The layout as the user chose it, by axis ids; what is left out is placed by `completeLayout`. */
export function settleLayout(
  draft: Draft,
  axes: readonly WithParams[],
  batched: boolean,
  given: ReadonlySet<string>,
  context: SweepContext,
  warnings: SweepWarning[]
): Layout {
  const layout: Layout = {};
  const all = batched ? [...axes, { params: [IMAGE] }] : axes;
  for (const word of LAYOUT_WORDS) {
    const chosen = draft.layout.get(word);
    if (!chosen) {
      continue;
    }
    const names = namesIn(chosen.name, context);
    const axis = all.find(({ params }) => axisId(params) === axisId(names)) ?? all.find(covers(names));
    if (!axis && names.length > 0 && names.every(name => given.has(name))) {
      warnings.push({ code: 'one_value', facts: { word, param: axisId(names) }, where: chosen.where });
      continue;
    }
    if (!axis) {
      const ids = all.map(({ params }) => axisId(params));
      throw new Fault(
        'not_an_axis',
        { name: excerpt(chosen.name), near: nearest(chosen.name, ids), axes: ids },
        chosen.where
      );
    }
    const id = axisId(axis.params);
    const twice = LAYOUT_WORDS.find(other => layout[other] === id);
    if (twice) {
      throw new Fault('layout_twice', { axis: id, first: twice, second: word }, chosen.where);
    }
    layout[word] = id;
  }
  return layout;
}

function covers(names: readonly string[]): (axis: WithParams) => boolean {
  return ({ params }) => names.length > 0 && names.every(name => params.includes(name));
}

function namesIn(written: string, context: SweepContext): string[] {
  return written.split('&', 32).flatMap(part => {
    const name = part.trim().toLowerCase();
    return name === 'size' ? SIZE : (knownParameter(part, context)?.name ?? (isOwnName(name) ? name : part));
  });
}

function isOwnName(name: string): boolean {
  return name === IMAGE || isVariantName(name);
}

type Axis = Omit<PlanAxis, 'to_draw'>;

/** A place for every axis: as chosen, else x, y, xx, yy in the order of the axes. Axes beyond these have none yet. */
export function completeLayout(chosen: Layout, axes: readonly Axis[]): { layout: Layout; unplaced: Axis[] } {
  const layout: Layout = {};
  const waiting = axes.filter(({ id }) => !LAYOUT_WORDS.some(word => chosen[word] === id));
  for (const word of LAYOUT_WORDS) {
    const id = chosen[word] ?? waiting.shift()?.id;
    if (id !== undefined) {
      layout[word] = id;
    }
  }
  return { layout, unplaced: waiting };
}

/**
 * Axes that found no place are folded into the outer rows, as one axis of the combinations that occur, so that every renderer shows
 * every cell: an axis kept apart would need a tab or a slider that a contact sheet doesn't have. The spec keeps them apart.
 */
export function foldAxes<C extends { index: readonly number[] }>(
  axes: readonly Axis[],
  cells: readonly C[],
  layout: Layout,
  unplaced: readonly Axis[]
): { axes: Axis[]; cells: C[]; layout: Layout } {
  const outer = axes.findIndex(axis => axis.id === layout.yy);
  const folded = [outer, ...unplaced.map(axis => axes.indexOf(axis))];
  const kept = axes.map((_, k) => k).filter(k => k === outer || !folded.includes(k));
  const rank = (index: readonly number[]): number =>
    folded.reduce((sum, k) => sum * axes[k].values.length + index[k], 0);
  const occurring = new Map(cells.map(cell => [rank(cell.index), cell.index]));
  const rows = [...occurring].sort(([a], [b]) => a - b);
  const place = new Map(rows.map(([each], k) => [each, k]));
  const params = folded.flatMap(k => axes[k].params);
  const one: Axis = {
    id: axisId(params),
    params,
    values: rows.map(([, index]) => folded.flatMap(k => axes[k].values[index[k]])),
    labels: rows.map(([, index]) => folded.map(k => axes[k].labels[index[k]]).join(' · '))
  };
  return {
    axes: kept.map(k => (k === outer ? one : axes[k])),
    cells: cells.map(cell => ({
      ...cell,
      index: kept.map(k => (k === outer ? (place.get(rank(cell.index)) ?? 0) : cell.index[k]))
    })),
    layout: { ...layout, yy: one.id }
  };
}

/** Places from the slowest to the fastest when cells are drawn as one reads the grid, one inner grid after the other. */
export const READING_ORDER: readonly LayoutWord[] = ['yy', 'xx', 'y', 'x'];
