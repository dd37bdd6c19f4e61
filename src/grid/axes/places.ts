/** Where axes lie: along a place of the sheet, within its cells, or on a slider of their own. */
import { assignAxis, withoutAxis } from '../../../language/layout/choose-layout';
import { LAYOUT_WORDS, type LayoutWord } from '../../../language/names/sweep-words';
import type { Layout } from '../../../schema/wire';

export type PlaceName = LayoutWord | 'inside' | 'slider';
export const PLACES: readonly PlaceName[] = [...LAYOUT_WORDS, 'inside', 'slider'];

/** The layout, and the axis that lies within the cells. What neither names is on a slider. */
export type Places = { layout: Layout; inside: string | null };

export function placeOf({ layout, inside }: Places, axis: string): PlaceName {
  return inside === axis ? 'inside' : (LAYOUT_WORDS.find(word => layout[word] === axis) ?? 'slider');
}

/** An axis put at a place; the one that was there takes its place, where the cells can hold it. */
export function withPlace(places: Places, place: PlaceName, axis: string): Places {
  const { layout, inside } = places;
  const from = placeOf(places, axis);
  if (from === place) {
    return places;
  }
  if (place === 'slider') {
    return { layout: withoutAxis(layout, axis), inside: inside === axis ? null : inside };
  }
  if (place === 'inside') {
    const left = withoutAxis(layout, axis);
    const isFree = inside !== null && from !== 'slider' && from !== 'inside';
    return { layout: isFree ? { ...left, [from]: inside } : left, inside: axis };
  }
  // What leaves the cells is a batch more often than not; a long axis would not fit into them in its place.
  return { layout: assignAxis(layout, place, axis), inside: inside === axis ? null : inside };
}
