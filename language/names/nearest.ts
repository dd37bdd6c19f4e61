import { closest, distance } from 'fastest-levenshtein';

/** What is longer was not meant as a name, and would take long to compare. */
const LENGTH_MAX = 64;

/**
 * The name that `text` was most likely meant to be, case aside: a typo or two away, or one in every three characters. Undefined when
 * none is that near, or shares no more than half of its letters in their order.
 */
export function nearest(text: string, names: readonly string[]): string | undefined {
  if (text.length === 0 || text.length > LENGTH_MAX || names.length === 0) {
    return undefined;
  }
  const lower = text.toLowerCase();
  const best = closest(
    lower,
    names.map(each => each.toLowerCase())
  );
  const typos = distance(lower, best);
  const near =
    typos <= Math.max(2, Math.floor(text.length / 3)) &&
    sharedInOrder(lower, best) * 2 > Math.max(lower.length, best.length);
  return near ? names.find(each => each.toLowerCase() === best) : undefined;
}

/** Length of the longest common subsequence. */
function sharedInOrder(a: string, b: string): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const letter of a) {
    const next = [0];
    for (let k = 0; k < b.length; k++) {
      next.push(letter === b[k] ? row[k] + 1 : Math.max(row[k + 1], next[k]));
    }
    row = next;
  }
  return row[b.length];
}
