/** Floats of eight bits (Micikevicius et al. 2022, arXiv 2209.05433): the number of each of the 256 bytes. */
import type { Dtype } from './dtypes';

/** Bits of the mantissa, and what is taken from the exponent. */
const FORMATS = {
  F8_E4M3: { mantissa: 3, bias: 7 },
  F8_E5M2: { mantissa: 2, bias: 15 }
} as const;

export type Float8 = keyof typeof FORMATS;

export function isFloat8(dtype: Dtype): dtype is Float8 {
  return Object.hasOwn(FORMATS, dtype);
}

/** The 256 numbers of a type, by their bytes; what is infinite or no number there is so here. */
export function float8Numbers(dtype: Float8): Float32Array {
  return Float32Array.from(
    { length: 256 },
    (_, byte) => (byte & 0x80 ? -1 : 1) * magnitude(dtype, byte & 0x7f)
  );
}

function magnitude(dtype: Float8, bits: number): number {
  const { mantissa, bias } = FORMATS[dtype];
  const [exponent, fraction] = [bits >> mantissa, bits & (2 ** mantissa - 1)];
  // The type without infinities has one pattern that is no number; the other keeps its highest exponent for both.
  if (dtype === 'F8_E4M3' ? bits === 0x7f : exponent === 31) {
    return dtype === 'F8_E5M2' && fraction === 0 ? Infinity : NaN;
  }
  return exponent === 0
    ? fraction * 2 ** (1 - bias - mantissa)
    : (1 + fraction / 2 ** mantissa) * 2 ** (exponent - bias);
}
