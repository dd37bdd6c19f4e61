/** What stands in no report: secrets, the folder of the person, and what they wrote. */
import { homedir } from 'node:os';
import { findParameter } from '../../schema/catalogue';

/** Characters under which a text can't be told from other words. */
const SECRET_MIN = 8;
const WORDS_MIN = 4;
const NAMED_SECRET = /token|secret|password|passwd|credential|api_?key/i;
/** Facts that repeat what somebody wrote. */
const WRITTEN = new Set(['prompt', 'text', 'value', 'label', 'word', 'tag', 'given', 'near', 'name']);
/** Of these codes a name is that of a file. */
const FILE_NAMES = /^(?!waiting$|.*(param|axis|variable)).*(model|weights|hash|file|memory|disk|killed)/;

export type PrivateOptions = {
  secrets: readonly string[];
  /** Texts of the person, where they are to be left out. */
  written: readonly string[];
  home?: string;
  env?: NodeJS.ProcessEnv;
};

/** Takes what is private out of a text. */
export function privateWords({
  secrets,
  written,
  home = homedir(),
  env = process.env
}: PrivateOptions): (text: string) => string {
  const inEnvironment = Object.entries(env).flatMap(([name, value]) =>
    NAMED_SECRET.test(name) && value !== undefined ? [value] : []
  );
  const hidden = allForms([...secrets, ...inEnvironment].filter(each => each.length >= SECRET_MIN));
  const unsaid = inJson(written.flatMap(text => [text, ...text.split('\n')]).map(text => text.trim())).filter(
    text => text.length >= WORDS_MIN
  );
  const homes =
    home.length > 1
      ? allForms([home]).map(each => new RegExp(`${each.replace(/[^\w]/g, '\\$&')}(?![\\w-])`, 'g'))
      : [];
  return text => {
    const safe = hidden.reduce((all, each) => all.replaceAll(each, '[secret]'), text);
    const told = unsaid.reduce((all, each) => all.replaceAll(each, '[prompt]'), safe);
    return homes.reduce((all, each) => all.replace(each, '~'), told);
  };
}

/** Whether a parameter's value is a text of the person. */
export function isWritten(parameter: string): boolean {
  return findParameter(parameter)?.kind === 'text';
}

/** A fault or finding without the facts that repeat what somebody wrote. */
export function withoutWords<F extends { code: string; facts: object }>({ code, facts, ...rest }: F): object {
  const kept = Object.entries(facts).filter(
    ([name]) => !WRITTEN.has(name) || (name === 'name' && FILE_NAMES.test(code))
  );
  return { code, facts: Object.fromEntries(kept), ...rest };
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
