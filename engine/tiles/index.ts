/** Large pictures piece by piece. */
export { inBlendedTiles } from './blended-tiles';
export { inOverlappingTiles } from './overlapping-tiles';
export type { TileSize } from './overlapping-tiles';
export { crop, emptyPlanes } from './planes';
export type { Planes } from './planes';
