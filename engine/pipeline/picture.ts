import type { Flavour } from '../types';
import type { Picture } from './needs';

/**
 * 8-bit RGB, interleaved, of decoded planes (3, height, width) in about [-1, 1]. stable-diffusion-webui cuts the fraction off,
 * diffusers rounds half to even: one level apart in half of all pixels.
 */
export function toRgb(planes: Float32Array, flavour: Flavour): Uint8Array {
  const pixels = planes.length / 3;
  const rgb = new Uint8Array(planes.length);
  const level = flavour === 'diffusers' ? roundHalfEven : Math.trunc;
  for (let channel = 0; channel < 3; channel++) {
    const plane = channel * pixels;
    for (let i = 0; i < pixels; i++) {
      const unit = Math.fround(Math.fround(planes[plane + i] / 2) + 0.5);
      rgb[3 * i + channel] = level(Math.fround(255 * Math.min(1, Math.max(0, unit))));
    }
  }
  return rgb;
}

/** Planes (3, height, width) in [0, 1] of 8-bit RGB. */
export function toUnitPlanes(rgb: Uint8Array): Float32Array {
  const pixels = rgb.length / 3;
  const planes = new Float32Array(rgb.length);
  for (let at = 0; at < rgb.length; at++) {
    planes[(at % 3) * pixels + Math.floor(at / 3)] = rgb[at] / 255;
  }
  return planes;
}

/** 8-bit RGB, interleaved, of planes (3, height, width) in [0, 1], rounded to the nearest. */
export function fromUnitPlanes(planes: Float32Array): Uint8Array {
  const pixels = planes.length / 3;
  return Uint8Array.from(planes, (_, at) =>
    roundHalfEven(Math.fround(255 * planes[(at % 3) * pixels + Math.floor(at / 3)]))
  );
}

/** Two pictures of one size in one, `share` of the second, as Pillow's `Image.blend` does: the fraction is cut off. */
export function mixedPictures(first: Picture, second: Picture, share: number): Picture {
  const { width, height } = first;
  const rgb = first.rgb.map((value, at) =>
    Math.trunc(Math.fround(value + Math.fround(share) * (second.rgb[at] - value)))
  );
  return { width, height, rgb };
}

/** [0, 1] as the VAE takes it, [-1, 1]. */
export const toSigned = (planes: Float32Array): Float32Array =>
  planes.map(value => Math.fround(value * 2) - 1);

/** numpy's round. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
