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

  /** Python's `random()`: at least 0 and below 1, by 53 bits. */
  fraction(): number {
    const [high, low] = [this.twister.next() >>> 5, this.twister.next() >>> 6];
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** The place of one of the options, each as likely as its weight says; as A1111's extension draws where all weigh the same. */
  weighed(options: readonly { weight: number }[]): number {
    const total = options.reduce((sum, { weight }) => sum + weight, 0);
    if (total === 0 || options.every(({ weight }) => weight === options[0].weight)) {
      return this.below(options.length);
    }
    let left = this.fraction() * total;
    const found = options.findIndex(({ weight }) => (left -= weight) < 0);
    return found < 0 ? options.findLastIndex(({ weight }) => weight > 0) : found;
  }

  /** `count` of the options, none twice, in the order drawn; all of them when there are fewer. */
  sample<T extends { weight: number }>(options: readonly T[], count: number): T[] {
    const left = [...options];
    return Array.from({ length: Math.min(count, left.length) }, () => left.splice(this.weighed(left), 1)[0]);
  }
}
