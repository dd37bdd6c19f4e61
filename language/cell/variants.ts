/**
 * Prompt variants:
 *
 *     template : (text | '{' text ('|' text)+ '}')*
 *
 * `\{`, `\|` and `\}` are the characters themselves; `{b}` without a bar, and braces that don't close, are text. A bar within `[…]`
 * belongs to the brackets (A1111's `[cow|horse]` alternates), and `{2$$a|b}`, with the braces in it, and `${name=a|b}` to chance. Comments are left out. As each
 * option is drawn, a weight before it (`0.7::red`) says nothing and is left out, too. Groups don't nest. A few passes over the text, no
 * recursion.
 */
import { Fault } from '../../schema/fault';
import { MASK } from '../prompt/masked';
import { readHead, unreadableHead, withoutWeight } from '../prompt/choices';
import { maskedForVariants, unescaped } from '../prompt/written';
import { excerpt, type Span } from './source';
import type { Where } from '../../schema/wire';

/** One choice: where it stands in the text, its values without doubles, how each is written, and what of it says nothing. */
export type Group = {
  start: number;
  end: number;
  options: string[];
  written: string[];
  doubled: string[];
  weights: string[];
};

/** Text before each group, and after the last, as it is written but for comments. */
export type Template = { texts: string[]; groups: Group[] };

type Inside = (from: number, to: number) => Where | undefined;

/** Reads a prompt; throws `nested_variants` with the place of the inner group, and `choice_count` with that of what should be one. */
export function readTemplate(text: string, inside: Inside = () => undefined): Template {
  const { uncommented, bare } = maskedForVariants(text);
  const template: Template = { texts: [], groups: [] };
  const commented = uncommented !== text;
  const piece = (from: number, to: number): string =>
    commented ? uncommented.slice(from, to).replaceAll(MASK, '') : text.slice(from, to);
  let at = 0;
  for (const { start, end, bars } of findGroups(bare)) {
    const head = unreadableHead(text, start);
    if (head > 0) {
      throw new Fault('choice_count', { text: text.slice(start, start + head) }, inside(start, start + head));
    }
    if (start < at) {
      throw new Fault('nested_variants', { value: excerpt(text.slice(start, end)) }, inside(start, end));
    }
    template.texts.push(piece(at, start));
    const edges = [start, ...bars, end - 1];
    const options = edges.slice(1).map((edge, k) => piece(edges[k] + 1, edge));
    const bareOptions = options.map(withoutWeight);
    const weights = options.flatMap((option, k) =>
      option === bareOptions[k] ? [] : [option.slice(0, option.length - bareOptions[k].length).trim()]
    );
    template.groups.push({ start, end, weights, ...withoutDoubles(bareOptions) });
    at = end;
  }
  template.texts.push(piece(at, text.length));
  if (commented) {
    template.texts[0] = template.texts[0].trimStart();
    template.texts.push(template.texts.pop()!.trimEnd());
  }
  return template;
}

/** Where the variants of any text stand, the outermost: what `readTemplate` reads, or would but for what stands within them. */
export function findVariants(text: string): VariantMarks[] {
  let end = 0;
  return findGroups(maskedForVariants(text).bare).filter(group => {
    const outer = group.start >= end;
    end = outer ? group.end : end;
    return outer;
  });
}

/** The prompt with one option of each group, escapes undone. */
export function resolveTemplate({ texts, groups }: Template, option: (group: number) => string): string {
  return texts.map((text, k) => (k < groups.length ? unescaped(text) + option(k) : unescaped(text))).join('');
}

/** The same as it is written, for what is left to read: wildcards and choices. */
export function writtenWith({ texts, groups }: Template, option: (group: number) => string): string {
  return texts
    .map((text, k) => {
      const { options, written } = groups[k] ?? { options: [], written: [] };
      return k < groups.length ? text + written[Math.max(0, options.indexOf(option(k)))] : text;
    })
    .join('');
}

function withoutDoubles(all: readonly string[]): Pick<Group, 'options' | 'written' | 'doubled'> {
  const options = new Map<string, string>();
  const doubled: string[] = [];
  for (const written of all) {
    const option = unescaped(written);
    if (options.has(option)) {
      doubled.push(...(doubled.includes(option) ? [] : [option]));
    } else {
      options.set(option, written);
    }
  }
  return { options: [...options.keys()], written: [...options.values()], doubled };
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

type Open = VariantMarks & { chance: boolean };

function isVariants({ start, bars, chance }: Open, text: string): boolean {
  return text[start] === '{' && bars.length > 0 && !chance;
}

/** Closed braces with bars of their own, in order of where they open. */
function findGroups(text: string): VariantMarks[] {
  const closing = matchBrackets(text);
  const found: VariantMarks[] = [];
  const open: Open[] = [];
  for (let at = 0; at < text.length; at++) {
    const close = closing.get(at);
    if (text[at] === '\\') {
      at++;
    } else if (close !== undefined) {
      const chance = open.at(-1)?.chance === true || readHead(text, at) !== null;
      open.push({ start: at, end: close + 1, bars: [], chance });
    } else if (open.at(-1)?.end === at + 1) {
      const group = open.pop();
      if (group && isVariants(group, text)) {
        found.push({ start: group.start, end: group.end, bars: group.bars });
      }
    } else if (text[at] === '|') {
      open.at(-1)?.bars.push(at);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
