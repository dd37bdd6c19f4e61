/** Pictures and latents as the tensors the VAE takes, and back. */
import type { Tensor } from 'onnxruntime-node';
import type { Planes } from '../tiles';
import type { VaeArch } from '../weights';
import { floats } from '../runtime';

export function planesTensor({ data, channels, height, width }: Planes): Tensor {
  return floats(data, [1, channels, height, width]);
}

export function planesOf({ data, dims: [, channels, height, width] }: Tensor): Planes {
  return { data: data as Float32Array, channels, height, width };
}

/** Planes of one picture and then those of another of its size. */
export function concatPlanes(first: Planes, second: Planes): Planes {
  const data = new Float32Array(first.data.length + second.data.length);
  data.set(first.data);
  data.set(second.data, first.data.length);
  return { ...first, data, channels: first.channels + second.channels };
}

/** Sides of a tile, before and after the encoder: as large as the pictures the VAE was made for. */
export function tileSides({ sampleSize, channels }: VaeArch): { pixels: number; latents: number } {
  return { pixels: sampleSize, latents: Math.floor(sampleSize / 2 ** (channels.length - 1)) };
}
