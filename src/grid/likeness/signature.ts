/**
 * How a picture looks from afar: the mean colour of each of 16 × 16 patches in Oklab (Ottosson, "A perceptual color space for image
 * processing", 2020), where the distance of two colours is about how different they look. Unlike a hash of bits (dHash, pHash) it knows
 * colours, and flat backgrounds, in which such bits fall as chance will, are simply equal.
 */
export const SIDE = 16;
/** Pixels that a patch is the mean of, along a side. */
const WITHIN = 4;
/** The side of the picture that a signature is made of. */
export const SAMPLE_SIDE = SIDE * WITHIN;

/** L, a, b of each patch, row by row. */
export type Signature = Float32Array;

/**
 * Two pictures are nearly the same where no patch differs by more than this. CSS Color 4 calls 0.02 a difference that one just notices in
 * two large patches side by side.
 */
export const NEAR = 0.04;

/** The signature of RGBA pixels of 64 × 64; what is transparent counts as white. */
export function signatureOf(rgba: ArrayLike<number>): Signature {
  const signature = new Float32Array(SIDE * SIDE * 3);
  for (let patch = 0; patch < SIDE * SIDE; patch++) {
    const [top, left] = [Math.floor(patch / SIDE) * WITHIN, (patch % SIDE) * WITHIN];
    const mean = [0, 0, 0];
    for (let pixel = 0; pixel < WITHIN * WITHIN; pixel++) {
      const at = 4 * ((top + Math.floor(pixel / WITHIN)) * SAMPLE_SIDE + left + (pixel % WITHIN));
      const alpha = rgba[at + 3] / 255;
      for (let channel = 0; channel < 3; channel++) {
        mean[channel] += LINEAR[rgba[at + channel]] * alpha + 1 - alpha;
      }
    }
    signature.set(oklab(mean.map(sum => sum / (WITHIN * WITHIN))), patch * 3);
  }
  return signature;
}

/** sRGB's bytes as shares of light. */
const LINEAR = Float64Array.from({ length: 256 }, (_, byte) => {
  const share = byte / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

function oklab([red, green, blue]: readonly number[]): [number, number, number] {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  ];
}

/** Whether two pictures look nearly the same. Ends at the first patch that doesn't. */
export function isNear(one: Signature, other: Signature): boolean {
  for (let at = 0; at < one.length; at += 3) {
    if (squared(one, other, at) > NEAR * NEAR) {
      return false;
    }
  }
  return true;
}

/** The mean distance of the patches of two pictures in percent: 0 of a picture and itself, 100 of black and white. */
export function differenceOf(one: Signature, other: Signature): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 3) {
    sum += Math.sqrt(squared(one, other, at));
  }
  return (100 * sum) / (one.length / 3);
}

function squared(one: Signature, other: Signature, at: number): number {
  const [l, a, b] = [one[at] - other[at], one[at + 1] - other[at + 1], one[at + 2] - other[at + 2]];
  return l * l + a * a + b * b;
}
