/**
 * Rounding to the half types. torch (2.13, CPU) draws a half-precision `randn` in float32 and rounds it, so this is also what a
 * generator's draw becomes in them.
 */

/** The nearest IEEE half, ties to even; |value| below 65504. */
export const roundToFloat16 = (value: number): number => rounded(value, 10, -14);

/** The nearest bfloat16, ties to even. */
export const roundToBfloat16 = (value: number): number => rounded(value, 7, -126);

function rounded(value: number, fractionBits: number, smallestExponent: number): number {
  if (value === 0) {
    return value;
  }
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(value))), smallestExponent);
  const unit = 2 ** (exponent - fractionBits);
  const steps = value / unit;
  const below = Math.floor(steps);
  const up = steps - below > 0.5 || (steps - below === 0.5 && below % 2 !== 0);
  return (up ? below + 1 : below) * unit;
}
