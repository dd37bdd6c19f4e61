/**
 * A rough look at a latent without the decoder: RGB as a linear function of the latent's channels. The factors belong to a VAE, so
 * they are fitted once per model, by least squares on one small latent of random patches and what the decoder makes of it.
 */
import { openGenerator } from '../random';
import type { INetworks, VaeOptions } from '../types';

export type PreviewMap = {
  /** (3, channels + 1): a row per colour, its last entry the constant. RGB in [-1, 1]. */
  factors: Float64Array[];
};

/** Side of the fitting latent, and of its patches of one colour: a patch's middle is decoded as if all around were like it. */
const SIDE = 24;
const PATCH = 4;
const SEED = 7;

/** Fits the map of a model's decoder, or of the VAE that `options` names; costs one decode of 192×192 pixels. */
export async function fitPreviewMap(networks: INetworks, options?: VaeOptions): Promise<PreviewMap> {
  const { latentChannels, latentScale } = networks.info;
  const latent = patches(latentChannels);
  const rgb = await networks.decode(latent, SIDE, SIDE, options);
  return {
    factors: [0, 1, 2].map(colour => fit(latent, latentChannels, meanOfBlocks(rgb, colour, latentScale)))
  };
}

/** 8-bit RGB, one pixel per latent pixel, of a clean latent (channels, pixels). */
export function previewOf(latent: Float32Array, { factors }: PreviewMap): Uint8Array {
  const channels = factors[0].length - 1;
  const pixels = latent.length / channels;
  const rgb = new Uint8Array(3 * pixels);
  factors.forEach((row, colour) => {
    for (let i = 0; i < pixels; i++) {
      let value = row[channels];
      for (let c = 0; c < channels; c++) {
        value += row[c] * latent[c * pixels + i];
      }
      rgb[3 * i + colour] = Math.min(255, Math.max(0, 127.5 * (value + 1)));
    }
  });
  return rgb;
}

/** A latent of unit variance, (channels, SIDE, SIDE), constant within each patch. */
function patches(channels: number): Float32Array {
  const across = SIDE / PATCH;
  const levels = openGenerator('cpu', SEED).randn(channels * across * across);
  const latent = new Float32Array(channels * SIDE * SIDE);
  for (let at = 0; at < latent.length; at++) {
    const [x, y, c] = [at % SIDE, Math.floor(at / SIDE) % SIDE, Math.floor(at / SIDE ** 2)];
    latent[at] = levels[(c * across + Math.floor(y / PATCH)) * across + Math.floor(x / PATCH)];
  }
  return latent;
}

/** The mean of one colour plane over each latent pixel's block, (SIDE · SIDE). */
function meanOfBlocks(rgb: Float32Array, colour: number, scale: number): Float64Array {
  const width = SIDE * scale;
  const means = new Float64Array(SIDE * SIDE);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const value = Math.min(1, Math.max(-1, rgb[(colour * width + y) * width + x]));
      means[Math.floor(y / scale) * SIDE + Math.floor(x / scale)] += value / scale ** 2;
    }
  }
  return means;
}

/** The (channels + 1) numbers that best explain `target` by the latent, by the normal equations. */
function fit(latent: Float32Array, channels: number, target: Float64Array): Float64Array {
  const pixels = target.length;
  const order = channels + 1;
  const value = (c: number, i: number): number => (c === channels ? 1 : latent[c * pixels + i]);
  const equations = Array.from({ length: order }, (_, row) => {
    const sums = new Float64Array(order + 1);
    for (let i = 0; i < pixels; i++) {
      for (let c = 0; c < order; c++) {
        sums[c] += value(row, i) * value(c, i);
      }
      sums[order] += value(row, i) * target[i];
    }
    return sums;
  });
  return solve(equations);
}

/** Solves a small linear system given as rows with the right-hand side last (Gauss-Jordan with pivots). */
function solve(rows: Float64Array[]): Float64Array {
  const order = rows.length;
  for (let column = 0; column < order; column++) {
    const rest = rows.slice(column).map(row => Math.abs(row[column]));
    const pivot = column + rest.indexOf(Math.max(...rest));
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    for (let row = 0; row < order; row++) {
      const share = row === column ? 0 : rows[row][column] / rows[column][column];
      rows[row] = rows[row].map((each, at) => each - share * rows[column][at]);
    }
  }
  return Float64Array.from(rows, (row, at) => row[order] / row[at]);
}
