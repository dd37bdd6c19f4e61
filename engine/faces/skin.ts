/** Wrinkles and blemishes softened: a classical filter inside the face alone, that leaves eyes, brows, mouth and every edge as they are. */
import { guidedFilter, withChannels } from '../images';
import type { Box, Raster } from '../images';
import { similarity, templateOf } from './align';
import type { Face } from './face';

type Ellipse = { x: number; y: number; across: number; down: number };

/** In the template's picture of 512 pixels: the skin from forehead to chin, and what of it is none. */
const SKIN: Ellipse = { x: 256, y: 296, across: 148, down: 190 };
const FEATURES: readonly Ellipse[] = [
  { x: 193, y: 228, across: 58, down: 42 },
  { x: 319, y: 228, across: 58, down: 42 },
  { x: 256, y: 318, across: 36, down: 22 },
  { x: 257, y: 373, across: 78, down: 40 }
];
const SIDE = 512;

/** Over which part of an ellipse's radius it fades. */
const FADE = [0.85, 1.15] as const;

/** Lines narrower than this, in pixels of the template, and weaker than these levels are softened. */
const RADIUS = 9;
const FLAT = 18;

/** How much of each pixel of `window` is skin of the face, 0 to 1; null for points without a place. */
export function skinMask({ points }: Face, window: Box): Float32Array | null {
  const map = similarity(points, templateOf(SIDE));
  if (!map) {
    return null;
  }
  const [a, b, c, d, e, f] = map;
  return Float32Array.from({ length: window.width * window.height }, (_, k) => {
    const [x, y] = [window.left + (k % window.width), window.top + Math.floor(k / window.width)];
    const [u, v] = [a * x + b * y + c, d * x + e * y + f];
    return FEATURES.reduce((share, feature) => share * (1 - within(feature, u, v)), within(SKIN, u, v));
  });
}

/** 1 inside, 0 outside, smooth between. */
function within({ x, y, across, down }: Ellipse, u: number, v: number): number {
  const distance = Math.hypot((u - x) / across, (v - y) / down);
  const t = Math.min(1, Math.max(0, (FADE[1] - distance) / (FADE[1] - FADE[0])));
  return t * t * (3 - 2 * t);
}

/** The picture with the skin of `faces` softened by `strength`, 0 to 1. What is no skin, and an alpha channel, stay to the bit. */
export function softenedSkin(picture: Raster, faces: readonly Face[], strength: number): Raster {
  if (strength <= 0 || faces.length === 0) {
    return picture;
  }
  const base = picture.channels === 1 ? withChannels(picture, 3) : picture;
  const out = { ...base, data: base.data.slice() };
  for (const face of faces) {
    const window = windowOf(face, base);
    const mask = skinMask(face, window);
    if (mask && window.width > 0 && window.height > 0) {
      soften(base, out, window, mask, { strength: Math.min(1, strength), radius: radiusOf(face) });
    }
  }
  return out;
}

const radiusOf = ({ points }: Face): number => {
  const [a, , , d] = similarity(points, templateOf(SIDE)) ?? [1, 0, 0, 0];
  return Math.max(1, Math.round(RADIUS / Math.hypot(a, d)));
};

/** The face's box and as much again around it, within the picture. */
function windowOf({ left, top, right, bottom }: Face, { width, height }: Raster): Box {
  const [dx, dy] = [(right - left) / 2, (bottom - top) / 2];
  const [fromX, toX] = [Math.max(0, Math.floor(left - dx)), Math.min(width, Math.ceil(right + dx))];
  const [fromY, toY] = [Math.max(0, Math.floor(top - dy)), Math.min(height, Math.ceil(bottom + dy))];
  return { left: fromX, top: fromY, width: Math.max(0, toX - fromX), height: Math.max(0, toY - fromY) };
}

function soften(
  from: Raster,
  to: Raster,
  window: Box,
  mask: Float32Array,
  { strength, radius }: { strength: number; radius: number }
): void {
  const at = (k: number): number =>
    ((window.top + Math.floor(k / window.width)) * from.width + window.left + (k % window.width)) *
    from.channels;
  for (let c = 0; c < 3; c++) {
    const plane = mask.map((_, k) => from.data[at(k) + c]);
    const smooth = guidedFilter(plane, window, { radius, flat: FLAT });
    mask.forEach((share, k) => {
      if (share > 0) {
        to.data[at(k) + c] = Math.round(to.data[at(k) + c] + share * strength * (smooth[k] - plane[k]));
      }
    });
  }
}
