import type { UNetRow } from '../types';

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

/** The bytes of an output, to compare. */
export const hex = (data: Float32Array): string =>
  Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex');
