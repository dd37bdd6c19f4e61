import type { ITools, Picture, Size } from '../pipeline';
import { numbersOf, hashOf } from './hash';
import { hashOfNumbers, shadowGenerator, shadowNoise } from './shadow-noise';

/** Stands for every number of a mask, one per pixel of a shadow latent's channel. */
const MASK_SIZE = 4;

/** Tools whose answers are a few numbers, equal exactly when the real ones are: they name what would be done with what. */
export const shadowTools: ITools = {
  generator: shadowGenerator,
  noise: shadowNoise,
  initImage({ init_image: image, mask, ...settings }) {
    if (image === null) {
      return null;
    }
    const { width, height } = settings;
    const fitted = hashOf(image, width, height, settings.resize_mode);
    const masking = JSON.stringify([
      mask,
      settings.mask_blur,
      settings.inpainting_mask_invert,
      settings.inpaint_full_res && settings.inpaint_full_res_padding,
      settings.inpainting_fill
    ]);
    const masked = hashOf(fitted, masking);
    return {
      width,
      height,
      planes: numbersOf(mask === null ? fitted : masked),
      mask:
        mask === null
          ? null
          : {
              maskedPlanes: numbersOf(hashOf(masked, 'masked')),
              latent: numbersOf(masked, MASK_SIZE).map(Math.abs),
              channel: numbersOf(masked, MASK_SIZE)
            },
      finish: drawn => drawn
    };
  },
  grey: ({ width, height }) => numbersOf(hashOf('grey', width, height)),
  toPicture: (planes, size) => picture(size, hashOfNumbers(planes)),
  toPlanes: ({ rgb }) => numbersOf(hashOf(...rgb)),
  toUnitPlanes: ({ rgb }) => numbersOf(hashOf(...rgb)),
  fromUnitPlanes: (planes, size) => picture(size, hashOfNumbers(planes)),
  resize: ({ rgb, width, height }, size, filter) =>
    width === size.width && height === size.height
      ? { width, height, rgb }
      : picture(size, hashOf(...rgb, size.width, size.height, filter)),
  mixed: (first, second, share) => picture(first, hashOf(...first.rgb, ...second.rgb, share)),
  enlargeLatent: (latent, _from, to, filter) =>
    numbersOf(hashOfNumbers(latent, to.width, to.height, JSON.stringify(filter)))
};

/** Stands for a picture that is there, by its name. */
export const shadowOfPicture = (name: string): Picture => picture({ width: 1, height: 1 }, hashOf(name));

/** A picture of a size whose few bytes stand for all. */
const picture = ({ width, height }: Size, hash: number): Picture => ({
  width,
  height,
  rgb: new Uint8Array(Int32Array.of(hash).buffer)
});
