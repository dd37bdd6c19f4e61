/** The `{a|b}` of a prompt: ways of writing it that a sweep draws side by side. */

export type Variant = { open: number; close: number; pipes: number[] };

/** The outermost `{a|b}` of a prompt, by the indices of their marks. A brace after a backslash is a letter. */
export function variantsOf(text: string): Variant[] {
  const found: Variant[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') {
      at++;
    } else if (text[at] === '{') {
      const close = text.indexOf('}', at);
      const pipes = [...text.slice(at, Math.max(close, at)).matchAll(/\|/g)].map(({ index }) => at + index);
      if (close > 0 && pipes.length > 0) {
        found.push({ open: at, close, pipes });
        at = close;
      }
    }
  }
  return found;
}

/** How many ways of writing the prompt its `{a|b}` make; 1 without any. */
export function wordings(text: string): number {
  return variantsOf(text).reduce((product, { pipes }) => product * (pipes.length + 1), 1);
}

/** One way of writing a prompt; `places[k]` is where its character k stands in the prompt, and the last of them its end. */
export type Wording = { text: string; places: number[] };

/** The way of writing a prompt that takes the longest of every `{a|b}`: what holds it holds the others, as a rule. */
export function longestWording(prompt: string): Wording {
  const places: number[] = [];
  let at = 0;
  const keep = (to: number): void => {
    for (; at < to; at++) {
      places.push(at);
    }
  };
  for (const { open, close, pipes } of variantsOf(prompt)) {
    keep(open);
    const edges = [open, ...pipes, close];
    const [from, to] = pipes
      .map((pipe, k): [number, number] => [pipe + 1, edges[k + 2]])
      .reduce((best, each) => (each[1] - each[0] > best[1] - best[0] ? each : best), [open + 1, pipes[0]]);
    at = from;
    keep(to);
    at = close + 1;
  }
  keep(prompt.length);
  return { text: places.map(place => prompt[place]).join(''), places: [...places, prompt.length] };
}
