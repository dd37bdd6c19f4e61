/** Exact decimal numbers for ranges, so that `0..1:0.1` holds 0.3 and not 0.30000000000000004. */

/** units / 10^scale. */
export type Decimal = { units: bigint; scale: number };

const FRACTION_DIGITS = 6;

/** A number at `offset` of the text: its length in characters, 0 when there is none. */
export function numberLength(text: string, offset: number): number {
  const pattern = /[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,3}(?!\d))?/y;
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0].length ?? 0;
}

/** The decimal of a number as `numberLength` recognises it. */
export function decimal(text: string): Decimal {
  const [mantissa, exponent = '0'] = text.toLowerCase().replaceAll('+', '').split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  const negative = whole.startsWith('-');
  const units = BigInt(`${negative ? whole.slice(1) : whole}${fraction}` || '0');
  const scale = fraction.length - Number(exponent);
  const signed = negative ? -units : units;
  return scale >= 0 ? { units: signed, scale } : { units: signed * 10n ** BigInt(-scale), scale: 0 };
}

/** The nearest double. */
export function toNumber({ units, scale }: Decimal): number {
  return Number(`${units}e-${scale}`);
}

/** How many values go from `from` to `to` by `step`; the end counts when it falls on the step. 0 when the step leads away. */
export function stepsCount(from: Decimal, to: Decimal, step: Decimal): bigint {
  const [[a, b, s]] = aligned(from, to, step);
  const distance = b - a;
  return s === 0n || (distance !== 0n && distance < 0n !== s < 0n) ? 0n : distance / s + 1n;
}

/** The values of `from`, `from + step`, … up to `to`. */
export function steps(from: Decimal, to: Decimal, step: Decimal): number[] {
  const [[a, , s], scale] = aligned(from, to, step);
  const count = Number(stepsCount(from, to, step));
  return Array.from({ length: count }, (_, k) => toNumber({ units: a + s * BigInt(k), scale }));
}

/**
 * `count` evenly spaced values with both ends. Values between are cut to whole numbers when `whole` (as A1111 does), else rounded to
 * six decimals or as many as the ends have.
 */
export function spaced(from: Decimal, to: Decimal, count: number, whole: boolean): number[] {
  if (count === 1) {
    return [toNumber(from)];
  }
  const [[a, b], scale] = aligned(from, to);
  const last = BigInt(count - 1);
  const digits = whole ? 0 : Math.max(FRACTION_DIGITS, scale);
  return Array.from({ length: count }, (_, k) => {
    const numerator = a * (last - BigInt(k)) + b * BigInt(k);
    if (whole) {
      return toNumber({ units: numerator / (last * 10n ** BigInt(scale)), scale: 0 });
    }
    const shifted = 2n * numerator * 10n ** BigInt(digits - scale);
    return toNumber({ units: (shifted + (shifted < 0n ? -last : last)) / (2n * last), scale: digits });
  });
}

/** a - b. */
export function minus(a: Decimal, b: Decimal): Decimal {
  const [[left, right], scale] = aligned(a, b);
  return { units: left - right, scale };
}

export function negated({ units, scale }: Decimal): Decimal {
  return { units: -units, scale };
}

function aligned(...decimals: Decimal[]): [bigint[], number] {
  const scale = Math.max(...decimals.map(each => each.scale));
  return [decimals.map(each => each.units * 10n ** BigInt(scale - each.scale)), scale];
}
