/** Masks of a picture: grey, 255 where it is drawn anew. */
import type { Box, Raster } from './raster';
import { channelOf, greyOf, changed } from './raster';

/** The mask that a picture means: its alpha, cut at one half, where anything is transparent; else how light it is. */
export function maskOf(picture: Raster): Raster {
  if (picture.channels === 4) {
    const alpha = channelOf(picture, 3);
    if (alpha.data.some(value => value < 255)) {
      return changed(alpha, value => (value > 128 ? 255 : 0));
    }
  }
  return greyOf(picture);
}

/** The least rectangle with all that is masked, and `padding` pixels around it; null when nothing is masked. */
export function cropRegion({ width, height, data }: Raster, padding: number): Box | null {
  let [left, top, right, bottom] = [width, height, 0, 0];
  data.forEach((value, k) => {
    if (value > 0) {
      const [x, y] = [k % width, Math.floor(k / width)];
      [left, top] = [Math.min(left, x), Math.min(top, y)];
      [right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
    }
  });
  if (right === 0) {
    return null;
  }
  const [x, y] = [Math.max(left - padding, 0), Math.max(top - padding, 0)];
  return {
    left: x,
    top: y,
    width: Math.min(right + padding, width) - x,
    height: Math.min(bottom + padding, height) - y
  };
}

/**
 * The rectangle widened or heightened to the shape of the picture that is drawn for it, moved to stay inside `frame` and cut where it
 * can't (A1111's expand_crop_region).
 */
export function expandCropRegion(box: Box, drawn: { width: number; height: number }, frame: Raster): Box {
  const wished = drawn.width / drawn.height;
  if (box.width / box.height > wished) {
    const [top, height] = grown(box.top, box.height, box.width / wished, frame.height);
    return { ...box, top, height };
  }
  const [left, width] = grown(box.left, box.width, box.height * wished, frame.width);
  return { ...box, left, width };
}

/** A stretch of `length` from `start` grown to `wished` on both sides, within `limit`. */
function grown(start: number, length: number, wished: number, limit: number): [number, number] {
  const more = Math.trunc(wished - length);
  let from = start - Math.floor(more / 2);
  let to = start + length + more - Math.floor(more / 2);
  const beyond = Math.max(0, to - limit);
  [from, to] = [from - beyond, to - beyond];
  if (from < 0) {
    [from, to] = [0, to - from];
  }
  return [from, Math.min(to, limit) - from];
}
