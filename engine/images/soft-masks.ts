/** Masks made smaller and soft, as planes of floats, as OpenCV's `erode` and `GaussianBlur` make them. */

import { mirrored } from './mirrored';

type Size = { width: number; height: number };

/** The least of the `side` x `side` values around each; what lies outside doesn't count. `side` 0 means 3. */
export function eroded(values: Float32Array, { width, height }: Size, side: number): Float32Array {
  const span = side || 3;
  const rows = slidingLeast(values, { count: height, step: width }, { count: width, step: 1 }, span);
  return slidingLeast(rows, { count: width, step: 1 }, { count: height, step: width }, span);
}

type Axis = { count: number; step: number };

/**
 * The least of the `span` values from `span >> 1` places before each on, along lines of `along`: two running minima over blocks of
 * `span` meet in every window (van Herk 1992).
 */
function slidingLeast(values: Float32Array, lines: Axis, along: Axis, span: number): Float32Array {
  const out = new Float32Array(values.length);
  const padded = Math.ceil((along.count + span) / span) * span;
  const [forth, back] = [new Float32Array(padded), new Float32Array(padded)];
  const before = span >> 1;
  for (let line = 0; line < lines.count; line++) {
    const start = line * lines.step;
    const at = (k: number): number => {
      const place = k - before;
      return place >= 0 && place < along.count ? values[start + place * along.step] : Infinity;
    };
    for (let k = 0; k < padded; k++) {
      forth[k] = k % span === 0 ? at(k) : Math.min(forth[k - 1], at(k));
    }
    for (let k = padded - 1; k >= 0; k--) {
      back[k] = k % span === span - 1 ? at(k) : Math.min(back[k + 1] ?? Infinity, at(k));
    }
    for (let k = 0; k < along.count; k++) {
      out[start + k * along.step] = Math.min(back[k], forth[k + span - 1]);
    }
  }
  return out;
}

/** Small kernels, which are no true Gaussians in OpenCV. */
const SMALL: Readonly<Record<number, readonly number[]>> = {
  1: [1],
  3: [4, 8, 4].map(part => part / 16),
  5: [1, 4, 6, 4, 1].map(part => part / 16),
  7: [2, 7, 14, 18, 14, 7, 2].map(part => part / 64),
  9: [4, 13, 30, 51, 60, 51, 30, 13, 4].map(part => part / 256)
};

/** A Gaussian of `size` places (odd), its deviation following from the size. */
function kernelOf(size: number): readonly number[] {
  if (SMALL[size]) {
    return SMALL[size];
  }
  const deviation = 0.3 * ((size - 1) * 0.5 - 1) + 0.8;
  const weights = Array.from({ length: size }, (_, k) =>
    Math.exp((-0.5 * (k - (size - 1) / 2) ** 2) / deviation ** 2)
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map(weight => weight / sum);
}

/** Blurred by a Gaussian of `size` x `size` places, mirrored at the edges. */
export function softened(values: Float32Array, { width, height }: Size, size: number): Float32Array {
  const kernel = kernelOf(size);
  const rows = blurredLines(values, { count: height, step: width }, { count: width, step: 1 }, kernel);
  return blurredLines(rows, { count: width, step: 1 }, { count: height, step: width }, kernel);
}

/** Of a mask most windows hold one value, which stays: only the others are summed up. */
function blurredLines(
  values: Float32Array,
  lines: Axis,
  along: Axis,
  kernel: readonly number[]
): Float32Array {
  const out = new Float32Array(values.length);
  const half = (kernel.length - 1) / 2;
  const padded = new Float32Array(along.count + 2 * half);
  const changes = new Int32Array(padded.length);
  for (let line = 0; line < lines.count; line++) {
    const start = line * lines.step;
    for (let k = 0; k < padded.length; k++) {
      padded[k] = values[start + mirrored(k - half, along.count) * along.step];
      changes[k] = k === 0 ? 0 : changes[k - 1] + (padded[k] === padded[k - 1] ? 0 : 1);
    }
    for (let k = 0; k < along.count; k++) {
      let sum = padded[k];
      if (changes[k + 2 * half] !== changes[k]) {
        sum = 0;
        for (let i = 0; i < kernel.length; i++) {
          sum += kernel[i] * padded[k + i];
        }
      }
      out[start + k * along.step] = sum;
    }
  }
  return out;
}
