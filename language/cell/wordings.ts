/** The ways of writing a prompt that its `{a|b}` make. */
import type { Span } from './source';
import { findVariants, type VariantMarks } from './variants';

/** One way of writing a prompt; `places[k]` is where its character k stands in the prompt, and the last of them its end. */
export type Wording = { text: string; places: number[] };

/** How many ways of writing a prompt there are; 1 without variants. */
export function wordingsTotal(prompt: string): number {
  return optionCounts(prompt).reduce((product, count) => product * count, 1);
}

/** How many different options each `{a|b}` of a prompt has. */
export function optionCounts(prompt: string): number[] {
  return findVariants(prompt).map(group => new Set(optionsIn(prompt, group)).size);
}

/** The way of writing a prompt that takes the longest of every `{a|b}`: what holds it holds the others, as a rule. Comments and escapes stay. */
export function longestWording(prompt: string): Wording {
  const places: number[] = [];
  const keep = (from: number, to: number): void => {
    for (let at = from; at < to; at++) {
      places.push(at);
    }
  };
  let at = 0;
  for (const group of findVariants(prompt)) {
    keep(at, group.start);
    const { start, end } = spansOf(group).reduce((best, each) =>
      each.end - each.start > best.end - best.start ? each : best
    );
    keep(start, end);
    at = group.end;
  }
  keep(at, prompt.length);
  return { text: places.map(place => prompt[place]).join(''), places: [...places, prompt.length] };
}

function optionsIn(prompt: string, group: VariantMarks): string[] {
  return spansOf(group).map(({ start, end }) => prompt.slice(start, end));
}

function spansOf({ start, end, bars }: VariantMarks): Span[] {
  const edges = [start, ...bars, end - 1];
  return edges.slice(1).map((edge, k) => ({ start: edges[k] + 1, end: edge }));
}
