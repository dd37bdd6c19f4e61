import { basename } from 'node:path';
import { float8Numbers, isFloat8 } from './float8';
import { fromHalf } from './half';
import { readTensorBytes } from './tensor-bytes';
import type { TensorEntry } from './weights-header';
import { Fault } from '../../schema/fault';

/** A small tensor's numbers as float32. Throws Fault model_unsupported for element types of other kinds than floats and whole numbers. */
export function readFloats(entry: TensorEntry): Float32Array {
  const { file, dtype, name } = entry;
  // Typed arrays begin at multiples of their element's size.
  const bytes = Uint8Array.from(readTensorBytes(entry));
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
