import { writeFileSync } from 'node:fs';
import { safetensorsBytes } from './safetensors-file';

/** A tensor to write: its numbers as float32, row by row. */
export type Numbers = { shape: readonly number[]; data: ArrayLike<number> };

/** Writes a .safetensors file of float32 tensors. */
export function writeTensors(
  path: string,
  tensors: Readonly<Record<string, Numbers>>,
  metadata?: Readonly<Record<string, string>>
): void {
  let end = 0;
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + 4 * data.length] };
    end += 4 * data.length;
  }
  const parts = Object.values(tensors).map(({ data }) => Buffer.from(Float32Array.from(data).buffer));
  writeFileSync(path, Buffer.concat([safetensorsBytes(header, 0), ...parts]));
}

/** Numbers in (-1, 1) that look random and depend on the seed only. */
export function randomNumbers(shape: readonly number[], seed: number): Numbers {
  let state = Math.imul(seed + 1, 2654435761) >>> 0;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 31 - 1;
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float32Array.from({ length: count }, next) };
}
