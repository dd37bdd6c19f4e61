import { mirrored } from './mirrored';
import type { Raster } from './raster';
import { blank } from './raster';
import { rint } from './rint';

const { fround: f32, sqrt, floor, trunc, exp } = Math;

/** A line of `length` numbers, `stride` apart. */
type Line = { start: number; length: number; stride: number };

function* rowsOf({ width, height, channels }: Raster): Generator<Line> {
  for (let y = 0; y < height; y++) {
    for (let c = 0; c < channels; c++) {
      yield { start: y * width * channels + c, length: width, stride: channels };
    }
  }
}

function* columnsOf({ width, height, channels }: Raster): Generator<Line> {
  for (let x = 0; x < width * channels; x++) {
    yield { start: x, length: height, stride: width * channels };
  }
}

/**
 * Blurred as Pillow's `GaussianBlur` does: three box blurs in each direction, whose deviation is `radius` together (Gwosdek et al.
 * 2011), edges repeated, 8 bits between.
 */
export function blurredByBoxes(picture: Raster, radius: number): Raster {
  if (radius === 0) {
    return picture;
  }
  const box = boxRadius(radius, 3);
  let out = picture;
  for (const lines of [rowsOf, columnsOf]) {
    for (let pass = 0; pass < 3; pass++) {
      out = boxBlurred(out, box, lines);
    }
  }
  return out;
}

/** The radius, with a fraction, of boxes that together deviate by `deviation`; in float32 as Pillow has it. */
function boxRadius(deviation: number, passes: number): number {
  const variance = f32(f32(deviation * deviation) / passes);
  const length = f32(sqrt(12 * variance + 1));
  const whole = f32(floor((length - 1) / 2));
  const above = f32((2 * whole + 1) * f32(f32(whole * f32(whole + 1)) - f32(3 * variance)));
  return f32(whole + f32(above / f32(6 * f32(variance - f32((whole + 1) * (whole + 1))))));
}

function boxBlurred(picture: Raster, boxed: number, lines: (of: Raster) => Generator<Line>): Raster {
  const radius = trunc(boxed);
  const weight = trunc(f32(2 ** 24 / f32(boxed * 2 + 1)));
  const far = trunc((2 ** 24 - (radius * 2 + 1) * weight) / 2);
  const margin = radius + 1;
  const out = blank(picture.width, picture.height, picture.channels);
  for (const line of lines(picture)) {
    const values = widened(picture, line, margin, repeated);
    let sum = 0;
    for (let k = 0; k < 2 * radius + 1; k++) {
      sum += values[k];
    }
    for (let k = 0; k < line.length; k++) {
      sum += values[k + 2 * radius + 1] - values[k];
      const value = sum * weight + (values[k] + values[k + 2 * margin]) * far;
      out.data[line.start + k * line.stride] = (value + 2 ** 23) / 2 ** 24;
    }
  }
  return out;
}

/** A line with `margin` more values at both ends, from the place inside that `place` says. */
function widened(
  { data }: Raster,
  { start, length, stride }: Line,
  margin: number,
  place: (beyond: number, length: number) => number
): Int32Array {
  const values = new Int32Array(length + 2 * margin);
  for (let k = 0; k < values.length; k++) {
    const at = k - margin;
    values[k] = data[start + (at >= 0 && at < length ? at : place(at, length)) * stride];
  }
  return values;
}

const repeated = (place: number, length: number): number => (place < 0 ? 0 : length - 1);

/**
 * A mask blurred as A1111 does: OpenCV's `GaussianBlur` along the rows, then along the columns, with a kernel of two and a half
 * deviations; 8 bits between, mirrored at the edges.
 */
export function blurredMask(mask: Raster, deviation: number): Raster {
  if (deviation <= 0) {
    return mask;
  }
  const kernel = fixedKernel(deviation, 2 * trunc(2.5 * deviation + 0.5) + 1);
  return convolved(convolved(mask, kernel, rowsOf), kernel, columnsOf);
}

/** A Gaussian kernel in 256ths, the rounding error of each weight carried to the next, what is left in the middle. */
function fixedKernel(deviation: number, size: number): Int32Array {
  const half = trunc(size / 2);
  const weights = Array.from({ length: size }, (_, k) => exp((-0.5 * (k - half) ** 2) / deviation ** 2));
  const sum = weights.reduce((total, each) => total + each, 0);
  const kernel = new Int32Array(size);
  let error = 0;
  let rest = 256;
  for (let k = 0; k < half; k++) {
    const wished = (weights[k] / sum) * 256 + error;
    const given = rint(wished);
    error = wished - given;
    kernel[k] = given;
    kernel[size - 1 - k] = given;
    rest -= 2 * given;
  }
  kernel[half] = rest;
  return kernel;
}

function convolved(picture: Raster, kernel: Int32Array, lines: (of: Raster) => Generator<Line>): Raster {
  const out = blank(picture.width, picture.height, picture.channels);
  for (const line of lines(picture)) {
    const values = widened(picture, line, trunc(kernel.length / 2), mirrored);
    for (let k = 0; k < line.length; k++) {
      let sum = 128;
      for (let i = 0; i < kernel.length; i++) {
        sum += kernel[i] * values[k + i];
      }
      out.data[line.start + k * line.stride] = sum >> 8;
    }
  }
  return out;
}
