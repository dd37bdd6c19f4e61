import { closest, distance } from 'fastest-levenshtein';

/** What is longer was not meant as a name, and would take long to compare. */
const LENGTH_MAX = 64;

/**
 * The name that `text` was most likely meant to be, case aside: a typo or two away, or one in every three characters. Undefined when
 * none is that near.
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
    typos <= Math.max(2, Math.floor(text.length / 3)) && typos < Math.max(text.length, best.length);
  return near ? names.find(each => each.toLowerCase() === best) : undefined;
}
