/** A part of a picture drawn anew at the size a checkpoint draws best, and put back: faces, hands, any box (what ADetailer is for). */
import { blurredByBoxes, expandCropRegion, resized, withChannels } from '../images';
import type { Box, Raster } from '../images';

/** What is cut out, and the size it is drawn in. */
export type DetailRegion = { crop: Box; width: number; height: number };

export type DetailOptions = {
  /** Pixels of a side of the square that the checkpoint was trained with. */
  native: number;
  /** How much of the box's longer side is shown around it. */
  padding?: number;
};

const PADDING = 0.35;
/** Pixels of a latent's. */
const STEP = 8;
/** The longer side of a drawn part may be so many times the shorter one. */
const LONGEST = 2;

/**
 * The part of `picture` around `box`, and the size in which it is drawn: of its shape, with about as many pixels as the native square, sides
 * in steps of 8. Null where the box and the picture have nothing in common.
 */
export function detailRegion(
  box: Box,
  picture: Raster,
  { native, padding = PADDING }: DetailOptions
): DetailRegion | null {
  const inside = clipped(box, picture);
  if (!inside) {
    return null;
  }
  const more = Math.round(padding * Math.max(inside.width, inside.height));
  const around = clipped(
    {
      left: inside.left - more,
      top: inside.top - more,
      width: inside.width + 2 * more,
      height: inside.height + 2 * more
    },
    picture
  )!;
  const shape = Math.min(LONGEST, Math.max(1 / LONGEST, around.width / around.height));
  const side = (factor: number): number => Math.max(STEP, Math.round((native * factor) / STEP) * STEP);
  const [width, height] = [side(Math.sqrt(shape)), side(1 / Math.sqrt(shape))];
  return { crop: expandCropRegion(around, { width, height }, picture), width, height };
}

/** The part of a box that lies in the picture, in whole pixels. */
function clipped({ left, top, width, height }: Box, picture: Raster): Box | null {
  const span = (from: number, length: number, most: number): [number, number] => [
    Math.max(0, Math.floor(from)),
    Math.min(most, Math.ceil(from + length))
  ];
  const [x, right] = span(left, width, picture.width);
  const [y, bottom] = span(top, height, picture.height);
  return right > x && bottom > y ? { left: x, top: y, width: right - x, height: bottom - y } : null;
}

/** How far, in shares of the box's shorter side, what was drawn fades into the picture around the box. */
const FEATHER = 0.12;

/**
 * `picture` with `drawn`, the part `crop` of it drawn anew in whatever size, put back where `box` is: all of it inside, fading around. An
 * alpha channel stays, grey becomes RGB.
 */
export function pastedDetail(picture: Raster, drawn: Raster, crop: Box, box: Box, strength = 1): Raster {
  const base = picture.channels === 1 ? withChannels(picture, 3) : picture;
  const inside = clipped(box, picture);
  if (!inside) {
    return base;
  }
  const fade = Math.max(1, Math.round(FEATHER * Math.min(inside.width, inside.height)));
  const mask = boxMask(crop, inside, fade);
  const part = resized(withChannels(drawn, 3), crop.width, crop.height, 'lanczos');
  const out = { ...base, data: base.data.slice() };
  mask.data.forEach((level, k) => {
    const [x, y] = [crop.left + (k % crop.width), crop.top + Math.floor(k / crop.width)];
    const at = (y * base.width + x) * base.channels;
    const share = (Math.min(1, strength) * level) / 255;
    for (let c = 0; c < 3 && share > 0; c++) {
      out.data[at + c] = Math.round(base.data[at + c] + (part.data[3 * k + c] - base.data[at + c]) * share);
    }
  });
  return out;
}

/** White in the box, soft around it, in the part that is cut out. */
function boxMask(crop: Box, box: Box, fade: number): Raster {
  const data = new Uint8Array(crop.width * crop.height);
  const [left, top] = [box.left - crop.left - fade, box.top - crop.top - fade];
  for (let y = Math.max(0, top); y < Math.min(crop.height, top + box.height + 2 * fade); y++) {
    const from = y * crop.width;
    data.fill(255, from + Math.max(0, left), from + Math.min(crop.width, left + box.width + 2 * fade));
  }
  return blurredByBoxes({ width: crop.width, height: crop.height, channels: 1, data }, fade / 3);
}
