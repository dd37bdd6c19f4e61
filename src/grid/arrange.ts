/** What the grid takes from the room of the language. */
export {
  alongAxis,
  arrange,
  outerGroups,
  type Arrangement,
  type Line,
  type Pins,
  type Spot
} from '../../language/layout/arrange';
export { assignAxis, completeLayout, swapLayout } from '../../language/layout/choose-layout';
export { LAYOUT_WORDS as places, type LayoutWord as Place } from '../../language/names/sweep-words';
