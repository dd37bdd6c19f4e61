/** `$name` and `${expression}` of a cell, where the kernel puts its values. `\$` is a dollar sign. */
import type { Span } from '../source';

/** The end of the `${…}` at a place, which holds the braces it opens; undefined when there is none before `end`. */
export function expressionEnd(text: string, start: number, end: number): number | undefined {
  if (!text.startsWith('${', start)) {
    return undefined;
  }
  for (let at = start + 1, depth = 0; at < end; at++) {
    depth += text[at] === '{' ? 1 : text[at] === '}' ? -1 : 0;
    if (depth === 0) {
      return at + 1;
    }
  }
  return undefined;
}

/** Where the variables of a text stand. An expression ends on its line. */
export function variablesIn(text: string): Span[] {
  const found: Span[] = [];
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at + 1)) {
    const name = /\$[A-Za-z_]\w*/y;
    name.lastIndex = at;
    const line = text.indexOf('\n', at);
    const end = name.test(text) ? name.lastIndex : expressionEnd(text, at, line < 0 ? text.length : line);
    if (text[at - 1] !== '\\' && end !== undefined && at >= (found.at(-1)?.end ?? 0)) {
      found.push({ start: at, end });
    }
  }
  return found;
}
