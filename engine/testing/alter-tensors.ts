import { readFileSync, writeFileSync } from 'node:fs';
import { fromHalf } from '../weights';
import type { Dtype } from '../weights';
import { safetensorsBytes } from './safetensors-file';

/** A tensor as it lies in a file. */
export type RawTensor = { dtype: Dtype; shape: readonly number[]; bytes: Buffer };
export type RawTensors = ReadonlyMap<string, RawTensor>;

/** The tensors of a .safetensors file, read whole. */
export function readRaw(path: string): Map<string, RawTensor> {
  const file = readFileSync(path);
  const start = 8 + Number(file.readBigUInt64LE(0));
  const { __metadata__: _, ...entries } = JSON.parse(file.toString('utf8', 8, start)) as Record<
    string,
    { dtype: Dtype; shape: number[]; data_offsets: [number, number] }
  >;
  return new Map(
    Object.entries(entries).map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [from, to]
        }
      ]) => {
        return [name, { dtype, shape, bytes: file.subarray(start + from, start + to) }];
      }
    )
  );
}

export function writeRaw(path: string, tensors: RawTensors, metadata?: Record<string, string>): void {
  let end = 0;
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  for (const [name, { dtype, shape, bytes }] of tensors) {
    header[name] = { dtype, shape, data_offsets: [end, (end += bytes.length)] };
  }
  writeFileSync(
    path,
    Buffer.concat([safetensorsBytes(header, 0), ...[...tensors.values()].map(each => each.bytes)])
  );
}

/** The numbers of a float16 tensor. */
export function numbersOf({ bytes }: RawTensor): Float32Array {
  return fromHalf(new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)));
}

export function singles(shape: readonly number[], data: ArrayLike<number>): RawTensor {
  return { dtype: 'F32', shape, bytes: Buffer.from(Float32Array.from(data).buffer) };
}

export function doubles(shape: readonly number[], data: ArrayLike<number>): RawTensor {
  return { dtype: 'F64', shape, bytes: Buffer.from(Float64Array.from(data).buffer) };
}

/** The upper halves of the float32 bits. */
export function brains(shape: readonly number[], data: ArrayLike<number>): RawTensor {
  const bits = new Uint32Array(Float32Array.from(data).buffer);
  return { dtype: 'BF16', shape, bytes: Buffer.from(Uint16Array.from(bits, each => each >>> 16).buffer) };
}

/** `count` bytes of zeros as a tensor of any type. */
export function zeros(dtype: Dtype, shape: readonly number[], count: number): RawTensor {
  return { dtype, shape, bytes: Buffer.alloc(count) };
}
