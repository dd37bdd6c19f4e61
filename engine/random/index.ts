/**
 * Every random number of a picture, from its seeds alone. `openNoise` is all the pipeline needs; the generators are exported for
 * those who check them against torch, Philox and torchsde.
 */
export { BrownianTree } from './brownian-tree';
export { roundToBfloat16, roundToFloat16 } from './half-types';
export { initialNoise } from './initial-noise';
export type { LatentShape } from './initial-noise';
export { openGenerator, openNoise } from './open-noise';
export type { ImageNoise, NoiseSettings, RandomSource } from './open-noise';
export { PhiloxGenerator } from './philox-generator';
export { TorchGenerator } from './torch-generator';
