import type { INoiseSource } from '../types';

/** Channels, height and width of a latent. */
export type LatentShape = readonly [channels: number, height: number, width: number];

export const sizeOf = ([channels, height, width]: LatentShape): number => channels * height * width;

/** Below this mean cosine between two noises they are blended along the arc, above it along the chord. */
const NEARLY_PARALLEL = 0.9995;

/**
 * Noise `strength` of the way from `low` to `high`, both (channels, height, width), as A1111's variation seed blends: along the arc
 * between the columns of each channel (it normalises over dimension 1, the rows), or, for nearly parallel noises, along the chord
 * with the weights the other way round.
 */
export function slerp(
  strength: number,
  low: Float32Array,
  high: Float32Array,
  [channels, height, width]: LatentShape
): Float32Array {
  const cosines = new Float64Array(channels * width);
  for (let column = 0; column < cosines.length; column++) {
    const first = Math.floor(column / width) * height * width + (column % width);
    let [dot, lowSquares, highSquares] = [0, 0, 0];
    for (let at = first; at < first + height * width; at += width) {
      dot += low[at] * high[at];
      lowSquares += low[at] ** 2;
      highSquares += high[at] ** 2;
    }
    cosines[column] = dot / Math.sqrt(lowSquares * highSquares);
  }
  const mean = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length;
  if (mean > NEARLY_PARALLEL) {
    return low.map((value, at) => value * strength + high[at] * (1 - strength));
  }
  return low.map((value, at) => {
    const channel = Math.floor(at / (height * width));
    const omega = Math.acos(Math.min(1, Math.max(-1, cosines[channel * width + (at % width)])));
    const sine = Math.sin(omega);
    return (Math.sin((1 - strength) * omega) / sine) * value + (Math.sin(strength * omega) / sine) * high[at];
  });
}

/** `canvas` with `small` pasted into its centre; what is larger than the canvas is cropped. A1111's "seed resize". */
export function pasteCentred(
  canvas: Float32Array,
  [channels, height, width]: LatentShape,
  small: Float32Array,
  [, smallHeight, smallWidth]: LatentShape
): Float32Array {
  const out = canvas.slice();
  const dx = Math.floor((width - smallWidth) / 2);
  const dy = Math.floor((height - smallHeight) / 2);
  // Python's floor division makes an odd overhang crop one more on the left; the pasted size shrinks by twice that.
  const w = dx >= 0 ? smallWidth : smallWidth + 2 * dx;
  const h = dy >= 0 ? smallHeight : smallHeight + 2 * dy;
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < h; y++) {
      const from = (c * smallHeight + y + Math.max(-dy, 0)) * smallWidth + Math.max(-dx, 0);
      const to = (c * height + y + Math.max(dy, 0)) * width + Math.max(dx, 0);
      out.set(small.subarray(from, from + w), to);
    }
  }
  return out;
}

export type VariationSettings = {
  seed: number;
  /** Blended in by `subseedStrength` (0 to 1); 0 leaves it out. */
  subseed?: number;
  subseedStrength?: number;
  /** The latent height and width the seed was found at, if its composition is to be kept at another size. */
  resizeFrom?: { height: number; width: number };
};

/**
 * The first noise (channels, height, width) of one image, unit variance. `stream` is the image's own generator, of which this takes
 * the first draw; the noises of the variation seed and of the other size come from fresh generators.
 */
export function initialNoise(
  { seed, subseed, subseedStrength = 0, resizeFrom }: VariationSettings,
  shape: LatentShape,
  stream: INoiseSource,
  open: (seed: number) => INoiseSource
): Float32Array {
  const drawn: LatentShape = resizeFrom ? [shape[0], resizeFrom.height, resizeFrom.width] : shape;
  const resized = drawn[1] !== shape[1] || drawn[2] !== shape[2];
  let noise = (resized ? open(seed) : stream).randn(sizeOf(drawn));
  if (subseed !== undefined && subseedStrength !== 0) {
    noise = slerp(subseedStrength, noise, open(subseed).randn(sizeOf(drawn)), drawn);
  }
  return resized ? pasteCentred(stream.randn(sizeOf(shape)), shape, noise, drawn) : noise;
}
