import type { Box, Raster } from './raster';
import { blank, pasted } from './raster';
import { resized } from './resize';

/** How a picture of another shape is made to fit: stretched; cut at two sides; or whole, its edges drawn out. */
export type FitMode = 'stretch' | 'crop' | 'fill';

const { floor } = Math;

/** The picture in a size, as A1111's resize modes 0, 1 and 2: by Lanczos, what is drawn out by the cubic. */
export function fitted(picture: Raster, width: number, height: number, mode: FitMode): Raster {
  if (mode === 'stretch') {
    return resized(picture, width, height, 'lanczos');
  }
  const [ratio, own] = [width / height, picture.width / picture.height];
  const spansWidth = mode === 'crop' ? ratio > own : ratio < own;
  const spansHeight = mode === 'crop' ? ratio <= own : ratio >= own;
  const inner = resized(
    picture,
    spansWidth ? width : floor((picture.width * height) / picture.height),
    spansHeight ? height : floor((picture.height * width) / picture.width),
    'lanczos'
  );
  const left = floor(width / 2) - floor(inner.width / 2);
  const top = floor(height / 2) - floor(inner.height / 2);
  const out = pasted(blank(width, height, picture.channels), inner, left, top);
  return mode === 'fill' ? drawnOut(out, inner, left, top) : out;
}

/** What is left bare beside `inner` filled from the lines of pixels at its edges. */
function drawnOut(frame: Raster, inner: Raster, left: number, top: number): Raster {
  const { width, height } = frame;
  const edge = (box: Partial<Box>, w: number, h: number): Raster =>
    resized(inner, w, h, 'bicubic', {
      left: 0,
      top: 0,
      width: inner.width,
      height: inner.height,
      ...box
    });
  let out = frame;
  if (top > 0) {
    out = pasted(out, edge({ height: 0 }, width, top), 0, 0);
    out = pasted(out, edge({ top: inner.height, height: 0 }, width, top), 0, top + inner.height);
  }
  if (left > 0) {
    out = pasted(out, edge({ width: 0 }, left, height), 0, 0);
    out = pasted(out, edge({ left: inner.width, width: 0 }, left, height), left + inner.width, 0);
  }
  return out;
}
