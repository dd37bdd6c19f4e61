/** What a table has for a word that somebody wrote; undefined for `constructor` and its like, which every object has besides its own. */
export function own<T>(table: Readonly<Record<string, T>>, word: unknown): T | undefined {
  const key = String(word);
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
