import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { TensorEntry } from './safetensors';
import { Fault } from '../../schema/fault';

/** A small tensor's numbers as float32. Throws Fault model_unsupported for element types other than floats of 16 bits or more. */
export function readFloats({ file, offset, length, dtype, name }: TensorEntry): Float32Array {
  const bytes = new Uint8Array(length);
  const fd = openSync(file, 'r');
  try {
    readSync(fd, bytes, 0, length, offset);
  } finally {
    closeSync(fd);
  }
  switch (dtype) {
    case 'F32':
      return new Float32Array(bytes.buffer);
    case 'F64':
      return Float32Array.from(new Float64Array(bytes.buffer));
    case 'F16':
      return Float32Array.from(new Uint16Array(bytes.buffer), fromHalf);
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

/** IEEE 754 binary16. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) {
    return fraction ? NaN : sign * Infinity;
  }
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}
