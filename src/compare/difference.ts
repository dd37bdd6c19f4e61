/**
 * How much two pictures differ, and where. Runs in a worker; pure, so that its numbers can be held against those of others. Both pictures
 * are RGBA of one size; what is transparent counts as what lies on white.
 */
import { ssim } from '@blazediff/ssim';
import pixelmatch from 'pixelmatch';
import type { Point, Size } from './place';

export type Pixels = Size & { data: Uint8ClampedArray };

export type Figures = Size & {
  /** Structural similarity, 1 for equal pictures (Wang et al. 2004, made smaller to about 256 pixels as its authors do); null below 11 pixels. */
  ssim: number | null;
  /** Share of pixels whose colours look different (distance in OKLab), the edges that anti-aliasing moves left out. */
  seen: number;
  /** Mean of the channels' differences, 0 to 255. */
  mean: number;
  /** The largest difference of a channel, and where it is. */
  largest: number;
  at: Point;
  /** How many pixels differ by 0 to 255; a pixel differs by its most different channel. */
  counts: readonly number[];
};

/** Pixels' differences, and how bright the first picture is there: all that a map is painted from. */
export type Differences = Size & { by: Uint8Array; light: Uint8Array };

/** SSIM's window. */
const SSIM_MIN = 11;
/** The share of the changed pixels that the colours of a map are spread over: a few outliers don't make all others dark. */
const SPREAD = 0.995;

export function measure(a: Pixels, b: Pixels): { figures: Figures; differences: Differences } {
  const { width, height } = a;
  const [left, right] = [onWhite(a.data), onWhite(b.data)];
  const count = width * height;
  const by = new Uint8Array(count);
  const light = new Uint8Array(count);
  const counts = new Array<number>(256).fill(0);
  let sum = 0;
  let largest = 0;
  let place = 0;
  for (let k = 0; k < count; k++) {
    const at = k * 4;
    const red = Math.abs(left[at] - right[at]);
    const green = Math.abs(left[at + 1] - right[at + 1]);
    const blue = Math.abs(left[at + 2] - right[at + 2]);
    const most = Math.max(red, green, blue);
    by[k] = most;
    light[k] = (left[at] * 77 + left[at + 1] * 150 + left[at + 2] * 29) >> 8;
    counts[most] += 1;
    sum += red + green + blue;
    if (most > largest) {
      largest = most;
      place = k;
    }
  }
  return {
    figures: {
      width,
      height,
      ssim: Math.min(width, height) < SSIM_MIN ? null : ssim(left, right, undefined, width, height),
      seen: pixelmatch(left, right, null, width, height) / count,
      mean: sum / (count * 3),
      largest,
      at: { x: place % width, y: Math.floor(place / width) },
      counts
    },
    differences: { width, height, by, light }
  };
}

/** The share of pixels that differ by more than a threshold. */
export function shareOver({ counts, width, height }: Figures, threshold: number): number {
  return counts.slice(threshold + 1).reduce((sum, each) => sum + each, 0) / (width * height);
}

/** The differences that a map's colours are spread over: from the threshold to nearly the largest. */
export function spread({ counts }: Pick<Figures, 'counts'>, threshold: number): [from: number, to: number] {
  const over = counts.slice(threshold + 1);
  const all = over.reduce((sum, each) => sum + each, 0);
  let seen = 0;
  const to = over.findIndex(each => (seen += each) >= all * SPREAD && all > 0);
  return [threshold, threshold + 1 + Math.max(0, to)];
}

/** From dark to bright: what is small is still seen, what is large stands out, and it can be told without colours. */
export const SCALE: readonly (readonly [number, number, number])[] = [
  [18, 18, 40],
  [70, 20, 110],
  [170, 45, 110],
  [240, 110, 60],
  [252, 230, 150]
];

/** A picture of where two differ by more than a threshold; the rest is the first picture, dim and grey, to find one's way by. */
export function paint(
  { by, light }: Differences,
  [from, to]: readonly [number, number]
): Uint8ClampedArray<ArrayBuffer> {
  const colours = Array.from({ length: 256 }, (_, value) =>
    colourAt((value - from) / Math.max(1, to - from))
  );
  const map = new Uint8ClampedArray(by.length * 4);
  for (let k = 0; k < by.length; k++) {
    const at = k * 4;
    const changed = by[k] > from;
    const grey = 56 + (light[k] >> 2);
    const colour = colours[by[k]];
    map[at] = changed ? colour[0] : grey;
    map[at + 1] = changed ? colour[1] : grey;
    map[at + 2] = changed ? colour[2] : grey;
    map[at + 3] = 255;
  }
  return map;
}

function colourAt(share: number): [number, number, number] {
  const place = Math.min(1, Math.max(0, share)) * (SCALE.length - 1);
  const low = Math.min(SCALE.length - 2, Math.floor(place));
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(SCALE[low][channel] + (SCALE[low + 1][channel] - SCALE[low][channel]) * (place - low));
  return [mix(0), mix(1), mix(2)];
}

function onWhite(data: Uint8ClampedArray): Uint8ClampedArray {
  if (!data.some((value, k) => k % 4 === 3 && value < 255)) {
    return data;
  }
  const flat = new Uint8ClampedArray(data);
  for (let at = 0; at < flat.length; at += 4) {
    const share = flat[at + 3] / 255;
    for (let channel = at; channel < at + 3; channel++) {
      flat[channel] = 255 + (flat[channel] - 255) * share;
    }
    flat[at + 3] = 255;
  }
  return flat;
}
