/** Which axis lies where: what was chosen, made whole, and changed by hand. */
import type { Layout, PlanAxis } from '../../schema/wire';
import { LAYOUT_WORDS, type LayoutWord } from '../names/sweep-words';

type Axis = Pick<PlanAxis, 'id'>;

/** Places from the slowest to the fastest when cells are drawn as one reads the grid, one inner grid after the other. */
export const READING_ORDER: readonly LayoutWord[] = ['yy', 'xx', 'y', 'x'];

/** The layout that shows every axis it can: as chosen, then each axis without a place takes the next free one of x, y, xx, yy. */
export function completeLayout(axes: readonly Axis[], chosen: Layout): Layout {
  const waiting = new Set(axes.map(({ id }) => id));
  const kept = LAYOUT_WORDS.map(word => {
    const id = chosen[word];
    return id !== undefined && waiting.delete(id) ? id : undefined;
  });
  const complete: Layout = {};
  LAYOUT_WORDS.forEach((word, k) => {
    const [next] = waiting;
    const id = kept[k] ?? next;
    if (id !== undefined) {
      complete[word] = id;
      waiting.delete(id);
    }
  });
  return complete;
}

/** The axes that a layout has no place for, in their order. */
export function unplacedAxes<A extends Axis>(axes: readonly A[], layout: Layout): A[] {
  const placed = new Set(LAYOUT_WORDS.map(word => layout[word]));
  return axes.filter(({ id }) => !placed.has(id));
}

/** The layout with `id` (null: nothing) at `word`. An axis that stood elsewhere changes places with the one that was here. */
export function assignAxis(layout: Layout, word: LayoutWord, id: string | null): Layout {
  const { [word]: before, ...rest } = layout;
  if (id === null) {
    return rest;
  }
  const from = LAYOUT_WORDS.find(each => layout[each] === id);
  const moved: Layout = { ...layout, [word]: id };
  if (from && from !== word) {
    if (before === undefined) {
      delete moved[from];
    } else {
      moved[from] = before;
    }
  }
  return moved;
}

/** The layout in which an axis has no place. */
export function withoutAxis(layout: Layout, id: string): Layout {
  return Object.fromEntries(Object.entries(layout).filter(([, axis]) => axis !== id));
}

/** The layout mirrored: columns become rows, outer columns outer rows. */
export function swapLayout({ x, y, xx, yy }: Layout): Layout {
  const swapped = { x: y, y: x, xx: yy, yy: xx };
  return Object.fromEntries(Object.entries(swapped).filter(([, id]) => id !== undefined));
}
