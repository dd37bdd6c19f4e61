/**
 * The words of a first line as written, whatever they are:
 *
 *     line : word*
 *     word : name ('&' name)* '=' list | ('x' | 'y' | 'xx' | 'yy' | 'where' | 'sample' | 'limit') '=' part
 *
 * The strict reader (header.ts) checks these words; colours and completion take them as they are.
 */
import { findParameter } from '../../../schema/catalogue';
import { isCountWord, isLayoutWord } from '../../names/parameters';
import type { Scanner, Written } from './scanner';
import { isSpace, type Span } from '../source';
import { readItems, type PartKind, type WrittenItem } from './list';

export type WrittenWord = {
  name: Written;
  /** From the name to the end of the values. */
  span: Span;
  /** The `=`; null where a text stands alone. */
  equals: Span | null;
  /** None when nothing is given: at the end of the line, or before the next word. */
  items: WrittenItem[];
  /** What stands behind `=`. */
  values: Span;
  /** What clings to the values and is no part of them: `"Euler"a`. */
  stray: Span | null;
};

/** The words up to the scanner's end. */
export function readWrittenWords(scanner: Scanner): WrittenWord[] {
  const words: WrittenWord[] = [];
  for (scanner.skipBlanks(); !scanner.done; scanner.skipBlanks()) {
    words.push(readWrittenWord(scanner));
  }
  return words;
}

/** What the parts of a parameter's values are, a name of linked ones included. */
export function partKinds(name: string): PartKind[] {
  return name.split('&').map(each => {
    const kind = each.toLowerCase() === 'size' ? 'size' : findParameter(each)?.kind;
    return kind === 'size' ? kind : kind === 'integer' || kind === 'number' ? 'number' : 'text';
  });
}

/** Whether a word takes one text and no list. */
export function takesOneText(name: string): boolean {
  const folded = name.toLowerCase();
  return isLayoutWord(folded) || folded === 'where' || isCountWord(folded);
}

function readWrittenWord(scanner: Scanner): WrittenWord {
  const name = scanner.bare('=');
  const { start, end } = name.span;
  if (!scanner.take('=')) {
    return { name, span: name.span, equals: null, items: [], values: { start: end, end }, stray: null };
  }
  const from = scanner.at;
  const items = isMissing(scanner) ? [] : readValues(scanner, name.value);
  const equals = scanner.source.text.indexOf('=', end);
  return {
    name,
    span: scanner.span(start),
    equals: { start: equals, end: equals + 1 },
    items,
    values: scanner.span(from),
    stray: items.length > 0 ? readStray(scanner) : null
  };
}

/** `cfg= steps=20` and `cfg=` at the end have no value. */
function isMissing(scanner: Scanner): boolean {
  const next = /[\p{L}_&]+=(?!=)/uy;
  next.lastIndex = scanner.at;
  const hit = isSpace(scanner.source.text[scanner.at - 1]) ? next.exec(scanner.source.text) : null;
  return scanner.done || (hit !== null && hit.index + hit[0].length <= scanner.end);
}

function readValues(scanner: Scanner, name: string): WrittenItem[] {
  if (!takesOneText(name)) {
    return readItems(scanner, partKinds(name));
  }
  const part = scanner.atQuote ? scanner.quoted() : scanner.bare();
  return [{ parts: [part], span: part.span, ellipsis: false }];
}

function readStray(scanner: Scanner): Span | null {
  const start = scanner.at;
  if (scanner.done || isSpace(scanner.char)) {
    return null;
  }
  if (scanner.char === ',') {
    scanner.at++;
    return scanner.span(start);
  }
  return scanner.bare().span;
}
