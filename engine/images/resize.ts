import { premultiplied, unpremultiplied } from './alpha';
import type { Contribution, FilterName } from './filters';
import { contributions, filters } from './filters';
import type { Box, Raster } from './raster';
import { blank } from './raster';

const BITS = 22; // of a weight's fraction

/**
 * The picture in another size, to the last bit as Pillow's `Image.resize`: an antialiased pass over the rows, rounded to 8 bits, and
 * one over the columns; RGBA is multiplied by its alpha before. `box` is the part of the picture to take, all of it when left out; it
 * may be empty in a direction, which repeats what lies at that edge.
 */
export function resized(
  picture: Raster,
  width: number,
  height: number,
  filter: FilterName | 'nearest',
  box: Box = { left: 0, top: 0, width: picture.width, height: picture.height }
): Raster {
  const whole =
    box.left === 0 && box.top === 0 && box.width === picture.width && box.height === picture.height;
  if (whole && width === picture.width && height === picture.height) {
    return picture;
  }
  if (filter === 'nearest') {
    return nearest(picture, width, height, box);
  }
  if (picture.channels === 4) {
    return unpremultiplied(filtered(premultiplied(picture), width, height, filter, box));
  }
  return filtered(picture, width, height, filter, box);
}

function filtered(picture: Raster, width: number, height: number, filter: FilterName, box: Box): Raster {
  const { left, top } = box;
  const across =
    width === picture.width && left === 0 && box.width === width
      ? null
      : contributions(filters[filter], picture.width, width, left, left + box.width);
  const down =
    height === picture.height && top === 0 && box.height === height
      ? null
      : contributions(filters[filter], picture.height, height, top, top + box.height);
  const rows = (each: Raster): Raster => (across ? resampledRows(each, across) : each);
  const columns = (each: Raster): Raster => (down ? resampledColumns(each, down) : each);
  return columnsFirst(box, width, height) ? rows(columns(picture)) : columns(rows(picture));
}

/** Pillow from 13 on begins with the columns where much more height than width goes; before, it never did. */
const columnsFirst = (box: Box, width: number, height: number): boolean =>
  box.height > height && box.height - height > 2 * (box.width - width);

/** Weights with 22 bits of fraction: sums of 8-bit values stay within 32 bits, as they do in Pillow. */
const fixed = ({ weights }: Contribution): Int32Array =>
  Int32Array.from(weights, weight => Math.trunc(weight * 2 ** BITS + (weight < 0 ? -0.5 : 0.5)));

const HALF = 2 ** (BITS - 1);

function resampledRows({ width, height, channels, data }: Raster, across: readonly Contribution[]): Raster {
  const out = blank(across.length, height, channels);
  const clamped = new Uint8ClampedArray(out.data.buffer);
  across.forEach((each, x) => {
    const weights = fixed(each);
    for (let y = 0; y < height; y++) {
      for (let c = 0; c < channels; c++) {
        const from = (y * width + each.from) * channels + c;
        clamped[(y * across.length + x) * channels + c] = weighted(data, from, channels, weights);
      }
    }
  });
  return out;
}

function resampledColumns({ width, channels, data }: Raster, down: readonly Contribution[]): Raster {
  const out = blank(width, down.length, channels);
  const clamped = new Uint8ClampedArray(out.data.buffer);
  const row = width * channels;
  down.forEach((each, y) => {
    const weights = fixed(each);
    for (let x = 0; x < row; x++) {
      clamped[y * row + x] = weighted(data, each.from * row + x, row, weights);
    }
  });
  return out;
}

/** The rounded sum of values `stride` apart. */
function weighted(data: Uint8Array, from: number, stride: number, weights: Int32Array): number {
  let sum = HALF;
  for (let k = 0; k < weights.length; k++) {
    sum = (sum + Math.imul(data[from + k * stride], weights[k])) | 0;
  }
  return sum >> BITS;
}

function nearest(picture: Raster, width: number, height: number, box: Box): Raster {
  const { channels, data } = picture;
  const out = blank(width, height, channels);
  const columns = places(width, box.left, box.width);
  places(height, box.top, box.height).forEach((from, y) => {
    columns.forEach((column, x) => {
      for (let c = 0; c < channels; c++) {
        out.data[(y * width + x) * channels + c] = data[(from * picture.width + column) * channels + c];
      }
    });
  });
  return out;
}

/** The input at each output's centre, summed up step by step as Pillow does. */
function places(outputs: number, start: number, length: number): number[] {
  const scale = length / outputs;
  let at = start + scale * 0.5;
  return Array.from({ length: outputs }, () => {
    const place = Math.trunc(at);
    at += scale;
    return place;
  });
}
