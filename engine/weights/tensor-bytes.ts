import { closeSync, openSync } from 'node:fs';
import { bitsOf } from './dtypes';
import { readBytes } from './file-bytes';
import type { TensorEntry } from './weights-header';

/**
 * The bytes of all numbers of a tensor, row by row whatever their places in the file; `rows` takes only the rows [from, to) of the first
 * axis. For small tensors, and for those that can't be used where they lie.
 */
export function readTensorBytes(entry: TensorEntry, rows?: readonly [number, number]): Buffer {
  const { shape, strides, offset, length, file, dtype } = rows ? rowsOf(entry, ...rows) : entry;
  const fd = openSync(file, 'r');
  try {
    if (!strides || length === 0) {
      return readBytes(fd, offset, length);
    }
    const bytes = bitsOf(dtype)! / 8;
    const span = shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis], 1);
    return gathered(readBytes(fd, offset, span * bytes), shape, strides, bytes);
  } finally {
    closeSync(fd);
  }
}

/** The rows [from, to) of a tensor's first axis, as a tensor. */
export function rowsOf(entry: TensorEntry, from: number, to: number): TensorEntry {
  const { shape, strides, length, offset, dtype } = entry;
  const [rows = 1, ...rest] = shape;
  const rowBytes = length / rows;
  const step = strides ? strides[0] * (bitsOf(dtype)! / 8) : rowBytes;
  return {
    ...entry,
    shape: [to - from, ...rest],
    offset: offset + from * step,
    length: (to - from) * rowBytes
  };
}

/** Elements of `size` bytes at their strides, one after the other. */
function gathered(from: Buffer, shape: readonly number[], strides: readonly number[], size: number): Buffer {
  const count = shape.reduce((product, each) => product * each, 1);
  const to = Buffer.allocUnsafe(count * size);
  const index = new Array<number>(shape.length).fill(0);
  let place = 0;
  for (let i = 0; i < count; i++) {
    from.copy(to, i * size, place * size, (place + 1) * size);
    // Counts up the index, the last axis first.
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += strides[axis];
      if (++index[axis] < shape[axis]) {
        break;
      }
      place -= index[axis] * strides[axis];
      index[axis] = 0;
    }
  }
  return to;
}
