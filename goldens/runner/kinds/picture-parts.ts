/** Large pictures as fixtures keep them: inputs small, each pixel to be repeated; of outputs some pixels and a part. */
import type { Raster } from '../../../engine/images';
import type { Tensor } from '../../../engine/testing/read-tensors';

/** Colours one behind the other, (channels, height, width). */
export type Planes = { data: Float32Array; channels: number; height: number; width: number };

/** An NHWC picture of 8 bits in [0, 1], each pixel repeated until it is `width` wide and `height` high. */
export function enlarged({ shape, data }: Tensor, width: number, height: number): Planes {
  const [rows, columns, channels] = shape.slice(-3);
  const planes = new Float32Array(channels * height * width);
  for (let k = 0; k < planes.length; k++) {
    const [x, y, c] = [k % width, Math.floor(k / width) % height, Math.floor(k / (width * height))];
    const from = Math.floor((y * rows) / height) * columns + Math.floor((x * columns) / width);
    planes[k] = Number(data[from * channels + c]) / 255;
  }
  return { data: planes, channels, height, width };
}

/** Every `step`-th pixel of every `step`-th row, from the first on. */
export function everyPixelOf(planes: Planes, step: number): Float32Array {
  const [height, width] = [planes.height, planes.width].map(side => Math.ceil(side / step));
  return picked(planes, height, width, (y, x) => [y * step, x * step]);
}

/** 64 x 64 pixels from row 100 and column 120 on. */
export function cropOf(planes: Planes): Float32Array {
  return picked(planes, 64, 64, (y, x) => [100 + y, 120 + x]);
}

function picked(
  { data, channels, height, width }: Planes,
  rows: number,
  columns: number,
  place: (y: number, x: number) => readonly [number, number]
): Float32Array {
  return Float32Array.from({ length: channels * rows * columns }, (_, k) => {
    const [y, x] = place(Math.floor(k / columns) % rows, k % columns);
    return data[(Math.floor(k / (rows * columns)) * height + y) * width + x];
  });
}

/** An NHWC or HWC picture of 8 bits. */
export function pictureOf({ shape, data }: Tensor): Raster {
  const [height, width, channels] = shape.slice(-3);
  return { width, height, channels: channels as Raster['channels'], data: data as Uint8Array };
}
