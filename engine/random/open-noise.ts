import type { IBrownianNoise, INoiseSource } from '../types';
import { BrownianTree } from './brownian-tree';
import { initialNoise, sizeOf } from './initial-noise';
import type { LatentShape, VariationSettings } from './initial-noise';
import { PhiloxGenerator } from './philox-generator';
import { TorchGenerator } from './torch-generator';

/** Whose numbers: torch's CPU generator, or the one of NVIDIA cards. */
export type RandomSource = 'cpu' | 'nv';

/** The generator of a seed (a safe integer). */
export function openGenerator(rng: RandomSource, seed: number): INoiseSource {
  return rng === 'nv' ? new PhiloxGenerator(seed) : new TorchGenerator(seed);
}

export type NoiseSettings = VariationSettings & {
  rng: RandomSource;
  /** Added to the seed for the noise of the steps, if not 0 (A1111's ENSD). */
  ensd?: number;
};

/** What one image draws. */
export type ImageNoise = {
  /** The first noise, (channels, height, width), unit variance. */
  initial: Float32Array;
  /** The noise of the steps: the draws after the first one. */
  steps: INoiseSource;
  /**
   * The noise of SDE samplers between two sigmas, over the whole schedule's range of positive sigmas. A pure function of seed, shape
   * and range: images that agree in those may share it. Some schedulers of diffusers say the seed.
   */
  brownian(sigmaMin: number, sigmaMax: number, seed?: number): IBrownianNoise;
};

/**
 * The noises of one image of a latent's shape, in A1111's order of draws. `stream` is the image's generator where something was drawn
 * from it already, as diffusers does with a picture's posterior.
 */
export function openNoise(
  settings: NoiseSettings,
  shape: LatentShape,
  stream = openGenerator(settings.rng, settings.seed)
): ImageNoise {
  const { rng, seed, ensd = 0 } = settings;
  const open = (each: number): INoiseSource => openGenerator(rng, each);
  return {
    initial: initialNoise(settings, shape, stream, open),
    steps: ensd ? open(seed + ensd) : stream,
    brownian: (sigmaMin, sigmaMax, own = seed) =>
      new BrownianTree(own, sizeOf(shape), sigmaMin, sigmaMax, open)
  };
}
