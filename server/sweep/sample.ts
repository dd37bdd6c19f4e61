/** A part of many cells, drawn by lot but the same each time. */

const SEED = 0x5eed;

/**
 * `count` different numbers below `total`, ascending. The lot is a Fisher–Yates shuffle that stops after `count` draws and stores only
 * what it moved, so neither time nor memory depends on `total`, and a larger sample of the same cells holds the smaller one.
 */
export function sampleIndices(total: number, count: number): number[] {
  const random = mulberry32(SEED);
  const moved = new Map<number, number>();
  const drawn: number[] = [];
  for (let k = 0; k < Math.min(count, total); k++) {
    const other = k + Math.floor(random() * (total - k));
    drawn.push(moved.get(other) ?? other);
    moved.set(other, moved.get(k) ?? k);
  }
  return drawn.sort((a, b) => a - b);
}

/** Uniform doubles in [0, 1) with 53 bits, two draws each (T. Ettinger's mulberry32, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  const draw = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return () => ((draw() >>> 5) * 67108864 + (draw() >>> 6)) / 9007199254740992;
}
