const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);

/** 32 bits that differ, as a rule, when the values do. */
export function hashOf(...values: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const value of values) {
    if (typeof value === 'string') {
      for (let i = 0; i < value.length; i++) {
        hash = mix(hash, value.charCodeAt(i));
      }
    } else {
      bits[0] = value;
      hash = mix(mix(hash, words[0]), words[1]);
    }
  }
  return hash;
}

/** Adds 32 bits to a hash (murmur3's rounds). */
export function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** Numbers in (-1, 1) that a hash stands for; as many as a shadow latent has, unless said. */
export function numbersOf(hash: number, count = 16): Float32Array {
  const numbers = new Float32Array(count);
  let state = hash;
  for (let i = 0; i < count; i++) {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    numbers[i] = (t ^ (t >>> 14)) / 2 ** 31;
  }
  return numbers;
}
