/**
 * In which order the cells of a job are drawn. Files of weights change least: models outermost, in the order the sweep has them, then what
 * else is loaded with them. Among cells with the same files those that share evaluations far beyond their first step stay together,
 * so that what they share is still remembered; and of these groups the grid's corners and its middle come first, for they tell most of
 * where a sweep leads. All else as one reads the grid.
 */
import type { CellParams } from '../../schema/wire';
import { readTags } from '../../language/prompt';
import { type ExpandedCell, type InSlices, mapped } from '../sweep';

/** Parameters that take part only once a picture is far on; cells that differ in these alone share what comes before. */
const LATE: ReadonlySet<string> = new Set([
  ...['enable_hr', 'hr_scale', 'hr_steps', 'hr_upscaler', 'hr_denoising_strength', 'hr_sampler'],
  ...['refiner', 'refiner_switch_at', 'vae', 'vae_tiling', 'extra_generation_params']
]);

/** For each cell of a job its place in the order of drawing, in slices; `sizes` are the lengths of its axes. */
export function* drawingOrder(cells: readonly ExpandedCell[], sizes: readonly number[]): InSlices<number[]> {
  const files = new Map<string, number>();
  const groups = new Map<string, number>();
  const keys = yield* mapped(cells, (cell, place) => {
    const set = placeIn(files, filesOf(cell.params), files.size);
    const group = `${set} ${earlyPart(cell.params)}`;
    // A group comes as early as the best placed of its cells.
    const rank = (isCornerOrMiddle(cell, sizes) ? 0 : cells.length) + place;
    groups.set(group, Math.min(groups.get(group) ?? Infinity, rank));
    return { place, set, group };
  });
  const order = [...keys].sort(
    (a, b) => a.set - b.set || groups.get(a.group)! - groups.get(b.group)! || a.place - b.place
  );
  const ranks = new Array<number>(cells.length);
  order.forEach(({ place }, rank) => (ranks[place] = rank));
  return ranks;
}

/** The files that are loaded together for a cell: while they stay, nothing is read anew between two cells. */
export function filesOf({ model, vae, refiner, prompt }: CellParams): string {
  const loras = prompt.includes('<') ? readTags(prompt).loras.map(({ name }) => name) : [];
  return [model, vae ?? '', refiner ?? '', ...loras].join('\n');
}

function placeIn(known: Map<string, number>, key: string, next: number): number {
  const place = known.get(key) ?? next;
  known.set(key, place);
  return place;
}

/** What decides the first steps of a cell; a prompt that is edited on the way shares those before its edit. */
function earlyPart(params: CellParams): string {
  return JSON.stringify(
    Object.entries(params).map(([name, value]) => {
      if (LATE.has(name)) {
        return null;
      }
      return name === 'prompt' ? String(value).replace(/\[[^[\]]*:[^[\]]*:[\d.]+\]/g, '[]') : value;
    })
  );
}

function isCornerOrMiddle({ index }: ExpandedCell, sizes: readonly number[]): boolean {
  const atEnds = index.every((value, axis) => value === 0 || value === sizes[axis] - 1);
  return atEnds || index.every((value, axis) => value === Math.floor((sizes[axis] - 1) / 2));
}
