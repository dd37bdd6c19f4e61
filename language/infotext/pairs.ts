/**
 * The `Key: value` pairs of an infotext's line, as A1111 finds them:
 *
 *     pair  : key ':' blanks value (',' | end)
 *     key   : letter or digit, then one or more of letters, digits, blanks, '_', '-', '/'
 *     value : JSON string | characters up to the next comma
 *
 * What stands between pairs is passed over. One pass over the line, whatever it holds.
 *
 * Other programs write values with commas of their own, which A1111 cuts: `loosePairsOf` takes a value that opens with a bracket to the
 * bracket that closes it, and lets a well-known key open a pair without a comma before it.
 */
export type Pair = {
  /** As written, blanks before the colon included. */
  key: string;
  /** Without the quotes and escapes of a JSON string; else as written from the first character that is no blank. */
  value: string;
  quoted: boolean;
  /** Offsets in the line: of the key, of the value within its quotes, and behind the comma. */
  start: number;
  valueStart: number;
  valueEnd: number;
  end: number;
};

/** Each run of characters that keys are made of, with the colon behind it. */
const RUN = /(?<![\p{L}\p{N}_ /-])[\p{L}\p{N}_ /-]+:/gu;
/** The same right where it is looked for. */
const RUN_HERE = /[\p{L}\p{N}_ /-]+:/uy;
const KEY = /[\p{L}\p{N}_][\p{L}\p{N}_ /-]+$/u;
/** A JSON string may hold commas, when a comma or the end comes right behind it. */
const STRING = /\s*"(?:[^"\\]|\\.)+"(?=,|$)/y;
/** Keys that most infotexts have. */
export const KEYS_OF_ALL =
  'Steps|Sampler|Schedule type|CFG scale|Seed|Size|Model hash|Model|VAE|Clip skip|RNG|ENSD|Denoising strength|Negative prompt|Version';
/** These open a pair behind a blank alone, as in texts whose line breaks were lost. */
const WELL_KNOWN = new RegExp(`\\s(?=(?:${KEYS_OF_ALL}):\\s)`, 'g');
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Where the value that begins at `from` ends: before its comma, or with the line. */
type ValueEnd = (line: string, from: number) => number;

export function pairsOf(line: string): Generator<Pair> {
  return pairs(line, valueEnd);
}

/** The pairs as programs other than A1111 write them, too. */
export function loosePairsOf(line: string): Generator<Pair> {
  // Brackets that nothing closes must not make a long line be read again and again.
  let budget = 4 * line.length;
  return pairs(line, (text, from) => {
    STRING.lastIndex = from;
    if (STRING.test(text)) {
      return STRING.lastIndex;
    }
    const start = from + (/^\s*/.exec(text.slice(from, from + 20))?.[0].length ?? 0);
    if (text[start] in CLOSING && budget > 0) {
      const closed = bracketEnd(text, start, budget);
      budget -= Math.abs(closed) - start;
      if (closed > 0 && /^\s*(?:,|$)/.test(text.slice(closed, closed + 20))) {
        const comma = text.indexOf(',', closed);
        return comma < 0 ? text.length : comma;
      }
    }
    const end = valueEnd(text, from);
    const known = text.slice(start, end).search(WELL_KNOWN);
    return known < 0 ? end : start + known;
  });
}

function* pairs(line: string, endOf: ValueEnd): Generator<Pair> {
  const runs = new RegExp(RUN);
  const here = new RegExp(RUN_HERE);
  let next = runs;
  for (let run = next.exec(line); run; run = next.exec(line)) {
    const [key] = KEY.exec(run[0].slice(0, -1)) ?? [];
    const colon = next.lastIndex - 1;
    runs.lastIndex = next.lastIndex;
    next = runs;
    if (key !== undefined) {
      const end = endOf(line, colon + 1);
      yield { key, start: colon - key.length, ...valueIn(line, colon + 1, end), end: end + 1 };
      next = end < line.length && line[end] !== ',' ? here : runs;
      next.lastIndex = end + 1;
    }
  }
}

function valueEnd(line: string, from: number): number {
  STRING.lastIndex = from;
  const comma = STRING.test(line) ? STRING.lastIndex : line.indexOf(',', from);
  return comma < 0 ? line.length : comma;
}

/** Behind the bracket that closes the one at `start`; negative, where the search ended, when none does. */
function bracketEnd(line: string, start: number, budget: number): number {
  const open: string[] = [];
  const limit = Math.min(line.length, start + budget);
  for (let at = start; at < limit; at++) {
    const char = line[at];
    if (char === '"') {
      const string = /"(?:[^"\\]|\\.)*"/y;
      string.lastIndex = at;
      if (!string.test(line)) {
        return -limit;
      }
      at = string.lastIndex - 1;
    } else if (char in CLOSING) {
      open.push(CLOSING[char]);
    } else if (char === open.at(-1)) {
      open.pop();
      if (open.length === 0) {
        return at + 1;
      }
    }
  }
  return -limit;
}

function valueIn(
  line: string,
  from: number,
  to: number
): Pick<Pair, 'value' | 'quoted' | 'valueStart' | 'valueEnd'> {
  const written = line.slice(from, to).trimStart();
  const start = to - written.length;
  if (written.length >= 2 && written.startsWith('"') && written.endsWith('"')) {
    try {
      return { value: String(JSON.parse(written)), quoted: true, valueStart: start + 1, valueEnd: to - 1 };
    } catch {
      // As A1111 does with what is no JSON: the quotes are part of it.
    }
  }
  return { value: written, quoted: false, valueStart: start, valueEnd: to };
}
