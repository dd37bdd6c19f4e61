/**
 * What stands in no report: secrets, the folder of the person, and what they wrote. Their words are looked for in values and in what was
 * said of something, never in keys, and never where they are words of ours: a prompt "done" neither is told by a job that is done nor may
 * make the report unreadable.
 */
import { homedir } from 'node:os';
import { findParameter } from '../../schema/catalogue';
import { catalogue } from '../../schema/messages/catalogue';
import { own } from '../../schema/own';
import { CELL_STATES, JOB_STATES, PRIORITIES } from '../../schema/states';

/** Characters under which a text can't be told from other words. */
const SECRET_MIN = 8;
const WORDS_MIN = 4;
/** In these scripts and in pictures, one character is a word. */
const WORD_BY_ITSELF =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u;
const ONE_WORD = /^[\p{L}\p{M}\p{N}_]+$/u;
const NAMED_SECRET = /token|secret|password|passwd|credential|api_?key/i;
/** Axes that are no parameters, and whose values are no words. */
const PLAIN_AXES: ReadonlySet<string> = new Set(['image', 'size']);
const OURS: ReadonlySet<string> = new Set([...JOB_STATES, ...CELL_STATES, ...PRIORITIES]);

export type PrivateOptions = {
  secrets: readonly string[];
  /** Texts of the person, where they are to be left out. */
  written: readonly string[];
  home?: string;
  env?: NodeJS.ProcessEnv;
};

export type PrivateWords = {
  /** A text without secrets and the person's folder. */
  clean(text: string): string;
  /** And without what they wrote. */
  unwritten(text: string): string;
  /** Data with such texts for values. */
  unwrittenIn(data: unknown): unknown;
};

/** Takes what is private out of texts and data. */
export function privateWords({
  secrets,
  written,
  home = homedir(),
  env = process.env
}: PrivateOptions): PrivateWords {
  const inEnvironment = Object.entries(env).flatMap(([name, value]) =>
    NAMED_SECRET.test(name) && value !== undefined ? [value] : []
  );
  const hidden = allForms([...secrets, ...inEnvironment].filter(each => each.length >= SECRET_MIN));
  const unsaid = inJson(written.flatMap(text => [text, ...text.split('\n')]).map(text => text.trim()))
    .filter(isTellable)
    .map(text => ({ text, pattern: patternOf(text) }));
  const homes =
    home.length > 1 ? allForms([home]).map(each => new RegExp(`${escaped(each)}(?![\\w-])`, 'g')) : [];
  const clean = (text: string): string => {
    const safe = hidden.reduce((all, each) => all.replaceAll(each, '[secret]'), text);
    return homes.reduce((all, each) => all.replace(each, '~'), safe);
  };
  const unwritten = (text: string): string =>
    unsaid.reduce(
      (all, { text: each, pattern }) => (all.includes(each) ? all.replace(pattern, '[prompt]') : all),
      clean(text)
    );
  return { clean, unwritten, unwrittenIn: data => mapTexts(data, remembered(unwritten)) };
}

/** Whether the values of a parameter or an axis are texts of the person: variants of a prompt are its words. */
export function isWritten(parameter: string): boolean {
  const known = findParameter(parameter);
  return known ? known.kind === 'text' : !PLAIN_AXES.has(parameter);
}

/** Whether a text can be told from other words, and isn't one of ours. */
function isTellable(text: string): boolean {
  const isSaid = [text, `phase_${text}`].some(code => own(catalogue, code) !== undefined);
  const isOurs = isSaid || OURS.has(text) || findParameter(text) !== undefined;
  return !isOurs && (text.length >= WORDS_MIN || WORD_BY_ITSELF.test(text));
}

/** A single word is looked for as a whole, and not where it names a value; behind a line break in JSON it has no blank before it. */
function patternOf(text: string): RegExp {
  return ONE_WORD.test(text) && !WORD_BY_ITSELF.test(text)
    ? new RegExp(`(?:(?<![\\p{L}\\p{N}_])|(?<=\\\\[bfnrt]))${text}(?![\\p{L}\\p{N}_=])`, 'gu')
    : new RegExp(escaped(text), 'g');
}

function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N}_]/gu, '\\$&');
}

/** The same data with its texts changed; keys stay. */
function mapTexts(data: unknown, change: (text: string) => string): unknown {
  if (typeof data === 'string') {
    return change(data);
  }
  if (Array.isArray(data)) {
    return data.map(each => mapTexts(each, change));
  }
  return typeof data === 'object' && data !== null
    ? Object.fromEntries(Object.entries(data).map(([name, each]) => [name, mapTexts(each, change)]))
    : data;
}

/** The same function, which works each text out once: most of a report's are alike. */
function remembered(change: (text: string) => string): typeof change {
  const known = new Map<string, string>();
  return text => {
    const made = known.get(text) ?? change(text);
    known.set(text, made);
    return made;
  };
}

/** Texts as they stand by themselves and in JSON, the longest first. */
function inJson(texts: readonly string[]): string[] {
  const forms = texts.flatMap(text => [text, JSON.stringify(text).slice(1, -1)]);
  return [...new Set(forms)].filter(Boolean).sort((a, b) => b.length - a.length);
}

/** And as they stand in addresses. */
function allForms(texts: readonly string[]): string[] {
  return inJson([...texts, ...texts.map(encodeURIComponent)]);
}
