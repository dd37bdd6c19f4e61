/**
 * `$name` and `${expression}` of a cell, where the kernel puts its values. `\$` is a dollar sign, `$$` belongs to choices (`{2$$a|b}`),
 * and `${name=a|b}`, `${name:default}` and a `${name}` that the cell itself sets are variables of the prompt. Below the first line a
 * comment hides all that stands in it. The kernel finds them by the same rules (`variables.vectors.json`).
 */
import type { Span } from '../source';

const MARK =
  /\\[^]|#[^\n]*|\$\$|\$\{\s*(?<named>[\p{L}_][\p{L}\p{N}_-]*)\s*(?<sets>=(?!=)|:|\})|\$\{|\$[A-Za-z_]\w*/gu;

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

/** Where the kernel's variables of a text stand. An expression ends on its line. */
export function variablesIn(text: string): Span[] {
  const found: Span[] = [];
  if (!text.includes('$')) {
    return found;
  }
  const body = text.startsWith('%%') ? (text + '\n').indexOf('\n') : 0;
  const set = new Set<string>();
  for (
    let match = markFrom(text, 0, body);
    match;
    match = markFrom(text, match.index + match[0].length, body)
  ) {
    if (match.groups?.sets === '=') {
      set.add(match.groups.named);
    }
  }
  for (let match = markFrom(text, 0, body), at = 0; match; match = markFrom(text, at, body)) {
    const { 0: mark, index: start, groups } = match;
    const { named, sets } = groups ?? {};
    at = start + mark.length;
    if (!mark.startsWith('$') || mark === '$$' || (named && (sets !== '}' || set.has(named)))) {
      continue;
    }
    const line = text.indexOf('\n', start);
    const end = mark.startsWith('${')
      ? expressionEnd(text, start, line < 0 ? text.length : line)
      : start + mark.length;
    if (end !== undefined) {
      found.push({ start, end });
      at = end;
    }
  }
  return found;
}

/** The next mark; before the body a hash begins no comment. */
function markFrom(text: string, from: number, body: number): RegExpExecArray | null {
  MARK.lastIndex = from;
  let match = MARK.exec(text);
  while (match?.[0].startsWith('#') && match.index < body) {
    MARK.lastIndex = match.index + 1;
    match = MARK.exec(text);
  }
  return match;
}

/** The text for a notebook in which nothing is a variable of the kernel's. */
export function withoutVariables(text: string): string {
  return variablesIn(text)
    .toReversed()
    .reduce((out, { start }) => `${out.slice(0, start)}\\${out.slice(start)}`, text);
}
