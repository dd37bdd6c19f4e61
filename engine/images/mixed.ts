import type { Raster } from './raster';

/**
 * `first` with `share` of `second` in it, pictures of one size and kind (Pillow's `Image.blend`, whose fractions are cut off): a second
 * upscaler's part in A1111 is its visibility.
 */
export function mixed(first: Raster, second: Raster, share: number): Raster {
  if (share <= 0) {
    return first;
  }
  if (share >= 1) {
    return second;
  }
  const data = first.data.map((level, k) => Math.trunc(level + share * (second.data[k] - level)));
  return { ...first, data };
}
