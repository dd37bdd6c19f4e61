import type { ModelInfo, UNetRow } from '../types';

/** A row of numbers that looks like noise and depends on `seed` only. */
export function row(
  seed: number,
  contextDim: number,
  height: number,
  width: number,
  tokens: number
): UNetRow {
  let state = Math.imul(seed + 1, 2654435761) >>> 0;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 31 - 1;
  return {
    x: Float32Array.from({ length: 4 * height * width }, () => 2 * next()),
    timestep: (seed * 77.7) % 999,
    context: Float32Array.from({ length: tokens * contextDim }, next),
    height,
    width
  };
}

/** A row with all that the UNet of a model takes, which depends on `seed` only. */
export function rowFor(
  { task, latentChannels, contextDim, pooledDim, sizeIds, guidanceDim }: ModelInfo,
  seed: number,
  height: number,
  width: number,
  tokens: number
): UNetRow {
  const more = { plain: 0, edit: latentChannels, inpaint: latentChannels + 1 }[task];
  const others = row(seed + 1000, more * height * width + pooledDim, 1, 1, 1).context;
  return {
    ...row(seed, contextDim, height, width, tokens),
    ...(more > 0 && { imageConditioning: others.subarray(0, more * height * width) }),
    ...(pooledDim > 0 && {
      pooled: others.subarray(more * height * width),
      ids: Array.from({ length: sizeIds }, (_, i) => 64 * (seed + i))
    }),
    ...(guidanceDim > 0 && { guidance: seed / 2 })
  };
}

/** The bytes of an output, to compare. */
export const hex = (data: Float32Array): string =>
  Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex');
