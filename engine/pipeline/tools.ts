import { interpolated, resized } from '../images';
import type { FilterName, Interpolation } from '../images';
import { openGenerator, openNoise } from '../random';
import type { ImageNoise, LatentShape, NoiseSettings, RandomSource } from '../random';
import type { Flavour, INoiseSource } from '../types';
import type { DrawModel, Settings, Size } from './cell';
import type { CellFiles, Picture } from './needs';
import { fromUnitPlanes, mixedPictures, toRgb, toSigned, toUnitPlanes } from './picture';
import { prepareInitImage } from './init-image';
import type { InitImage } from './init-image';

/**
 * What a run does with noise and pictures whose price or size depends on the picture's. The engine has the real tools; the shadow run,
 * which prices a sweep, has some that answer with a few hashed numbers, equal exactly when the real answers are.
 */
export interface ITools {
  generator(rng: RandomSource, seed: number): INoiseSource;
  /** The noises of one image; `stream` is its generator, where something was drawn from it already. */
  noise(settings: NoiseSettings, shape: LatentShape, stream?: INoiseSource): ImageNoise;
  /** The picture a cell starts from, made to fit, with its mask; null when it starts from noise. Throws unknown_choice. */
  initImage(settings: Settings, files: CellFiles, model: DrawModel): InitImage | null;
  /** Planes (3, height, width) of grey, 0. */
  grey(size: Size): Float32Array;
  /** The 8-bit picture of decoded planes (3, height, width). */
  toPicture(planes: Float32Array, size: Size, flavour: Flavour): Picture;
  /** Planes (3, height, width) in [-1, 1] of a picture, and in [0, 1]. */
  toPlanes(picture: Picture): Float32Array;
  toUnitPlanes(picture: Picture): Float32Array;
  /** The picture of planes in [0, 1]. */
  fromUnitPlanes(planes: Float32Array, size: Size): Picture;
  resize(picture: Picture, size: Size, filter: FilterName | 'nearest'): Picture;
  /** The pictures, of one size, in one: `share` of the second. */
  mixed(first: Picture, second: Picture, share: number): Picture;
  enlargeLatent(latent: Float32Array, from: Size, to: Size, filter: Interpolation): Float32Array;
}

export const tools: ITools = {
  generator: openGenerator,
  noise: openNoise,
  initImage: prepareInitImage,
  grey: ({ width, height }) => new Float32Array(3 * width * height),
  toPicture: (planes, { width, height }, flavour) => ({ width, height, rgb: toRgb(planes, flavour) }),
  toPlanes: ({ rgb }) => toSigned(toUnitPlanes(rgb)),
  toUnitPlanes: ({ rgb }) => toUnitPlanes(rgb),
  fromUnitPlanes: (planes, { width, height }) => ({ width, height, rgb: fromUnitPlanes(planes) }),
  resize: ({ rgb, ...size }, { width, height }, filter) => {
    const picture = resized({ ...size, channels: 3, data: rgb }, width, height, filter);
    return { width, height, rgb: picture.data };
  },
  mixed: mixedPictures,
  enlargeLatent: interpolated
};
