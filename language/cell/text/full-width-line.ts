/** A first line with marks as Chinese and Japanese keyboards write them: what is refused because of them is told with what to write. */
import { Fault } from '../../../schema/fault';
import { excerpt, Source } from '../source';
import { findHeader } from './header';

/** What isn't its ASCII character moved by a fixed distance. */
const OTHERS: Readonly<Record<string, string>> = { '、': ',', '～': '..', '〜': '..', '\u3000': ' ' };
const MARK = /[\uff01-\uff5e、〜\u3000]/gu;
const QUOTED = /"(?:[^"\\]|\\.|"")*"|'(?:[^'\\]|\\.)*'|“[^”]*”/gs;
/** How far full-width forms lie from the ASCII characters they are. */
const DISTANCE = 0xfee0;

/**
 * The fault of a text, with what to write where full-width marks in the first line are its reason, which is found by `read`ing the text
 * without them.
 */
export function fullWidthFault(fault: Fault, text: string, read: (text: string) => unknown): Fault {
  const source = new Source(text);
  const header = headerOf(source);
  const line = header && source.slice(header);
  if (!header || !line || fault.where?.line !== source.where(header).line) {
    return fault;
  }
  // What stands in quotes may be meant as it is, and is looked at last.
  for (const fixed of [
    line.split(QUOTED).length > 1 ? outsideQuotes(line) : halfWidth(line),
    halfWidth(line)
  ]) {
    const other = source.text.slice(0, header.start) + fixed + source.text.slice(header.end);
    if (fixed !== line && !hasSame(fault, other, read)) {
      const [from, to] = marksIn(line, fixed === halfWidth(line) ? line : withoutQuoted(line));
      const piece = line.slice(from, to);
      const fix = fixed === halfWidth(line) ? halfWidth(piece) : outsideQuotes(piece);
      const also = { code: 'full_width_line', facts: { text: excerpt(piece), fix: excerpt(fix) } };
      return new Fault(fault.code, { ...fault.facts, also } as never, fault.where);
    }
  }
  return fault;
}

function headerOf(source: Source): { start: number; end: number } | null {
  try {
    return findHeader(source).words;
  } catch {
    return null;
  }
}

function hasSame(fault: Fault, text: string, read: (text: string) => unknown): boolean {
  try {
    read(text);
    return false;
  } catch (error) {
    return error instanceof Fault && error.code === fault.code && error.where?.column === fault.where?.column;
  }
}

const halfWidth = (text: string): string =>
  text.replace(MARK, mark => OTHERS[mark] ?? String.fromCharCode(mark.charCodeAt(0) - DISTANCE));

function outsideQuotes(text: string): string {
  let at = 0;
  let out = '';
  for (const { 0: quoted, index } of text.matchAll(QUOTED)) {
    out += halfWidth(text.slice(at, index)) + quoted;
    at = index + quoted.length;
  }
  return out + halfWidth(text.slice(at));
}

const withoutQuoted = (text: string): string => text.replace(QUOTED, quoted => '"'.repeat(quoted.length));

/** From the word with the first full-width mark to the end of that with the last. */
function marksIn(line: string, looked: string): [from: number, to: number] {
  const marks = [...looked.matchAll(MARK)];
  const blanks = withoutQuoted(line);
  const from = blanks.slice(0, marks[0].index).search(/\S+$/);
  const last = marks.at(-1)!.index + 1;
  const rest = /^\S*/.exec(blanks.slice(last))![0].length;
  return [from < 0 ? marks[0].index : from, last + rest];
}
