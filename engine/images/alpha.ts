/** Transparency in Pillow's integer arithmetic. */
import type { Raster } from './raster';
import { blank, withChannels } from './raster';

/** value / 255, rounded, for value up to 255². */
const over255 = (value: number): number => (((value + 128) >> 8) + value + 128) >> 8;

/** RGBA with colours multiplied by alpha (Pillow's RGBa). */
export function premultiplied({ data, ...picture }: Raster): Raster {
  const out = data.slice();
  for (let k = 0; k < out.length; k += 4) {
    for (let c = 0; c < 3; c++) {
      out[k + c] = over255(data[k + c] * data[k + 3]);
    }
  }
  return { ...picture, data: out };
}

/** The way back; where nothing is seen the colours stay. */
export function unpremultiplied({ data, ...picture }: Raster): Raster {
  const out = data.slice();
  for (let k = 0; k < out.length; k += 4) {
    const alpha = data[k + 3];
    for (let c = 0; c < 3 && alpha > 0 && alpha < 255; c++) {
      out[k + c] = Math.min(255, Math.trunc((255 * data[k + c]) / alpha));
    }
  }
  return { ...picture, data: out };
}

/** `base` where the grey `mask` is 0, `picture` where it is 255, a blend between; all of one size. */
export function blended(base: Raster, picture: Raster, mask: Raster): Raster {
  const { channels } = base;
  const out = base.data.slice();
  for (let k = 0; k < out.length; k++) {
    const share = mask.data[Math.trunc(k / channels)];
    out[k] = over255(base.data[k] * (255 - share) + picture.data[k] * share);
  }
  return { ...base, data: out };
}

/** RGBA `above` over RGBA `below` (Porter and Duff's over). */
export function composited(below: Raster, above: Raster): Raster {
  const out = below.data.slice();
  for (let k = 0; k < out.length; k += 4) {
    const alpha = above.data[k + 3];
    if (alpha === 0) {
      continue;
    }
    const sum = alpha * 255 + below.data[k + 3] * (255 - alpha);
    const share = Math.trunc((alpha * 255 * 255 * 128) / sum); // 7 bits more than of 255
    for (let c = 0; c < 3; c++) {
      const value = above.data[k + c] * share + below.data[k + c] * (255 * 128 - share) + (128 << 7);
      out[k + c] = (value + (value >>> 8)) >>> 15;
    }
    out[k + 3] = over255(sum);
  }
  return { ...below, data: out };
}

/** Three channels, on white where the picture is transparent. */
export function flattened(picture: Raster): Raster {
  if (picture.channels !== 4) {
    return withChannels(picture, 3);
  }
  const white = blank(picture.width, picture.height, 4);
  white.data.fill(255);
  const mask = blank(picture.width, picture.height, 1);
  mask.data.forEach((_, k) => (mask.data[k] = picture.data[4 * k + 3]));
  return withChannels(blended(white, picture, mask), 3);
}
