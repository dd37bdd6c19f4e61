import type { Layout, PlanAxis } from '../../schema/wire';
import { unplacedAxes } from './choose-layout';

type Axis = Omit<PlanAxis, 'to_draw'>;

/** A linked axis is named by its parameters joined by `&`. */
export function axisId(params: readonly string[]): string {
  return params.join('&');
}

/**
 * Axes that found no place are folded into the outer rows, as one axis of the combinations that occur, so that every renderer shows
 * every cell: an axis kept apart would need a tab or a slider that a contact sheet doesn't have. The spec keeps them apart. A layout
 * that has a place for every axis comes back as it is.
 */
export function foldAxes<C extends { index: readonly number[] }>(
  axes: readonly Axis[],
  cells: readonly C[],
  layout: Layout
): { axes: Axis[]; cells: C[]; layout: Layout } {
  const unplaced = unplacedAxes(axes, layout);
  if (unplaced.length === 0) {
    return { axes: [...axes], cells: [...cells], layout };
  }
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
