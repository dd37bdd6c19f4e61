import { blank, withChannels } from '../images';
import type { Raster } from '../images';

/**
 * Pictures of one size laid together, each where its grey mask is light, in shares of what all masks say of a pixel; where none says
 * anything, the first picture. RGB.
 */
export function collage(pictures: readonly Raster[], masks: readonly Raster[]): Raster {
  const colours = pictures.map(picture => withChannels(picture, 3));
  const out = blank(pictures[0].width, pictures[0].height, 3);
  for (let k = 0; k < out.width * out.height; k++) {
    const sum = masks.reduce((total, mask) => total + mask.data[k], 0);
    for (let c = 0; c < 3; c++) {
      const at = 3 * k + c;
      const mixed = colours.reduce((total, { data }, i) => total + masks[i].data[k] * data[at], 0);
      out.data[at] = sum > 0 ? Math.round(mixed / sum) : colours[0].data[at];
    }
  }
  return out;
}

type Size = { width: number; height: number };

/**
 * Masks of upright stripes side by side, as wide as the weights say, each fading into the next over `fade` pixels; where no masks are given.
 * In every pixel they add up to 255, but for rounding.
 */
export function stripes(weights: readonly number[], { width, height }: Size, fade: number): Raster[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (!(sum > 0)) {
    throw new Error('stripes are as wide as weights, of which one is above 0');
  }
  let place = 0;
  const ends = weights.map(weight => (place += (weight / sum) * width));
  // How far a place is past an end, 0 to 1; a fade of 0 is a step.
  const past = (x: number, end: number): number =>
    Math.min(1, Math.max(0, (x + 0.5 - end) / Math.max(fade, 1e-6) + 0.5));
  return weights.map((weight, i) => {
    const mask = blank(width, height, 1);
    // Nothing fades at the picture's own edges.
    const [start, end] = [i === 0 ? 0 : ends[i - 1], ends[i]];
    const [from, to] = [start < 1e-6 ? -Infinity : start, end > width - 1e-6 ? Infinity : end];
    for (let x = 0; x < width && weight > 0; x++) {
      const value = Math.round(255 * (past(x, from) - past(x, to)));
      for (let y = 0; y < height; y++) {
        mask.data[y * width + x] = value;
      }
    }
    return mask;
  });
}

/**
 * Where a collage is to be harmonised: white on the seams between masks and for `reach` pixels around them, fading to black by twice that. A
 * seam is where the picture that shows most changes.
 */
export function seamMask(masks: readonly Raster[], reach: number): Raster {
  const [{ width, height }] = masks;
  const shows = Int32Array.from({ length: width * height }, (_, k) =>
    masks.reduce((best, { data }, i) => (data[k] > masks[best].data[k] ? i : best), 0)
  );
  const distance = new Float64Array(width * height).fill(Infinity);
  for (let k = 0; k < shows.length; k++) {
    const isLast = (k + 1) % width === 0;
    for (const next of [isLast ? k : k + 1, Math.min(k + width, shows.length - 1)]) {
      if (next > k && shows[next] !== shows[k] && (next === k + 1 || next === k + width)) {
        distance[k] = distance[next] = 0;
      }
    }
  }
  spread(distance, width);
  const mask = blank(width, height, 1);
  distance.forEach(
    (far, k) => (mask.data[k] = Math.round(255 * Math.min(1, Math.max(0, 2 - far / Math.max(reach, 1)))))
  );
  return mask;
}

/** Distances to the nearest 0, by steps along and across (Rosenfeld & Pfaltz 1968: one pass forth, one back). */
function spread(distance: Float64Array, width: number): void {
  const [straight, diagonal] = [1, Math.SQRT2];
  const nearer = (k: number, from: number, step: number): void => {
    distance[k] = Math.min(distance[k], distance[from] + step);
  };
  const pass = (k: number, direction: 1 | -1): void => {
    const [x, above] = [k % width, k - direction * width];
    const [before, behind] = [
      direction === 1 ? x > 0 : x < width - 1,
      direction === 1 ? x < width - 1 : x > 0
    ];
    if (before) {
      nearer(k, k - direction, straight);
    }
    if (above >= 0 && above < distance.length) {
      nearer(k, above, straight);
      if (before) {
        nearer(k, above - direction, diagonal);
      }
      if (behind) {
        nearer(k, above + direction, diagonal);
      }
    }
  };
  for (let k = 0; k < distance.length; k++) {
    pass(k, 1);
  }
  for (let k = distance.length - 1; k >= 0; k--) {
    pass(k, -1);
  }
}
