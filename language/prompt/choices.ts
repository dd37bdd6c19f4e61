/** How a choice is written that chance makes: `{a|b}`, with how many and what joins them `{2$$ and $$a|b}`. */

const CHOICE = /\{\s*(?:(\d{1,4})(?:\s*(-)\s*(\d{1,4})?)?|(-)\s*(\d{1,4}))\s*\$\$/uy;
const WEIGHT = /^\s*(\d{1,6}(?:\.\d{0,9})?|\.\d{1,9})\s*::(?!.*::)/s;

/** How many options are drawn: no `most` stands for all there are. */
export type ChoiceHead = { length: number; least: number; most?: number };

/** An option, and its share of the chances. */
export type Weighed = { text: string; weight: number };

/** Where the marks of choices stand in any text, the choices within choices included: `{2$$`, the bars and `}`. */
export function choiceMarks(text: string): [from: number, to: number][] {
  return [...(text.includes('$$') ? closings(text) : [])].flatMap(([open, close]): [number, number][] => {
    const head = readHead(text, open);
    if (!head) {
      return [];
    }
    const from = open + head.length;
    const inner = text.slice(from, close);
    const [bar = inner.length] = barsIn(inner);
    const [, first] = separatorOf(inner.slice(0, bar));
    return [
      [open, from + bar - first.length],
      ...barsIn(inner).map((at): [number, number] => [from + at, from + at + 1]),
      [close, close + 1]
    ];
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

/** An option with the weight that stands before it: `0.7::red`. NovelAI's `1.2::red::` is none. */
export function readWeight(option: string): Weighed {
  const match = WEIGHT.exec(option);
  return match
    ? { text: option.slice(match[0].length), weight: Number(match[1]) }
    : { text: option, weight: 1 };
}

/** The option alone. */
export function withoutWeight(option: string): string {
  return readWeight(option).text;
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

/** What joins the chosen options, and the first option. */
export function separatorOf(first: string): [string, string] {
  const end = first.indexOf('$$');
  return end < 0 || first.slice(0, end).includes('{')
    ? [', ', first]
    : [first.slice(0, end), first.slice(end + 2)];
}
