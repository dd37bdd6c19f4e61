/**
 * Sentences. An error, warning or diagnosis is data (a code and facts) until it meets a reader; its words are made here. The browser
 * takes `messages/browser`, which holds only what it says itself.
 */
import type { Language } from '../catalogue';
import { catalogue, type FactsOf, type MessageCode } from './catalogue';
import { wordFaults } from '../fault';
import { render, type Sentence } from './render';

export { languageOf } from './language-of';
export type { FactsOf, MessageCode } from './catalogue';
export type { Sentence } from './render';
export type { Facts } from './types';

/** The sentence for a code, with its title where it has one and what to do next where there is something to do. */
export function sentence<Code extends MessageCode>(
  code: Code,
  facts: FactsOf<Code>,
  language: Language
): Sentence {
  return render(catalogue, { code, facts }, language);
}

/** The message alone. */
export function say<Code extends MessageCode>(code: Code, facts: FactsOf<Code>, language: Language): string {
  return sentence(code, facts, language).message;
}

wordFaults(({ code, facts }) => say(code, facts, 'en'));
