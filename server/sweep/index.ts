/** The sweep room: what was read becomes cells, and cells become a plan. It draws nothing and knows no store. */
export { expandPlaced, expandSweep } from './expand';
export { atOnce, type InSlices, mapped } from './in-slices';
export { planSweep } from './plan';
export type * from './types';
export { byPlace } from './by-place';
export { drawnSize, finalSize } from './final-size';
