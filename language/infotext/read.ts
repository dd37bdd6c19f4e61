/**
 * A1111's reading of an infotext, rule by rule, for texts that come out of pictures. (`in-cells.ts` reads the same pairs on a cell's
 * last line, and takes fewer prompts for them.)
 *
 *     infotext : prompt line* ('Negative prompt:' line+)? pairs?
 *     pairs    : at least three of `Key: value`, on the last line
 */
import { NEGATIVE_LABEL } from './negative';
import { type Pair, pairsOf } from './pairs';

export type ParsedInfotext = {
  prompt: string;
  negative: string;
  /** As written; a value `NxM` is two, `Key-1` and `Key-2`. Empty values are lost. */
  params: Record<string, string>;
};

/** Fewer than these on the last line, and it is part of the prompt. */
const PAIRS_MIN = 3;

/** Prompts and pairs of a text; a text without pairs is all prompt. */
export function parseInfotext(text: string): ParsedInfotext {
  const lines = text.trim().split('\n');
  const pairs = [...pairsOf(lines[lines.length - 1])];
  const isLine = pairs.length >= PAIRS_MIN;
  const [prompt, negative] = sections(isLine ? lines.slice(0, -1) : lines);
  return { prompt, negative, params: Object.fromEntries(isLine ? pairs.flatMap(split) : []) };
}

function sections(lines: readonly string[]): [prompt: string, negative: string] {
  const found: [string, string] = ['', ''];
  let at: 0 | 1 = 0;
  for (const line of lines.map(each => each.trim())) {
    const opens = line.startsWith(NEGATIVE_LABEL);
    at = opens ? 1 : at;
    const text = opens ? line.slice(NEGATIVE_LABEL.length).trim() : line;
    // Blank lines before a section are no part of it, those after it are.
    found[at] = found[at] === '' ? text : `${found[at]}\n${text}`;
  }
  return found;
}

function split({ key, value }: Pair): [string, string][] {
  const size = /^(\d+)x(\d+)$/.exec(value);
  if (size) {
    return [
      [`${key}-1`, size[1]],
      [`${key}-2`, size[2]]
    ];
  }
  return value === '' ? [] : [[key, value]];
}
