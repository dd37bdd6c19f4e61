import type { INoiseSource } from '../types';
import { boxMullerAvx2 } from './box-muller-avx2';
import { Mt19937 } from '../../language/chance/mt19937';

/**
 * torch's CPU generator, bit for bit as x86 builds with AVX2 or AVX-512 draw: `torch.Generator('cpu').manual_seed(seed)`.
 * Draws of 16 numbers and more go through the vectorised transform, smaller ones through the scalar one, which keeps the second
 * number of each pair for the next scalar draw; that number survives vectorised draws between.
 */
export class TorchGenerator implements INoiseSource {
  private readonly engine: Mt19937;
  private spare: number | null = null;

  constructor(seed: number) {
    this.engine = new Mt19937(seed);
  }

  /** `torch.randn` of `count` elements, float32. */
  randn(count: number): Float32Array {
    const out = new Float32Array(count);
    if (count < 16) {
      for (let k = 0; k < count; k++) {
        out[k] = this.normal();
      }
      return out;
    }
    this.fillUniform(out, 0);
    const tail = count % 16;
    for (let at = 0; at + 16 <= count; at += 16) {
      boxMullerAvx2(out, at);
    }
    if (tail) {
      // What does not fill a block is drawn anew with the 15 or fewer finished numbers before it.
      this.fillUniform(out, count - 16);
      boxMullerAvx2(out, count - 16);
    }
    return out;
  }

  /** `torch.randn(count, dtype=torch.float64)`. */
  randnDouble(count: number): Float64Array {
    const out = new Float64Array(count);
    if (count < 16) {
      return out.map(() => this.normal());
    }
    const fill = (from: number, length: number): void => {
      for (let k = from; k < from + length; k++) {
        out[k] = this.uniformDouble();
      }
    };
    const transform = (at: number): void => {
      for (let k = at; k < at + 8; k++) {
        const radius = Math.sqrt(-2 * Math.log(1 - out[k]));
        const theta = 2 * Math.PI * out[k + 8];
        out[k] = radius * Math.cos(theta);
        out[k + 8] = radius * Math.sin(theta);
      }
    };
    fill(0, count);
    for (let at = 0; at + 16 <= count; at += 16) {
      transform(at);
    }
    if (count % 16) {
      fill(count - 16, 16);
      transform(count - 16);
    }
    return out;
  }

  /** `torch.rand` of `count` elements, float32 in [0, 1). */
  rand(count: number): Float32Array {
    const out = new Float32Array(count);
    this.fillUniform(out, 0);
    return out;
  }

  /** `torch.randint(low, high, (count,))`, for ranges below 2^28. */
  randint(low: number, high: number, count: number): number[] {
    return Array.from({ length: count }, () => low + (this.engine.next() % (high - low)));
  }

  /** `torch.randperm(count)`. */
  randperm(count: number): number[] {
    const order = Array.from({ length: count }, (_, k) => k);
    for (let k = 0; k < count - 1; k++) {
      const other = k + (this.engine.next() % (count - k));
      [order[k], order[other]] = [order[other], order[k]];
    }
    return order;
  }

  /** 24-bit uniforms, one word each. */
  private fillUniform(out: Float32Array, from: number): void {
    for (let k = from; k < out.length; k++) {
      out[k] = (this.engine.next() & 0xffffff) * 2 ** -24;
    }
  }

  /** A 53-bit uniform of two words, the high one first. */
  private uniformDouble(): number {
    const high = this.engine.next() & 0x1fffff;
    return (high * 2 ** 32 + this.engine.next()) * 2 ** -53;
  }

  /** One scalar normal, float64. */
  private normal(): number {
    if (this.spare !== null) {
      const { spare } = this;
      this.spare = null;
      return spare;
    }
    const theta = 2 * Math.PI * this.uniformDouble();
    const radius = Math.sqrt(-2 * Math.log1p(-this.uniformDouble()));
    this.spare = radius * Math.sin(theta);
    return radius * Math.cos(theta);
  }
}
