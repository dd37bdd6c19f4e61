import type { Tolerance } from './manifest';

/** What became of one item of a fixture. */
export type Item = {
  name: string;
  outcome: 'pass' | 'fail';
  /** Largest |found - expected|, and that over |expected|; absent where there is nothing to measure. */
  absolute?: number;
  relative?: number;
  /** The tolerance in words, or why it failed. */
  note: string;
};

/** Compares numbers. A NaN or another length fails whatever the tolerance. */
export function compareNumbers(
  name: string,
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance
): Item {
  if (found.length !== expected.length) {
    return { name, outcome: 'fail', note: `${found.length} numbers instead of ${expected.length}` };
  }
  const { atol = 0, rtol = 0, max_abs, mean_abs = Infinity } = tolerance;
  const bound = max_abs ?? atol;
  let [absolute, relative, sum, within] = [0, 0, 0, true];
  for (let i = 0; i < expected.length; i++) {
    const difference = found[i] === expected[i] ? 0 : Math.abs(found[i] - expected[i]);
    // Written so that NaN is outside.
    within &&= difference <= bound + rtol * Math.abs(expected[i]);
    absolute = Math.max(absolute, difference);
    relative = Math.max(relative, difference === 0 ? 0 : difference / Math.abs(expected[i]));
    sum += difference;
  }
  within &&= expected.length === 0 || sum / expected.length <= mean_abs;
  return { name, outcome: within ? 'pass' : 'fail', absolute, relative, note: inWords(tolerance) };
}

/** Compares anything JSON can say, numbers within 1e-9. */
export function compareValues(name: string, found: unknown, expected: unknown): Item {
  const differs = firstDifference(found, expected, '');
  return differs === null
    ? { name, outcome: 'pass', absolute: 0, relative: 0, note: 'equal' }
    : { name, outcome: 'fail', note: differs };
}

/** One item for many of a kind: the worst error, and the first failure's note. */
export function worstOf(name: string, items: readonly Item[]): Item {
  const failed = items.find(({ outcome }) => outcome === 'fail');
  return {
    name: `${name} (${items.length})`,
    outcome: failed ? 'fail' : 'pass',
    absolute: Math.max(...items.map(({ absolute = 0 }) => absolute)),
    relative: Math.max(...items.map(({ relative = 0 }) => relative)),
    note: failed ? `${failed.name}: ${failed.note}` : (items[0]?.note ?? 'nothing to compare')
  };
}

function inWords({ exact, atol, rtol, max_abs, mean_abs }: Tolerance): string {
  if (max_abs !== undefined) {
    return `max ${max_abs}, mean ${mean_abs ?? 'any'}`;
  }
  const parts = [atol && `atol ${short(atol)}`, rtol && `rtol ${short(rtol)}`].filter(Boolean);
  return parts.length > 0 && !exact ? parts.join(', ') : 'exact';
}

const short = (value: number): string => Number(value.toPrecision(2)).toString();

/** Where two values differ, or null. */
function firstDifference(found: unknown, expected: unknown, path: string): string | null {
  if (typeof found === 'number' && typeof expected === 'number') {
    return Math.abs(found - expected) <= 1e-9 ? null : `${path || 'value'} is ${found}, not ${expected}`;
  }
  if (isContainer(found) && isContainer(expected)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
    for (const key of keys) {
      const differs = firstDifference(found[key], expected[key], path ? `${path}.${key}` : key);
      if (differs) {
        return differs;
      }
    }
    return null;
  }
  return found === expected
    ? null
    : `${path || 'value'} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`;
}

const isContainer = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
