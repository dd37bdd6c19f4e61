/**
 * Text in a cell's first line: bare where nothing in it could be read otherwise, else in quotes. The kernel writes the values of its
 * variables by the same rules (`quote.vectors.json`).
 */

/** What ends a string that begins so. */
export const CLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”' };

/** What a character after a backslash means within quotes; before any other a backslash is itself. */
export const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  "'": "'",
  '”': '”',
  '\\': '\\'
};

const CONTROLS: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Whether a text stands for itself without quotes. */
export function isBare(text: string): boolean {
  return /^[+-]?[\p{L}\p{N}_][\p{L}\p{N}_.+/-]*$/u.test(text);
}

/** The text in double quotes. The backslash before a dollar stays one: the kernel, too, must read it as `\$`. */
export function quoted(text: string): string {
  return `"${text.replace(/\\(?!\$)|["\n\r\t]/g, char => CONTROLS[char] ?? `\\${char}`)}"`;
}

/** A text as a value. */
export function written(text: string): string {
  return isBare(text) ? text : quoted(text);
}

/** Texts as the values of one parameter. */
export function writtenList(texts: readonly string[]): string {
  return texts.map(written).join(',');
}
