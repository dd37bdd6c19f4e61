/** The tokens of a `where` expression. */
import { Fault } from '../../../schema/fault';
import { numberLength } from '../values/decimal';
import type { Inside } from '../spec/draft';
import { excerpt } from '../source';

export type Comparator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export type Token = {
  kind: 'number' | 'text' | 'name' | 'compare' | '(' | ')' | 'and' | 'or' | 'not' | 'end';
  /** As written; of a string, what it holds. */
  text: string;
  from: number;
  to: number;
};

const COMPARATORS: Readonly<Record<string, Comparator>> = {
  '==': '==',
  '!=': '!=',
  '<>': '!=',
  '<=': '<=',
  '>=': '>=',
  '=': '==',
  '<': '<',
  '>': '>',
  '≤': '<=',
  '≥': '>=',
  '≠': '!='
};
const WORDS = new Set(['and', 'or', 'not']);

/** Tokens with an `end` after them; throws `where_character` or `unclosed_quote`. */
export function readTokens(text: string, inside: Inside): Token[] {
  const tokens: Token[] = [];
  const blanks = /\s*/y;
  for (let at = 0; ; at = tokens[tokens.length - 1].to) {
    blanks.lastIndex = at;
    const from = at + blanks.exec(text)![0].length;
    if (from >= text.length) {
      break;
    }
    tokens.push(readToken(text, from, inside));
  }
  return [...tokens, { kind: 'end', text: '', from: text.length, to: text.length }];
}

/** The comparator that a `compare` token means. */
export function comparator(token: Token): Comparator {
  return COMPARATORS[token.text];
}

function readToken(text: string, from: number, inside: Inside): Token {
  const char = text[from];
  if (char === '(' || char === ')') {
    return { kind: char, text: char, from, to: from + 1 };
  }
  if (char === '"' || char === "'") {
    return readString(text, from, inside);
  }
  const sign = [text.slice(from, from + 2), char].find(each => each in COMPARATORS);
  if (sign) {
    return { kind: 'compare', text: sign, from, to: from + sign.length };
  }
  const number = numberLength(text, from);
  if (number > 0) {
    return { kind: 'number', text: text.slice(from, from + number), from, to: from + number };
  }
  const word = /[\p{L}_][\p{L}\p{N}_]*/uy;
  word.lastIndex = from;
  const name = word.exec(text)?.[0];
  if (name === undefined) {
    const found = String.fromCodePoint(text.codePointAt(from) ?? 0);
    throw new Fault('where_character', { found }, inside(from, from + found.length));
  }
  const lower = name.toLowerCase();
  const kind = WORDS.has(lower) ? (lower as Token['kind']) : 'name';
  return { kind, text: excerpt(name), from, to: from + name.length };
}

function readString(text: string, from: number, inside: Inside): Token {
  const pieces: string[] = [];
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === text[from]) {
      return { kind: 'text', text: pieces.join(''), from, to: at + 1 };
    }
    const escaped = text[at] === '\\' && (text[at + 1] === text[from] || text[at + 1] === '\\');
    at += escaped ? 1 : 0;
    pieces.push(text[at]);
  }
  throw new Fault('unclosed_quote', { quote: text[from] }, inside(from, text.length));
}
