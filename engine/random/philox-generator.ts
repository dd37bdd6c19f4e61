import type { INoiseSource } from '../types';

// Bound once: a look-up of a global per operation is what costs most where the module runs in a vm context.
const { imul, floor } = Math;
const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;
const ANGLE = Math.fround(Math.fround(2 ** -32) * Math.fround(2 * Math.PI));

/** The high 32 bits of the product of two unsigned 32-bit numbers. */
function high(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a1 * b0 + (imul(a0, b0) >>> 16);
  const cross = a0 * b1 + (middle & 0xffff);
  return (a1 * b1 + floor(middle / 0x10000) + floor(cross / 0x10000)) | 0;
}

/**
 * The noise of NVIDIA cards as A1111 emulates it ("NV"): Philox4x32-10 (Salmon et al. 2011), key = the 64-bit seed,
 * counter = (call, 0, element, 0), the sine branch of Box-Muller over the first two words, in float64, then rounded to float32.
 */
export class PhiloxGenerator implements INoiseSource {
  private readonly low: number;
  private readonly high: number;
  private call = 0;

  /** `seed` is a safe integer; all its 64 bits matter. */
  constructor(seed: number) {
    const bits = BigInt.asUintN(64, BigInt(seed));
    this.low = Number(bits & 0xffffffffn);
    this.high = Number(bits >> 32n);
  }

  randn(count: number): Float32Array {
    const out = new Float32Array(count);
    for (let element = 0; element < count; element++) {
      out[element] = this.normal(element);
    }
    this.call++;
    return out;
  }

  private normal(element: number): number {
    let k0 = this.low | 0;
    let k1 = this.high | 0;
    let c0 = this.call;
    let c1 = 0;
    let c2 = element;
    let c3 = 0;
    for (let round = 0; round < 10; round++) {
      const next0 = high(M1, c2) ^ c1 ^ k0;
      const next2 = high(M0, c0) ^ c3 ^ k1;
      c1 = imul(M1, c2);
      c3 = imul(M0, c0);
      c0 = next0;
      c2 = next2;
      k0 = (k0 + W0) | 0;
      k1 = (k1 + W1) | 0;
    }
    const u = (c0 >>> 0) * 2 ** -32 + 2 ** -33;
    const v = (c1 >>> 0) * ANGLE + ANGLE / 2;
    return Math.sqrt(-2 * Math.log(u)) * Math.sin(v);
  }
}
