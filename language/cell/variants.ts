/**
 * Prompt variants:
 *
 *     template : (text | '{' text ('|' text)+ '}')*
 *
 * `\{`, `\|` and `\}` are the characters themselves; `{b}` without a bar, and braces that don't close, are text. A bar within `[…]`
 * belongs to the brackets (A1111's `[cow|horse]` alternates), and `{2$$a|b}` to chance. Groups don't nest. Two passes over the text, no
 * recursion.
 */
import { Fault } from '../../schema/fault';
import { excerpt, type Span } from './source';
import type { Where } from '../../schema/wire';

/** One choice: where it stands in the text, and its values without doubles. */
export type Group = { start: number; end: number; options: string[]; doubled: string[] };

/** Text before each group, and after the last. */
export type Template = { texts: string[]; groups: Group[] };

const ESCAPED = /\\([\\{|}])/g;

type Inside = (from: number, to: number) => Where | undefined;

/** Reads a prompt; throws `nested_variants` with the place of the inner group. */
export function readTemplate(text: string, inside: Inside = () => undefined): Template {
  const groups = findGroups(text, matchBrackets(text));
  const template: Template = { texts: [], groups: [] };
  let at = 0;
  for (const { start, end, bars } of groups) {
    if (start < at) {
      throw new Fault('nested_variants', { value: excerpt(text.slice(start, end)) }, inside(start, end));
    }
    template.texts.push(unescaped(text.slice(at, start)));
    const edges = [start, ...bars, end - 1];
    const written = edges.slice(1).map((edge, k) => unescaped(text.slice(edges[k] + 1, edge)));
    template.groups.push({ start, end, ...withoutDoubles(written) });
    at = end;
  }
  template.texts.push(unescaped(text.slice(at)));
  return template;
}

/** Where the variants of any text stand, the outermost: what `readTemplate` reads, or would but for what stands within them. */
export function findVariants(text: string): VariantMarks[] {
  let end = 0;
  return findGroups(text, matchBrackets(text)).filter(group => {
    const outer = group.start >= end;
    end = outer ? group.end : end;
    return outer;
  });
}

/** The prompt with one option of each group. */
export function resolveTemplate({ texts, groups }: Template, option: (group: number) => string): string {
  return texts.map((text, k) => (k < groups.length ? text + option(k) : text)).join('');
}

function withoutDoubles(written: string[]): { options: string[]; doubled: string[] } {
  const options = new Set<string>();
  const doubled: string[] = [];
  for (const option of written) {
    if (options.has(option)) {
      doubled.push(option);
    }
    options.add(option);
  }
  return { options: [...options], doubled };
}

function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(ESCAPED, (pair, char) => (char === '\\' ? pair : char)) : text;
}

/** Where a backslash goes, because it makes a brace or bar a character. */
export function escapesIn(text: string): number[] {
  return [...text.matchAll(ESCAPED)].filter(([, char]) => char !== '\\').map(({ index }) => index);
}

/** Offset of the closing bracket for each `{` and `[` that has one; an unclosed `[` inside closed braces is text. */
function matchBrackets(text: string): Map<number, number> {
  const closing = new Map<number, number>();
  const open: number[] = [];
  let braces = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') {
      at++;
    } else if (char === '{' || char === '[') {
      open.push(at);
      braces += char === '{' ? 1 : 0;
    } else if (char === ']' && text[open.at(-1) ?? -1] === '[') {
      closing.set(open.pop() ?? 0, at);
    } else if (char === '}' && braces > 0) {
      let top = open.pop() ?? 0;
      while (text[top] === '[') {
        top = open.pop() ?? 0;
      }
      braces--;
      closing.set(top, at);
    }
  }
  return closing;
}

/** A group's braces, `end` behind the closing one, and its bars. */
export type VariantMarks = Span & { bars: number[] };

/** How `{2$$a|b}` begins, which is drawn for each cell by the prompt language. */
const CHOICE = /^\{\s*\d{1,4}(\s*-\s*\d{1,4})?\s*\$\$/;

function isVariants({ start, bars }: VariantMarks, text: string): boolean {
  return text[start] === '{' && bars.length > 0 && !CHOICE.test(text.slice(start, start + 20));
}

/** Closed braces with bars of their own, in order of where they open. */
function findGroups(text: string, closing: Map<number, number>): VariantMarks[] {
  const found: VariantMarks[] = [];
  const open: VariantMarks[] = [];
  for (let at = 0; at < text.length; at++) {
    const close = closing.get(at);
    if (text[at] === '\\') {
      at++;
    } else if (close !== undefined) {
      open.push({ start: at, end: close + 1, bars: [] });
    } else if (open.at(-1)?.end === at + 1) {
      const group = open.pop();
      if (group && isVariants(group, text)) {
        found.push(group);
      }
    } else if (text[at] === '|') {
      open.at(-1)?.bars.push(at);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
