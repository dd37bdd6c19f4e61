/** Several pictures made into one, as far as it is arithmetic: latents along the arc, coarse and fine bands, masks. */
export { fusedBands, lowBand } from './bands';
export type { BandSize } from './bands';
export { collage, seamMask, stripes } from './collage';
export { fusedLatents } from './latents';
