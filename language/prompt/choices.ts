/** How a choice is written that chance makes: `{a|b}`, with how many and what joins them `{2$$ and $$a|b}`. */

const CHOICE = /\{\s*(?:(\d{1,4})(?:\s*(-)\s*(\d{1,4})?)?|(-)\s*(\d{1,4}))\s*\$\$/uy;
const UNREADABLE_HEAD = /\{[^{}|$\\\n]{0,20}\$\$/uy;
const WEIGHT = /^\s*([+-]?\d{1,6}(?:\.\d{0,9})?|[+-]?\.\d{1,9})\s*::(?!.*::)/s;

/** How many options are drawn: no `most` stands for all there are. */
export type ChoiceHead = { length: number; least: number; most?: number };

/** An option, and its share of the chances. */
export type Weighed = { text: string; weight: number };

/** A choice of any text: where its braces stand, its `{2$$`, and its options with what joins them. */
export type ChoiceFound = { open: number; close: number; head: ChoiceHead | null; options: string[] };

/**
 * The choices of any text from the left to the right, those within choices included, whose `{a|b}` are left to chance, too and have no
 * head.
 */
export function choicesIn(text: string): ChoiceFound[] {
  const found: ChoiceFound[] = [];
  let end = 0;
  for (const [open, close] of [...(text.includes('$$') ? closings(text) : [])].sort(([a], [b]) => a - b)) {
    const head = readHead(text, open);
    end = head ? Math.max(end, close) : end;
    const options = head || open < end ? splitAtBars(text.slice(open + (head?.length ?? 1), close)) : [];
    if (head || options.length > 1) {
      found.push({ open, close, head, options });
    }
  }
  return found;
}

/** Where the marks of choices stand in any text: `{2$$`, the bars and `}`. */
export function choiceMarks(text: string): [from: number, to: number][] {
  return choicesIn(text).flatMap(({ open, close, head, options: [first, ...others] }) => {
    const from = open + (head?.length ?? 1);
    let bar = from + first.length;
    const marks: [number, number][] = [[open, bar - (head ? separatorOf(first)[1] : first).length]];
    for (const { length } of others) {
      marks.push([bar, bar + 1]);
      bar += 1 + length;
    }
    return [...marks, [close, close + 1]];
  });
}

/** The `{2$$`, `{1-3$$`, `{2-$$` or `{-3$$` at a place; null where there is none. */
export function readHead(text: string, at: number): ChoiceHead | null {
  const match = matchAt(CHOICE, text, at);
  if (!match) {
    return null;
  }
  const [{ length }, low, dash, high, upTo, most] = match;
  const numbers = upTo ? [1, Number(most)] : [Number(low), high ? Number(high) : Number(low)];
  return {
    length,
    least: Math.min(...numbers),
    ...(dash && !high ? {} : { most: Math.max(...numbers) })
  };
}

/** Characters of what stands before `$$` where a count should be and is none: `{1.5$$`, `{$$`; 0 where none does. */
export function unreadableHead(text: string, at: number): number {
  return text[at - 1] === '$' || readHead(text, at)
    ? 0
    : (matchAt(UNREADABLE_HEAD, text, at)?.[0].length ?? 0);
}

/** An option with the weight that stands before it: `0.7::red`. NovelAI's `1.2::red::` is none. */
export function readWeight(option: string): Weighed {
  const match = WEIGHT.exec(option);
  return match
    ? { text: option.slice(match[0].length), weight: Number(match[1]) }
    : { text: option, weight: 1 };
}

/** The option alone; a number below 0 is no share of the chances, and words. */
export function withoutWeight(option: string): string {
  const { text, weight } = readWeight(option);
  return weight < 0 ? option : text;
}

/** What a sticky pattern finds at a place. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Where each brace closes that does. */
export function closings(text: string): Map<number, number> {
  const closing = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') {
      at++;
    } else if (text[at] === '{') {
      open.push(at);
    } else if (text[at] === '}' && open.length > 0) {
      closing.set(open.pop()!, at);
    }
  }
  return closing;
}

/** Where bars stand outside of braces and square brackets, whose bars are their own. */
export function barsIn(text: string): number[] {
  const bars: number[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') {
      at++;
    } else if ('{['.includes(text[at])) {
      depth++;
    } else if ('}]'.includes(text[at])) {
      depth--;
    } else if (text[at] === '|' && depth === 0) {
      bars.push(at);
    }
  }
  return bars;
}

/** The text between its bars. */
export function splitAtBars(text: string): string[] {
  const edges = [-1, ...barsIn(text), text.length];
  return edges.slice(1).map((edge, k) => text.slice(edges[k] + 1, edge));
}

/** What joins the chosen options, and the first option. */
export function separatorOf(first: string): [string, string] {
  const end = first.indexOf('$$');
  return end < 0 || first.slice(0, end).includes('{')
    ? [', ', first]
    : [first.slice(0, end), first.slice(end + 2)];
}
