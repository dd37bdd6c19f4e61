import type { Report } from './problems';

/** A prompt of the positive side, how much it counts, and where it starts in the whole. */
export type PromptPart = { text: string; weight: number; at: number };

export type AndOptions = {
  /** A weight counts only where there is an AND: "photo 16:9" stays itself. */
  strict?: boolean;
  report?: Report;
};

const AND = /(?<![\p{L}\p{N}_])AND(?![\p{L}\p{N}_])/gu;
const WEIGHT = /^:\s*([+-]?(?:\d+\.?|\d*\.\d+))\s*$/;

/**
 * The parts that `AND`, a word of its own, joins (A1111's composable diffusion), at least one. A part may end in `: weight`; even a
 * lone one may, so "photo 16:9" is "photo 16" of weight 9, as it is in A1111, unless `strict`.
 */
export function splitAnd(prompt: string, { strict = false, report }: AndOptions = {}): PromptPart[] {
  const ands = [...prompt.matchAll(AND)].map(({ index }) => index);
  const starts = [0, ...ands.map(at => at + 'AND'.length)];
  return starts.map((at, k) => {
    const part = prompt.slice(at, ands[k]);
    const colon = part.lastIndexOf(':');
    const weight = colon < 0 || (strict && ands.length === 0) ? null : WEIGHT.exec(part.slice(colon));
    if (weight && ands.length === 0) {
      const text = weight[0].trim();
      report?.({ code: 'weight_trailing', facts: { text }, at: at + colon, length: text.length });
    }
    const text = (weight ? part.slice(0, colon) : part).trimEnd();
    return { text, weight: weight ? Number(weight[1]) : 1, at };
  });
}
