/** Jobs to make sheets of. */
import type { CellParams, Job, Layout, PlanAxis } from '../../../schema/wire';

export function axisOf(id: string, labels: string[]): PlanAxis {
  return { id, params: [id], values: labels.map(label => [label]), labels, to_draw: labels.map(() => 0) };
}

/** A job with a cell for each place of its axes, all done; `params` are those of every cell. */
export function jobWith(
  layout: Layout,
  axes: PlanAxis[],
  size = 256,
  params: Partial<CellParams> = { prompt: 'a boat' }
): Job {
  let places: number[][] = [[]];
  for (const { labels } of axes) {
    places = places.flatMap(place => labels.map((_, index) => [...place, index]));
  }
  return {
    id: '7d2e00000000',
    plan: { axes, layout, base: { prompt: 'a boat' } },
    cells: places.map((index, position) => ({
      id: String(position),
      index,
      params: { ...params, seed: position, width: size, height: size } as CellParams,
      state: 'done',
      image: 'hash',
      error: null,
      width: size,
      height: size,
      mark: null
    }))
  } as unknown as Job;
}
