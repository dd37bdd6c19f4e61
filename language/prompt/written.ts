/**
 * A prompt as people write it: what its marks mean before the prompt language reads it, and what takes that meaning from them.
 *
 *     written  : (text | escape | comment | kernel name | variable)*
 *     escape   : '\' ('{' | '|' | '}' | '#' | '$' | '__')       the characters themselves; '\\' stays as it is, for emphasis to read
 *     comment  : '#' up to the end of its line                  as A1111's "Enable comments" has it
 *     variable : '${' name ('=' | ':' | '}') …                  dynamicprompts'
 *
 * `$$` belongs to choices (`{2$$a|b}`); a `$name` is a kernel's in notebooks, and text elsewhere. One pass each, no recursion.
 */
import { closings } from './choices';
import { masked } from './masked';
import { Joined, sourceOf, type Place } from './places';

const ESCAPED = /\\(\\|[{|}#$]|__)/g;

/** Where a backslash goes, because it makes a character of a mark. */
export function escapesIn(text: string): number[] {
  return [...text.matchAll(ESCAPED)].filter(([, mark]) => mark !== '\\').map(({ index }) => index);
}

/** The text without its escapes' backslashes. */
export function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(ESCAPED, (pair, mark) => (mark === '\\' ? pair : mark)) : text;
}

/** The text whose only reading is this prompt. Bars and braces need no backslash where nothing would read them. */
export function escaped(prompt: string, { braces }: { braces: boolean }): string {
  const marks = braces ? /\\[^]|[{|}#$]|__/g : /\\[^]|[#$]|__/g;
  return prompt.replace(marks, mark => (mark.startsWith('\\') ? mark : `\\${mark}`));
}

/** The `#` comments of a text; one that is all of its line takes the line end along. */
export function commentsIn(text: string): [from: number, to: number][] {
  const found: [number, number][] = [];
  for (let at = text.indexOf('#') < 0 ? text.length : 0; at < text.length; at++) {
    if (text[at] === '\\') {
      at++;
    } else if (text[at] === '#') {
      const line = text.indexOf('\n', at);
      const end = line < 0 ? text.length : line;
      const whole = at === 0 || text[at - 1] === '\n';
      found.push([at, whole && line >= 0 ? end + 1 : end]);
      at = whole && line >= 0 ? end : end - 1;
    }
  }
  return found;
}

/** The text without its comments, and without the blanks around it where there were any. */
export function uncommented(text: string): string {
  const comments = commentsIn(text);
  return comments.length === 0 ? text : cut(text, comments).text.trim();
}

/** The written prompt with every `search` replaced, which finds a mark whether it is escaped or not. */
export function replacedInWritten(text: string, search: string, replacement: string): string {
  const backslashes = new Set(escapesIn(text));
  const { text: plain, places } = cut(
    text,
    [...backslashes].map(at => [at, at + 1])
  );
  const wanted = unescaped(search);
  let out = '';
  let written = 0;
  for (let at = plain.indexOf(wanted); at >= 0; at = plain.indexOf(wanted, at + wanted.length)) {
    const from = sourceOf(places, at);
    out += text.slice(written, backslashes.has(from - 1) ? from - 1 : from) + replacement;
    written = sourceOf(places, at + wanted.length - 1) + 1;
  }
  return out + text.slice(written);
}

/** What is left of a prompt without comments and backslashes of escapes, and where its characters were written. */
export function plainPrompt(text: string): { text: string; places: readonly Place[] } {
  const escapes = escapesIn(text).map((at): [number, number] => [at, at + 1]);
  const { text: plain, places } = cut(text, [...commentsIn(text), ...escapes]);
  return { text: plain, places };
}

/** The prompt with its comments and escapes masked. */
export function withoutWritten(text: string): string {
  const escapes = escapesIn(text).map((at): [number, number] => [at, at + 2]);
  return masked(text, [...commentsIn(text), ...escapes]);
}

function cut(text: string, out: readonly [from: number, to: number][]): Joined {
  const left = new Joined();
  let at = 0;
  for (const [from, to] of out.toSorted(([a], [b]) => a - b)) {
    left.add(text.slice(at, Math.max(at, from)), at);
    at = Math.max(at, to);
  }
  left.add(text.slice(at), at);
  return left;
}

export type DollarMark = { kind: 'name' | 'braces'; from: number; to: number };

const NAME = /\$[A-Za-z_]\w*/y;

/**
 * What a dollar begins: `$name`, and `${` up to the brace that closes it (to the text's end where none does). A dollar behind a backslash,
 * a pair of them and a price (`$5`) begin nothing.
 */
export function dollarsIn(text: string): DollarMark[] {
  const found: DollarMark[] = [];
  let closing: Map<number, number> | undefined;
  for (let at = text.indexOf('$') < 0 ? text.length : 0; at < text.length; at++) {
    NAME.lastIndex = at;
    if (text[at] === '\\' || text.startsWith('$$', at)) {
      at++;
    } else if (text.startsWith('${', at)) {
      closing ??= closings(text);
      const to = (closing.get(at + 1) ?? text.length - 1) + 1;
      found.push({ kind: 'braces', from: at, to });
      at = to - 1;
    } else if (NAME.test(text)) {
      found.push({ kind: 'name', from: at, to: NAME.lastIndex });
      at = NAME.lastIndex - 1;
    }
  }
  return found;
}

const VARIABLE = /\$\{\s*([\p{L}_][\p{L}\p{N}_-]*)\s*(=(?!=)\s*[!?]?|:|\})/uy;

/** A variable of dynamicprompts: `${name}`, `${name:default}`, `${name=value}`; with `=!` its value is chosen once, with `=?` kept if set. */
export type Variable = { name: string; sets: '' | '=' | '=!' | '=?'; value: string | null };

/** The variable that a text is, which begins with `${` and ends with its brace; null for another expression. */
export function readVariable(text: string): Variable | null {
  VARIABLE.lastIndex = 0;
  const match = VARIABLE.exec(text);
  if (!match || !text.endsWith('}')) {
    return null;
  }
  const [head, name, mark] = match;
  if (mark === '}') {
    return head.length === text.length ? { name, sets: '', value: null } : null;
  }
  const sets = mark === ':' ? '' : (mark.replace(/\s/g, '') as Variable['sets']);
  return { name, sets, value: text.slice(head.length, -1).trim() };
}

/**
 * The text as the reader of variants knows it, every character in its place: without comments, and, where `variables` are no marks of
 * its own, without what is in `${…}`.
 */
export function maskedForVariants(text: string): { uncommented: string; bare: string } {
  const plain = masked(text, commentsIn(text));
  const braces = dollarsIn(plain).filter(({ kind }) => kind === 'braces');
  return {
    uncommented: plain,
    bare: masked(
      plain,
      braces.map(({ from, to }) => [from, to])
    )
  };
}
