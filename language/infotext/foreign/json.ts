/** JSON as Python writes it: with NaN and Infinity, and with whole numbers larger than a double holds. */

export type Json = { readonly [key: string]: unknown };

/** Longer values are texts, or pictures. */
const PAIR_MAX = 500;
const OF_PYTHON = /NaN|Infinity|\d{16}/;
const QUOTE_OR_NUMBER = /"|-?\b(?:NaN|Infinity)\b|(?<![\d.eE+])-?\d{16,}(?![\d.eE])/g;

/** The object of a text, whole numbers of 16 digits and more as strings of theirs; null when it is no object. */
export function readJson(text: string | undefined): Json | null {
  if (text === undefined || !/^\s*\{/.test(text)) {
    return null;
  }
  try {
    return objectIn(JSON.parse(OF_PYTHON.test(text) ? plain(text) : text));
  } catch {
    return null;
  }
}

const OPENS = /^(?:\[\s*)?\{\s*(["'])[^\n]{0,60}?\1\s*:/;

/** Whether a text is an object or a list, or opens as one that was cut; `{a|b}` and `[a:b:0.5]` open a prompt. */
export function isJson(text: string): boolean {
  if (!/^[[{]/.test(text)) {
    return false;
  }
  if (OPENS.test(text) || readJson(text)) {
    return true;
  }
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The text in JSON's own numbers: what stands in strings is left as it is. */
function plain(text: string): string {
  const parts: string[] = [];
  const mark = new RegExp(QUOTE_OR_NUMBER);
  let from = 0;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    const [each] = found;
    if (each === '"') {
      mark.lastIndex = stringEnd(text, found.index);
    } else {
      parts.push(text.slice(from, found.index), /[NI]/.test(each) ? 'null' : `"${each}"`);
      from = mark.lastIndex;
    }
  }
  return parts.join('') + text.slice(from);
}

/** Behind the quote that closes a string, or the end of the text. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') {
      return at + 1;
    }
    at += text[at] === '\\' ? 1 : 0;
  }
  return text.length;
}

/** An object, or null for everything else. */
export function objectIn(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

/** A list, empty for everything else. */
export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text or a number as text, '' for everything else. */
export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** `512x768` where both are there. */
export function sizeIn(width: unknown, height: unknown): string | undefined {
  const [w, h] = [textIn(width), textIn(height)];
  return w !== '' && h !== '' ? `${w}x${h}` : undefined;
}

/** The members of an object that are plain values and not among those named. */
export function restOf(json: Json, ...without: readonly string[]): [string, unknown][] {
  return Object.entries(json).filter(
    ([key, value]) => !without.includes(key) && ['string', 'number', 'boolean'].includes(typeof value)
  );
}

/** What an object holds besides what is `known`, by its own names: settings that are on, and what no line can say. */
export function leftIn(
  json: Json,
  known: RegExp
): { pairs: readonly (readonly [string, unknown])[]; names: readonly string[] } {
  const left = Object.entries(json).filter(([key, value]) => !known.test(key) && isOn(value));
  const isPair = ([, value]: [string, unknown]): boolean =>
    textIn(value).length <= PAIR_MAX && !isComposite(value);
  return { pairs: left.filter(isPair), names: left.filter(each => !isPair(each)).map(([key]) => key) };
}

function isOn(value: unknown): boolean {
  return typeof value === 'string'
    ? !/^(?:|none|null|false|undefined)$/i.test(value.trim())
    : Array.isArray(value)
      ? value.length > 0
      : objectIn(value)
        ? Object.keys(objectIn(value)!).length > 0
        : Boolean(value);
}

/** Objects, and lists that hold any or are longer than a setting. */
function isComposite(value: unknown): boolean {
  return Array.isArray(value)
    ? value.some(each => typeof each === 'object') || JSON.stringify(value).length > PAIR_MAX
    : typeof value === 'object';
}

/** The first text of one of the keys. */
export function textOf(
  texts: readonly { key: string; text: string }[],
  ...keys: string[]
): string | undefined {
  return texts.find(({ key }) => keys.includes(key))?.text;
}

/** The first object among the texts that `fits`, whatever its key. */
export function jsonIn(
  texts: readonly { key: string; text: string }[],
  fits: (json: Json) => boolean
): Json | null {
  for (const { text } of texts) {
    const json = readJson(text);
    if (json && fits(json)) {
      return json;
    }
  }
  return null;
}
