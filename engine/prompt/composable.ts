/** A prompt of the positive side and how much it counts. */
export type PromptPart = { text: string; weight: number };

const AND = /(?<![\p{L}\p{N}_])AND(?![\p{L}\p{N}_])/u;
const WEIGHT = /^:\s*([+-]?(?:\d+\.?|\d*\.\d+))\s*$/;

/**
 * The parts that `AND`, a word of its own, joins (A1111's composable diffusion), at least one. A part may end in `: weight`; even one
 * part may, so "photo 16:9" is "photo 16" of weight 9, as it is in A1111.
 */
export function splitAnd(prompt: string): PromptPart[] {
  return prompt.split(AND).map(part => {
    const colon = part.lastIndexOf(':');
    const weight = colon < 0 ? null : WEIGHT.exec(part.slice(colon));
    return { text: (weight ? part.slice(0, colon) : part).trimEnd(), weight: weight ? Number(weight[1]) : 1 };
  });
}
