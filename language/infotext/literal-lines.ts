/** A JSON string, as a log or an answer has it. */
const STRING = /^"(?:[^"\\]|\\.)*"$/s;
const BREAK_BEFORE = /\\n(?=(?:Negative prompt|Steps):)/;

/** A text whose line breaks are written as `\n`, as in JSON and Python, with breaks in their place; any other as it is. */
export function withLines(text: string): string {
  if (text.includes('\n') || !BREAK_BEFORE.test(text)) {
    return text;
  }
  if (STRING.test(text)) {
    try {
      return String(JSON.parse(text));
    } catch {
      // Escapes that JSON doesn't have.
    }
  }
  return text
    .replace(/^(["'])(.*)\1$/s, '$2')
    .replace(/\\r?\\n|\\n/g, '\n')
    .replace(/\\(["'\\])/g, '$1');
}
