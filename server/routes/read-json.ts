/** The JSON of a request's body, read so that nothing in it is lost without a word. */
import { type RequestHandler, raw } from 'express';
import { Fault } from '../../schema/fault';
import type { Where } from '../../schema/wire';

/**
 * Parses the body of requests that say they are JSON. Throws `bad_request`, `body_not_utf8`, `json_duplicate`, `json_surrogate` or
 * `json_inexact`.
 */
export function readsJson(limit: string): RequestHandler[] {
  return [
    raw({ limit, type: req => /^application\/json\b/i.test(req.headers['content-type'] ?? '') }),
    (req, _res, next) => {
      if (Buffer.isBuffer(req.body)) {
        const [, charset] = /charset\s*=\s*"?([\w.-]+)/i.exec(req.headers['content-type'] ?? '') ?? [];
        if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
          throw new Fault('unsupported_media_type', { type: `charset=${charset}` });
        }
        req.body = parseJson(req.body);
      }
      next();
    }
  ];
}

/** What a body of bytes says; an empty one says nothing, `{}`. */
export function parseJson(bytes: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Fault('body_not_utf8');
  }
  if (text.trim() === '') {
    return {};
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const at = faultAt(text, message);
    const where = placeIn(text, at);
    const met = at < text.length ? String.fromCodePoint(text.codePointAt(at)!) : undefined;
    const facts = { reason: reasonOf(message), met, line: where.line, column: where.column };
    throw new Fault('bad_request', { reason: { code: 'json_syntax', facts } }, where);
  }
  refuseLosses(text);
  return value;
}

/** Where a text stops being JSON. V8 says it of most faults; of the rest it is where the shortest part ends that has the fault. */
function faultAt(text: string, message: string): number {
  const said = /at position (\d+)/.exec(message)?.[1];
  if (said !== undefined || /end of JSON/i.test(message)) {
    return Number(said ?? text.length);
  }
  let [good, bad] = [0, text.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (hasUnexpected(text.slice(0, middle))) {
      bad = middle;
    } else {
      good = middle;
    }
  }
  return good;
}

function hasUnexpected(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return /^Unexpected token/.test((error as Error).message);
  }
}

/** V8 quotes the whole body in its reason; what is wrong stands before. */
function reasonOf(message: string): string {
  const [reason] = message.split(/, (?:\.\.\.)?"|\s*\(line /);
  return reason.replace(/ in JSON at position \d+$/, '').slice(0, 120);
}

const MARKS = '{}[],:';
const OF_NUMBERS = '0123456789.eE+-';
const KEY_MAX = 60;
/** Digits of the shortest whole numbers that a double may round. */
const WHOLE_MIN = 16;

type Token = { token: string; index: number };

/**
 * The strings, numbers and marks of structure of a text that is JSON. Found without a regular expression, whose stack a string or a number
 * of some megabytes would exhaust.
 */
function* tokensOf(text: string): Generator<Token> {
  for (let index = 0; index < text.length; index++) {
    const mark = text[index];
    let end = index;
    if (mark === '"') {
      end = stringEnd(text, index);
    } else if (mark === '-' || (mark >= '0' && mark <= '9')) {
      while (OF_NUMBERS.includes(text[end + 1] ?? ' ')) {
        end++;
      }
    } else if (!MARKS.includes(mark)) {
      continue;
    }
    yield { token: text.slice(index, end + 1), index };
    index = end;
  }
}

/** Where the string ends that begins there. */
function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) {
    end = text.indexOf('"', end + 1);
  }
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === '\\') {
    first--;
  }
  return (at - first) % 2 === 1;
}

/** Looks through a text that is JSON for keys that stand twice in an object, halves of characters, and whole numbers that a double rounds. */
function refuseLosses(text: string): void {
  const objects: (Set<string> | null)[] = [];
  let last = '';
  let lastAt = 0;
  for (const { token, index } of tokensOf(text)) {
    const keys = objects.at(-1);
    if (token === '{' || token === '[') {
      objects.push(token === '{' ? new Set() : null);
    } else if (token === '}' || token === ']') {
      objects.pop();
    } else if (token === ':' && keys) {
      const key = JSON.parse(last) as string;
      if (keys.has(key)) {
        throw new Fault('json_duplicate', { key: key.slice(0, KEY_MAX) }, placeIn(text, lastAt, last.length));
      }
      keys.add(key);
    } else if (token.startsWith('"')) {
      refuseHalves(token, text, index);
    } else if (token.length >= WHOLE_MIN && !/[.eE]/.test(token) && isRounded(token)) {
      throw new Fault('json_inexact', inexact(token), placeIn(text, index, token.length));
    }
    [last, lastAt] = [token, index];
  }
}

/** Escapes of a string of JSON; of those that stand for one half of a character without the other, `half` is all. */
const ESCAPES = /\\ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|(?<half>\\ud[89a-f][\da-f]{2})|\\u[\da-f]{4}|\\./gis;

/** Refuses halves of characters: pictures and databases hold UTF-8, in which there are none. */
function refuseHalves(token: string, text: string, index: number): void {
  for (const { index: at, groups } of token.includes('\\u') ? token.matchAll(ESCAPES) : []) {
    if (groups?.half) {
      throw new Fault(
        'json_surrogate',
        { escape: groups.half },
        placeIn(text, index + at, groups.half.length)
      );
    }
  }
}

/** Whether a double holds another whole number than these digits, or, past some 308 of them, none. */
function isRounded(digits: string): boolean {
  const double = Number(digits);
  return !Number.isFinite(double) || BigInt(digits) !== BigInt(double);
}

function inexact(digits: string): { value: string; low: string } {
  // 10^32 is a multiple of 2^32: what stands before the last 32 digits says nothing of the low bits.
  const sign = digits.startsWith('-') ? '-' : '';
  const last = BigInt(sign + digits.slice(sign.length).slice(-32));
  return { value: digits.slice(0, KEY_MAX), low: String(BigInt.asUintN(32, last)) };
}

function placeIn(text: string, at: number, length = 1): Where {
  const lines = text.slice(0, at).split('\n');
  return { line: lines.length, column: lines[lines.length - 1].length + 1, length };
}
