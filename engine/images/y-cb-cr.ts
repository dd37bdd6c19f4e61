/** Brightness and colour apart, as JPEG has them (ITU-T T.871, full range), in Pillow's fixed point. */
import type { Raster } from './raster';
import { blank } from './raster';

/** Six bits of fraction. */
const ONE = 64;

/** Products of a level with a weight, and a half cut towards zero, as Pillow's tables have them. */
const table = (weight: number, offset = 0): Int16Array =>
  Int16Array.from({ length: 256 }, (_, level) => Math.trunc(weight * ONE * (level - offset) + 0.5));

const LUMA = [table(0.299), table(0.587), table(0.114)];
const BLUE = [table(-0.16874), table(-0.33126), table(0.5)];
const RED = [table(0.5), table(-0.41869), table(-0.08131)];
const RED_OF_CR = table(1.402, 128);
const GREEN_OF_CB = table(-0.34414, 128);
const GREEN_OF_CR = table(-0.71414, 128);
const BLUE_OF_CB = table(1.772, 128);

/** RGB as three channels: luma, and how blue and how red beside it. */
export function toYCbCr(picture: Raster): Raster {
  const out = blank(picture.width, picture.height, 3);
  const sum = ([r, g, b]: readonly Int16Array[], k: number): number =>
    (r[picture.data[k]] + g[picture.data[k + 1]] + b[picture.data[k + 2]]) >> 6;
  for (let k = 0; k < out.data.length; k += 3) {
    out.data[k] = sum(LUMA, k);
    out.data[k + 1] = sum(BLUE, k) + 128;
    out.data[k + 2] = sum(RED, k) + 128;
  }
  return out;
}

/** The way back. */
export function fromYCbCr(picture: Raster): Raster {
  const out = blank(picture.width, picture.height, 3);
  const clamped = new Uint8ClampedArray(out.data.buffer);
  for (let k = 0; k < out.data.length; k += 3) {
    const [y, cb, cr] = picture.data.subarray(k, k + 3);
    clamped[k] = y + (RED_OF_CR[cr] >> 6);
    clamped[k + 1] = y + ((GREEN_OF_CB[cb] + GREEN_OF_CR[cr]) >> 6);
    clamped[k + 2] = y + (BLUE_OF_CB[cb] >> 6);
  }
  return out;
}
