import { Source, type Span } from '../cell/source';

/** What chats and mail put before the lines of another; `>_<` is a face. */
const MARKS = /^\s*>(?:[ \t]?>)*(?=\s|$)/;

/**
 * A text whose body is quoted line for line, with blanks in place of the marks, so that all places stay; null when a line has none.
 */
export function unquoted(source: Source, { start, end }: Span): Source | null {
  const lines = source.text.slice(start, end).split('\n');
  return lines.every(line => line.trim() === '' || MARKS.test(line)) && lines.some(line => line.trim() !== '')
    ? new Source(
        source.text.slice(0, start) +
          lines.map(line => line.replace(MARKS, marks => ' '.repeat(marks.length))).join('\n') +
          source.text.slice(end)
      )
    : null;
}
