/** Large pictures piece by piece. */
export { inBlendedTiles } from './blended-tiles';
export { crop, emptyPlanes } from './planes';
export type { Planes } from './planes';
export { inTiles } from './tiles';
export type { Tiling } from './tiles';
