import { blended, composited, premultiplied, unpremultiplied } from './alpha';
import { blurredByBoxes } from './blur';
import type { Raster } from './raster';
import { blank, inverted, withChannels } from './raster';

/** Radii of the blurs, and how often each is laid over those before. */
const BLURS: readonly (readonly [number, number])[] = [
  [256, 1],
  [64, 1],
  [16, 2],
  [4, 4],
  [2, 2],
  [0, 1]
];

/**
 * The picture with what the grey `mask` covers filled from around it: ever finer blurs of the rest, laid over one another (A1111's
 * masked content "fill"). Three channels; black where nothing is left to blur.
 */
export function filled(picture: Raster, mask: Raster): Raster {
  const { width, height } = picture;
  const empty = blank(width, height, 4);
  const rest = blended(empty, premultiplied(withChannels(picture, 4)), inverted(mask));
  let out = empty;
  for (const [radius, times] of BLURS) {
    const blurred = unpremultiplied(blurredByBoxes(rest, radius));
    for (let k = 0; k < times; k++) {
      out = composited(out, blurred);
    }
  }
  return withChannels(out, 3);
}
