import { closest, distance } from 'fastest-levenshtein';

/** The name most like this one, or undefined when none is near enough to be meant. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  if (names.length === 0) {
    return undefined;
  }
  const near = closest(
    name.toLowerCase(),
    names.map(each => each.toLowerCase())
  );
  const found = names.find(each => each.toLowerCase() === near)!;
  return distance(name.toLowerCase(), near) <= Math.max(2, Math.floor(name.length / 2)) ? found : undefined;
}
