/** Stands for a mark that was read, so that all places stay; no reader knows it. */
export const MASK = '\0';

/** The text with other characters where its marks are. */
export function masked(text: string, marks: readonly (readonly [from: number, to: number])[]): string {
  let out = '';
  let at = 0;
  for (const [from, to] of [...marks].sort(([a], [b]) => a - b)) {
    const start = Math.max(at, from);
    if (to > start) {
      out += text.slice(at, start) + MASK.repeat(to - start);
      at = to;
    }
  }
  return out + text.slice(at);
}
