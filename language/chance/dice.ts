import { Mt19937 } from './mt19937';

/** Choices as Python's `random.Random(seed)` makes them, which A1111's wildcards extension draws by. */
export class Dice {
  private readonly twister: Mt19937;

  /** @param seed a non-negative safe integer. */
  constructor(seed: number) {
    const low = seed >>> 0;
    const high = Math.floor(seed / 2 ** 32);
    this.twister = Mt19937.byKey(high > 0 ? [low, high] : [low]);
  }

  /** A whole number below `count`, 1 at least. */
  below(count: number): number {
    const bits = 32 - Math.clz32(count);
    for (;;) {
      const drawn = this.twister.next() >>> (32 - bits);
      if (drawn < count) {
        return drawn;
      }
    }
  }

  /** `count` of the options, none twice, in the order drawn; all of them when there are fewer. */
  sample<T>(options: readonly T[], count: number): T[] {
    const left = [...options];
    return Array.from(
      { length: Math.min(count, left.length) },
      () => left.splice(this.below(left.length), 1)[0]
    );
  }
}
