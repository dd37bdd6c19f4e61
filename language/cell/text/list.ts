/**
 * The values after `name=`, whatever they are:
 *
 *     list : item (',' item)*
 *     item : part ('&' part)*          parts where parameters are linked
 *     part : quoted | bare tail?
 *
 * Nothing is refused here: what is missing is empty, and what has no end ends with the text. Who checks values goes over these items.
 */
import type { Scanner, Written } from './scanner';
import { isSpace, type Span } from '../source';

/** What a part is the value of: numbers may have a tail behind a blank (`1-5 (+2)`), sizes blanks around their cross. */
export type PartKind = 'number' | 'size' | 'text';

/** No parts where nothing stands between two commas. `ellipsis`: it is `..`, which goes on as the two values before it. */
export type WrittenItem = { span: Span; parts: Written[]; ellipsis: boolean };

/** The items from the cursor on, one at least; the cursor ends behind the last. */
export function readItems(scanner: Scanner, kinds: readonly PartKind[]): WrittenItem[] {
  const items: WrittenItem[] = [];
  do {
    items.push(readItem(scanner, kinds));
  } while (scanner.take(','));
  return items;
}

function readItem(scanner: Scanner, kinds: readonly PartKind[]): WrittenItem {
  const start = scanner.at;
  if (isEllipsis(scanner)) {
    return { parts: [scanner.bare(',')], span: scanner.span(start), ellipsis: true };
  }
  const parts: Written[] = [];
  if (!scanner.done && scanner.char !== ',') {
    do {
      parts.push(readPart(scanner, kinds[parts.length] ?? 'text', kinds.length > 1));
    } while (kinds.length > 1 && scanner.take('&'));
  }
  return { parts, span: scanner.span(start), ellipsis: false };
}

function isEllipsis(scanner: Scanner): boolean {
  const { text } = scanner.source;
  const dots = text[scanner.at] === '…' ? 1 : text.startsWith('...', scanner.at) ? 3 : 2;
  const shown = dots === 1 || text.startsWith('..', scanner.at);
  const after = scanner.at + dots;
  return shown && (after >= scanner.end || text[after] === ',' || isSpace(text[after]));
}

function readPart(scanner: Scanner, kind: PartKind, linked: boolean): Written {
  if (scanner.atQuote) {
    return scanner.quoted();
  }
  const start = scanner.at;
  const { value } = scanner.bare(linked ? ',&' : ',');
  const tail = tailLength(scanner, kind, value);
  scanner.at += tail;
  return scanner.asWritten(start);
}

/** A1111 writes a blank before `(+2)` and `[5]`, people write them around the cross of a size. */
function tailLength({ source, at, end }: Scanner, kind: PartKind, before: string): number {
  const tail =
    kind === 'number' && /.(-|\.\.)/.test(before)
      ? /\s*(?:\([^)\n]*\)|\[[^\]\n]*\])/y
      : kind === 'size' && /^\d+[x×X]?$/.test(before)
        ? /[x×X]$/.test(before)
          ? /\s+\d+/y
          : /\s*[x×X]\s*\d+/y
        : null;
  if (!tail) {
    return 0;
  }
  tail.lastIndex = at;
  const found = tail.exec(source.text);
  return found && at + found[0].length <= end ? found[0].length : 0;
}
