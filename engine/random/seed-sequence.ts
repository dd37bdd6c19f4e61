// Bound once: a look-up of a global per operation is what costs most where the module runs in a vm context.
const { imul } = Math;
const MULTIPLY_A = 0x931e8875;
const MULTIPLY_B = 0x58f38ded;

/**
 * `count` unsigned 32-bit words of numpy's `SeedSequence(entropy, spawn_key=spawnKey, pool_size=poolSize).generate_state(count)`
 * (M. E. O'Neill's seed_seq_fe). `entropy` is a non-negative safe integer.
 */
export function seedSequence(
  entropy: number,
  spawnKey: readonly number[],
  poolSize: number,
  count: number
): Uint32Array {
  const words = wordsOf(entropy);
  if (spawnKey.length) {
    while (words.length < poolSize) {
      words.push(0);
    }
    words.push(...spawnKey.flatMap(wordsOf));
  }
  return stateOf(mixPool(words, poolSize), count);
}

/** Little-endian 32-bit words, at least one. */
function wordsOf(value: number): number[] {
  const words = [];
  do {
    words.push(value % 2 ** 32);
    value = Math.floor(value / 2 ** 32);
  } while (value > 0);
  return words;
}

function mixPool(words: readonly number[], poolSize: number): Uint32Array {
  const pool = new Uint32Array(poolSize);
  let constant = 0x43b0d7e5;
  const hash = (value: number): number => {
    value ^= constant;
    constant = imul(constant, MULTIPLY_A);
    value = imul(value, constant);
    return value ^ (value >>> 16);
  };
  const mix = (x: number, y: number): number => {
    const value = imul(0xca01f9dd, x) - imul(0x4973f715, y);
    return value ^ (value >>> 16);
  };
  for (let k = 0; k < poolSize; k++) {
    pool[k] = hash(words[k] ?? 0);
  }
  for (let source = 0; source < poolSize; source++) {
    for (let target = 0; target < poolSize; target++) {
      if (source !== target) {
        pool[target] = mix(pool[target], hash(pool[source]));
      }
    }
  }
  for (const word of words.slice(poolSize)) {
    for (let target = 0; target < poolSize; target++) {
      pool[target] = mix(pool[target], hash(word));
    }
  }
  return pool;
}

function stateOf(pool: Uint32Array, count: number): Uint32Array {
  const state = new Uint32Array(count);
  let constant = 0x8b51f9dd;
  for (let k = 0; k < count; k++) {
    let value = pool[k % pool.length] ^ constant;
    constant = imul(constant, MULTIPLY_B);
    value = imul(value, constant);
    state[k] = value ^ (value >>> 16);
  }
  return state;
}
