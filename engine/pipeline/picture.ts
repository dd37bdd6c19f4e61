import type { Flavour } from './needs';

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

/** numpy's round. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
