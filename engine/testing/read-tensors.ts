import { readFileSync } from 'fs';

export type Tensor = {
  dtype: string;
  shape: number[];
  /** Half types as their raw 16 bits; 64-bit integers as BigInt64Array. */
  data:
    | Float32Array
    | Float64Array
    | Int32Array
    | Int16Array
    | Int8Array
    | Uint8Array
    | Uint16Array
    | BigInt64Array;
};

const views = {
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
  I16: Int16Array,
  I8: Int8Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I64: BigInt64Array
};

/** All tensors of a `.safetensors` file by name, read whole: for tests and the golden runner, not for checkpoints. */
export function readTensors(path: string): Map<string, Tensor> {
  const file = readFileSync(path);
  const headerLength = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString('utf8', 8, 8 + headerLength)) as Record<
    string,
    { dtype: keyof typeof views; shape: number[]; data_offsets: [number, number] }
  >;
  const start = 8 + headerLength;
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  return new Map(
    entries.map(([name, { dtype, shape, data_offsets }]) => {
      const [from, to] = data_offsets.map(offset => file.byteOffset + start + offset);
      // A copy, because a typed array's offset has to be a multiple of its element size.
      const bytes = file.buffer.slice(from, to) as ArrayBuffer;
      return [name, { dtype, shape, data: new views[dtype](bytes) }];
    })
  );
}

/** The numbers of a tensor's bytes as float32, as bytes again. */
export function floatsIn(dtype: string, bytes: Uint8Array): Uint8Array {
  const data = new views[dtype as keyof typeof views](Uint8Array.from(bytes).buffer);
  return new Uint8Array(Float32Array.from(valuesOf({ dtype, shape: [], data })).buffer);
}

/** The values of a tensor as numbers, half types and 64-bit integers included. */
export function valuesOf({ dtype, data }: Tensor): number[] {
  const widen = dtype === 'F16' ? halfToNumber : dtype === 'BF16' ? bfloatToNumber : Number;
  return Array.from(data as ArrayLike<number | bigint>, value => widen(value as number));
}

function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) {
    return fraction ? NaN : sign * Infinity;
  }
  return exponent ? sign * 2 ** (exponent - 15) * (1 + fraction / 1024) : sign * 2 ** -24 * fraction;
}

function bfloatToNumber(bits: number): number {
  return new Float32Array(new Uint32Array([bits << 16]).buffer)[0];
}
