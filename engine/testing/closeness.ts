export type Tolerance = { atol?: number; rtol?: number };

/**
 * The largest |found - expected| in units of its tolerance, atol + rtol · |expected|: at most 1 is within it. Not-a-number is infinitely
 * far. Throws when the lengths differ.
 */
export function excess(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  { atol = 0, rtol = 0 }: Tolerance
): number {
  if (found.length !== expected.length) {
    throw new Error(`${found.length} values where ${expected.length} were expected`);
  }
  let worst = 0;
  for (let k = 0; k < expected.length; k++) {
    const far = Math.abs(found[k] - expected[k]);
    if (far !== 0) {
      worst = Math.max(worst, Number.isNaN(far) ? Infinity : far / (atol + rtol * Math.abs(expected[k])));
    }
  }
  return worst;
}
