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

  /** Seeded by a key of 32-bit words, as Python's `random.seed` does with a number's (the authors' init_by_array). */
  static byKey(key: readonly number[]): Mt19937 {
    const twister = new Mt19937(19650218);
    const { state } = twister;
    let i = 1;
    const step = (factor: number, add: number): void => {
      const previous = state[i - 1] ^ (state[i - 1] >>> 30);
      state[i] = (state[i] ^ imul(previous, factor)) + add;
      i++;
      if (i === N) {
        state[0] = state[N - 1];
        i = 1;
      }
    };
    for (let k = 0; k < Math.max(N, key.length); k++) {
      step(1664525, key[k % key.length] + (k % key.length));
    }
    for (let k = 1; k < N; k++) {
      step(1566083941, -i);
    }
    state[0] = UPPER;
    return twister;
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
