/**
 * A1111's reading of an infotext, rule by rule, for texts that come out of pictures. (A sweep cell's own text is read by
 * `server/sweep`, which knows places and takes fewer prompts for parameters.)
 *
 *     infotext : prompt line* ('Negative prompt:' line+)? pairs?
 *     pairs    : at least three of `Key: value`, on the last line
 */
export type ParsedInfotext = {
  prompt: string;
  negative: string;
  /** As written; a value `NxM` is two, `Key-1` and `Key-2`. Empty values are lost. */
  params: Record<string, string>;
};

/** Fewer than these on the last line, and it is part of the prompt. */
const PAIRS_MIN = 3;
const NEGATIVE = 'Negative prompt:';
/** Longer keys are none, so that a long prompt costs no time. */
const KEY_LENGTH_MAX = 100;

/** Prompts and pairs of a text; a text without pairs is all prompt. */
export function parseInfotext(text: string): ParsedInfotext {
  const lines = text.trim().split('\n');
  const pairs = pairsIn(lines[lines.length - 1]);
  const isLine = pairs.length >= PAIRS_MIN;
  const [prompt, negative] = sections(isLine ? lines.slice(0, -1) : lines);
  return { prompt, negative, params: Object.fromEntries(isLine ? pairs.flatMap(split) : []) };
}

function sections(lines: readonly string[]): [prompt: string, negative: string] {
  const found: [string, string] = ['', ''];
  let at: 0 | 1 = 0;
  for (const line of lines.map(each => each.trim())) {
    const opens = line.startsWith(NEGATIVE);
    at = opens ? 1 : at;
    const text = opens ? line.slice(NEGATIVE.length).trim() : line;
    // Blank lines before a section are no part of it, those after it are.
    found[at] = found[at] === '' ? text : `${found[at]}\n${text}`;
  }
  return found;
}

/** Every `Key: value` of a line; what stands between them is passed over. */
function pairsIn(line: string): [string, string][] {
  const pairs: [string, string][] = [];
  let at = 0;
  for (let colon = line.indexOf(':'); colon >= 0; colon = line.indexOf(':', Math.max(at, colon + 1))) {
    const key = /[\p{L}\p{N}_][\p{L}\p{N}_ /-]+$/u.exec(keyStretch(line, at, colon))?.[0];
    if (key !== undefined) {
      const end = valueEnd(line, colon + 1);
      pairs.push([key, unquoted(line.slice(colon + 1, end).trimStart())]);
      at = end + 1;
    }
  }
  return pairs;
}

/** The letters, digits, blanks, hyphens and slashes before a colon. */
function keyStretch(line: string, from: number, colon: number): string {
  return /[\p{L}\p{N}_ /-]*$/u.exec(line.slice(Math.max(from, colon - KEY_LENGTH_MAX), colon))?.[0] ?? '';
}

/** The place of the comma after a value: a JSON string may hold commas, when a comma or the end comes right behind it. */
function valueEnd(line: string, from: number): number {
  const string = /\s*"(?:[^"\\]|\\.)+"(?=,|$)/y;
  string.lastIndex = from;
  if (string.test(line)) {
    return string.lastIndex;
  }
  const comma = line.indexOf(',', from);
  return comma < 0 ? line.length : comma;
}

function unquoted(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) {
    return value;
  }
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}

function split([key, value]: [string, string]): [string, string][] {
  const size = /^(\d+)x(\d+)$/.exec(value);
  if (size) {
    return [
      [`${key}-1`, size[1]],
      [`${key}-2`, size[2]]
    ];
  }
  return value === '' ? [] : [[key, value]];
}
