import { closest, distance } from 'fastest-levenshtein';

/** The name most like this one, or undefined when none is near enough to be meant. */
export function nearestTo(name: string, names: readonly string[]): string | undefined {
  const near = names.length > 0 ? closest(name, [...names]) : undefined;
  return near !== undefined && distance(name, near) <= Math.max(2, Math.floor(name.length / 2))
    ? near
    : undefined;
}
