/**
 * The `Key: value` pairs of an infotext's line, as A1111 finds them:
 *
 *     pair  : key ':' blanks value (',' | end)
 *     key   : letter or digit, then one or more of letters, digits, blanks, '_', '-', '/'
 *     value : JSON string | characters up to the next comma
 *
 * What stands between pairs is passed over. One pass over the line, whatever it holds.
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
const KEY = /[\p{L}\p{N}_][\p{L}\p{N}_ /-]+$/u;
/** A JSON string may hold commas, when a comma or the end comes right behind it. */
const STRING = /\s*"(?:[^"\\]|\\.)+"(?=,|$)/y;

export function* pairsOf(line: string): Generator<Pair> {
  const runs = new RegExp(RUN);
  for (let run = runs.exec(line); run; run = runs.exec(line)) {
    const [key] = KEY.exec(run[0].slice(0, -1)) ?? [];
    if (key !== undefined) {
      const colon = runs.lastIndex - 1;
      const end = valueEnd(line, colon + 1);
      yield { key, start: colon - key.length, ...valueIn(line, colon + 1, end), end: end + 1 };
      runs.lastIndex = end + 1;
    }
  }
}

function valueEnd(line: string, from: number): number {
  STRING.lastIndex = from;
  const comma = STRING.test(line) ? STRING.lastIndex : line.indexOf(',', from);
  return comma < 0 ? line.length : comma;
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
