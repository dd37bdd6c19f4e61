import { closeSync, openSync, readSync } from 'node:fs';
import { bitsOf } from './dtypes';
import type { Dtype } from './dtypes';
import { memoryOrder } from './strides';
import { readTensorBytes } from './tensor-bytes';
import type { TensorEntry } from './weights-header';

/** Bytes looked at in one go. */
const PIECE_BYTES = 1 << 24;

/** The exponent's bits of each type of floats: where all are set, the value is infinite or no number. */
const EXPONENTS: Partial<Record<Dtype, number>> = {
  F32: 0x7f800000,
  F16: 0x7c00,
  BF16: 0x7f80,
  F8_E5M2: 0x7c,
  // This type has no infinity: all bits but the sign make its only NaN.
  F8_E4M3: 0x7f
};

/** The first tensor that holds an infinity or no number at all, by reading them one after the other: a second for about two gigabytes. */
export function firstNotFinite(entries: Iterable<TensorEntry>): TensorEntry | undefined {
  const piece = new ArrayBuffer(PIECE_BYTES);
  for (const entry of entries) {
    if (!isFinite(entry, piece)) {
      return entry;
    }
  }
  return undefined;
}

function isFinite(entry: TensorEntry, piece: ArrayBuffer): boolean {
  const { file, dtype, offset, length } = entry;
  if (entry.strides && !memoryOrder(entry.shape, entry.strides)) {
    const bytes = Uint8Array.from(readTensorBytes(entry));
    return areFinite(dtype, bytes.buffer, bytes.length);
  }
  const fd = openSync(file, 'r');
  try {
    for (let at = 0; at < length; at += PIECE_BYTES) {
      const bytes = Math.min(PIECE_BYTES, length - at);
      readSync(fd, new Uint8Array(piece, 0, bytes), 0, bytes, offset + at);
      if (!areFinite(dtype, piece, bytes)) {
        return false;
      }
    }
    return true;
  } finally {
    closeSync(fd);
  }
}

function areFinite(dtype: Dtype, piece: ArrayBuffer, bytes: number): boolean {
  if (dtype === 'F64') {
    return new Float64Array(piece, 0, bytes / 8).every(Number.isFinite);
  }
  const mask = EXPONENTS[dtype]!;
  const values = bitsIn(piece, bytes, bitsOf(dtype)!);
  for (let i = 0; i < values.length; i++) {
    if ((values[i] & mask) === mask) {
      return false;
    }
  }
  return true;
}

function bitsIn(piece: ArrayBuffer, bytes: number, bits: number): Uint8Array | Uint16Array | Uint32Array {
  switch (bits) {
    case 8:
      return new Uint8Array(piece, 0, bytes);
    case 16:
      return new Uint16Array(piece, 0, bytes / 2);
    default:
      return new Uint32Array(piece, 0, bytes / 4);
  }
}
