/** IEEE 754 half precision, which JavaScript knows only from Node 24 on. */

const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);

/** The nearest half of each number, ties to even, as its 16 bits. */
export function toHalf(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, halfBits);
}

function halfBits(value: number): number {
  single[0] = value;
  const bits = singleBits[0];
  const sign = (bits >>> 16) & 0x8000;
  const rest = bits & 0x7fffffff;
  if (rest >= 0x7f800000) {
    return sign | (rest > 0x7f800000 ? 0x7e00 : 0x7c00);
  }
  if (rest < 0x38800000) {
    // Below 2^-14 halves lie 2^-24 apart; the division is exact and the rounding to even that of whole numbers.
    return sign | roundToEven((rest < 0x33000000 ? 0 : Math.abs(single[0])) * 2 ** 24);
  }
  const rounded = rest - 0x38000000 + 0xfff + ((rest >>> 13) & 1);
  return sign | Math.min(0x7c00, rounded >>> 13);
}

function roundToEven(value: number): number {
  const low = Math.floor(value);
  const over = value - low;
  return over > 0.5 || (over === 0.5 && low % 2 === 1) ? low + 1 : low;
}

/** Halves, as their bits, as numbers. */
export function fromHalf(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, half => table()[half]);
}

let known: Float32Array | undefined;

function table(): Float32Array {
  known ??= Float32Array.from({ length: 1 << 16 }, (_, half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const [exponent, fraction] = [(half >>> 10) & 0x1f, half & 0x3ff];
    if (exponent === 0x1f) {
      return fraction ? NaN : sign * Infinity;
    }
    return exponent ? sign * 2 ** (exponent - 15) * (1 + fraction / 1024) : sign * 2 ** -24 * fraction;
  });
  return known;
}
