import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { float8Numbers, isFloat8 } from './float8';
import { fromHalf } from './half';
import type { TensorEntry } from './safetensors';
import { Fault } from '../../schema/fault';

/** A small tensor's numbers as float32. Throws Fault model_unsupported for element types of other kinds than floats and whole numbers. */
export function readFloats({ file, offset, length, dtype, name }: TensorEntry): Float32Array {
  const bytes = new Uint8Array(length);
  const fd = openSync(file, 'r');
  try {
    readSync(fd, bytes, 0, length, offset);
  } finally {
    closeSync(fd);
  }
  if (isFloat8(dtype)) {
    const numbers = float8Numbers(dtype);
    return Float32Array.from(bytes, byte => numbers[byte]);
  }
  switch (dtype) {
    case 'F32':
      return new Float32Array(bytes.buffer);
    case 'F64':
      return Float32Array.from(new Float64Array(bytes.buffer));
    case 'F16':
      return fromHalf(new Uint16Array(bytes.buffer));
    case 'I64':
      return Float32Array.from(new BigInt64Array(bytes.buffer), Number);
    case 'I32':
      return Float32Array.from(new Int32Array(bytes.buffer));
    case 'BF16':
      return new Float32Array(Uint32Array.from(new Uint16Array(bytes.buffer), bits => bits << 16).buffer);
    default:
      throw new Fault('model_unsupported', {
        file: basename(file),
        reason: 'tensor_dtype',
        tensor: name,
        value: dtype
      });
  }
}
