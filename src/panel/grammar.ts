/**
 * The little of the cell grammar that the panel must know to show a field's text as values: where its items stand, and quotes. What a
 * text means and whether it is valid is the service's to say.
 */

/** An item between top-level commas: its text without blanks around it, and where it stands in the field. */
export type Item = { text: string; start: number; length: number };

const CLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”' };

/** The items of a field's text: commas in quotes or brackets don't part. An empty text has none; `3,,5` has an empty one. */
export function itemsOf(text: string): Item[] {
  const items: Item[] = [];
  let start = 0;
  let depth = 0;
  for (let at = 0; at <= text.length; at++) {
    const char = text[at];
    if (char === undefined || (char === ',' && depth === 0)) {
      items.push(trimmed(text, start, at));
      start = at + 1;
    } else if (char in CLOSING && /^\s*$/.test(text.slice(start, at))) {
      at = endOfQuote(text, at);
    } else if (char === '(' || char === '[') {
      depth++;
    } else if (char === ')' || char === ']') {
      depth = Math.max(0, depth - 1);
    }
  }
  return items.length === 1 && items[0].text === '' ? [] : items;
}

function trimmed(text: string, from: number, to: number): Item {
  const raw = text.slice(from, to);
  const start = from + raw.length - raw.trimStart().length;
  const inner = raw.trim();
  return { text: inner, start, length: inner.length };
}

/** The index of the closing quote, or the last index when there is none. */
function endOfQuote(text: string, start: number): number {
  const close = CLOSING[text[start]];
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') {
      at++;
    } else if (text[at] === close && !(close === '"' && text[at + 1] === '"' && text[start] === '"')) {
      return at;
    } else if (text[at] === close) {
      at++;
    }
  }
  return text.length - 1;
}

/** Whether a text says several values: a list, or a range. */
export function saysSeveral(text: string): boolean {
  const items = itemsOf(text);
  return items.length > 1 || items.some(item => /^[^"'“]*\.\./.test(item.text));
}

/** A value as it stands in a cell's first line: bare when nothing in it could be read otherwise, else in quotes. */
export function quoted(value: string): string {
  return /^[^\s"'“”,&=\\(){}[\]|$#]+$/u.test(value)
    ? value
    : `"${value
        .replace(/\\(?=["'\\nrt]|$)/g, '\\\\')
        .replace(/"/g, '\\"')
        .replace(/\n/g, '\\n')}"`;
}

/** The value that an item's text means when it is a string. */
export function unquoted(text: string): string {
  const close = CLOSING[text[0]];
  if (!close || text.length < 2 || text.at(-1) !== close) {
    return text;
  }
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  return text
    .slice(1, -1)
    .replace(/\\(["'\\nrt])|""/g, (_, escaped?: string) =>
      escaped === undefined ? '"' : (escapes[escaped] ?? escaped)
    );
}

/** The strings of a list of choices. */
export function valuesOf(text: string): string[] {
  return itemsOf(text).map(item => unquoted(item.text));
}

export function listOf(values: readonly string[]): string {
  return values.map(quoted).join(',');
}
