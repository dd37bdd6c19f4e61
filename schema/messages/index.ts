/**
 * Sentences. An error, warning or diagnosis is data (a code and facts); its words are made here, at the edge, one file per language.
 */
import type { Language } from '../catalogue';
import { en } from './en';
import { zhCN } from './zh-cn';

/** What a sentence is made of: numbers and names, never sentences. */
export type Facts = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** The sentence, and what to do next where there is something to do. */
export type Sentence = { message: string; hint?: string };

export type MessageCode = keyof typeof en;
export type Sentences = Record<MessageCode, (facts: Facts) => Sentence>;

const languages: Record<Language, Sentences> = { en, zh_CN: zhCN };

/** The sentence for a code in a language. An unknown code still says itself. */
export function sentence(code: string, facts: Facts, language: Language): Sentence {
  const make = languages[language][code as MessageCode];
  return make ? make(facts) : { message: `${code}: ${JSON.stringify(facts)}` };
}

/** The language of an Accept-Language header or a JupyterLab locale. */
export function languageOf(tag: string | undefined): Language {
  return tag && /^\s*zh\b/i.test(tag.replace('_', '-')) ? 'zh_CN' : 'en';
}
