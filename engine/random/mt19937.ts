/** The 32-bit Mersenne Twister (Matsumoto and Nishimura 1998), seeded as torch's CPU generator seeds it. */
// Bound once: a look-up of a global per operation is what costs most where the module runs in a vm context.
const { imul } = Math;
const N = 624;
const M = 397;
const UPPER = 0x80000000;
const LOWER = 0x7fffffff;
const MATRIX = 0x9908b0df;

export class Mt19937 {
  private readonly state = new Uint32Array(N);
  private index = N;

  /** Only the low 32 bits of `seed` (a safe integer) matter, so -1 and 2^32 - 1 are one stream. */
  constructor(seed: number) {
    const { state } = this;
    state[0] = Number(BigInt.asUintN(32, BigInt(seed)));
    for (let j = 1; j < N; j++) {
      const previous = state[j - 1] ^ (state[j - 1] >>> 30);
      state[j] = imul(1812433253, previous) + j;
    }
  }

  /** The next unsigned 32-bit number. */
  next(): number {
    if (this.index === N) {
      this.twist();
    }
    let y = this.state[this.index++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  private twist(): void {
    const { state } = this;
    for (let k = 0; k < N; k++) {
      const y = (state[k] & UPPER) | (state[k + 1 === N ? 0 : k + 1] & LOWER);
      state[k] = state[k < N - M ? k + M : k + M - N] ^ (y >>> 1) ^ (y & 1 ? MATRIX : 0);
    }
    this.index = 0;
  }
}
