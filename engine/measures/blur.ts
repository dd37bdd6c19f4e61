import type { Raster } from '../images';

/** Pixels of the blur that a picture is compared with. */
const WINDOW = 11;

/**
 * How blurred a grey picture is, 0 sharp to 1: how little of its differences another blur takes away (Crété-Roffet et al. 2007, "The Blur
 * Effect"), the worse of both directions, as scikit-image's `blur_effect`. A flat picture, and one below 5 pixels, is 0.
 */
export function blurOf(picture: Raster): number {
  const turned = transposed(picture);
  return Math.max(alongColumns(picture), alongColumns(turned));
}

/** From row to row. */
function alongColumns({ width, height, data }: Raster): number {
  if (width < 5 || height < 5) {
    return 0;
  }
  const sharp = differences(data, width, height);
  const soft = differences(blurredDown(data, width, height), width, height);
  let [all, taken] = [0, 0];
  for (let y = 2; y < height - 1; y++) {
    for (let x = 2; x < width - 1; x++) {
      const k = y * width + x;
      all += sharp[k];
      taken += Math.max(0, sharp[k] - soft[k]);
    }
  }
  return all === 0 ? 0 : (all - taken) / all;
}

/** The mean of `WINDOW` values down each column, the edges mirrored with their own pixel. */
function blurredDown(data: Uint8Array, width: number, height: number): Float64Array {
  const out = new Float64Array(data.length);
  const half = (WINDOW - 1) / 2;
  for (let x = 0; x < width; x++) {
    const at = (y: number): number => data[reflected(y, height) * width + x];
    let sum = 0;
    for (let y = -half; y <= half; y++) {
      sum += at(y);
    }
    for (let y = 0; y < height; y++) {
      out[y * width + x] = sum / WINDOW;
      sum += at(y + half + 1) - at(y - half);
    }
  }
  return out;
}

/** Sizes of Sobel's differences from row to row. */
function differences(data: ArrayLike<number>, width: number, height: number): Float64Array {
  const out = new Float64Array(data.length);
  for (let y = 0; y < height; y++) {
    const [above, below] = [y - 1, y + 1].map(row => reflected(row, height) * width);
    for (let x = 0; x < width; x++) {
      const [left, right] = [x - 1, x + 1].map(column => reflected(column, width));
      const row = (from: number): number => data[from + left] + 2 * data[from + x] + data[from + right];
      out[y * width + x] = Math.abs(row(below) - row(above));
    }
  }
  return out;
}

/** The place inside of one beyond the edges, which are repeated once (scipy's "reflect"). */
function reflected(place: number, length: number): number {
  const within = ((place % (2 * length)) + 2 * length) % (2 * length);
  return within < length ? within : 2 * length - 1 - within;
}

function transposed({ width, height, data }: Raster): Raster {
  const out = new Uint8Array(data.length);
  for (let k = 0; k < data.length; k++) {
    out[(k % width) * height + Math.floor(k / width)] = data[k];
  }
  return { width: height, height: width, channels: 1, data: out };
}
