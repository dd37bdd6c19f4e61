/**
 * The sentences that the browser makes itself: its own, and what is wrong with a field's text, which `fieldFaults` finds. All others
 * come from the service in words, so that the browser need not carry them.
 */
import type { Language } from '../catalogue';
import type { FactsOf, MessageCode, RestOfFacts } from './catalogue';
import { axisMessages } from './axes';
import { clientMessages } from './client';
import { commonMessages } from './common';
import { compareMessages } from './compare';
import { gridMessages } from './grid';
import { markMessages } from './marks';
import { panelMessages } from './panel';
import { render, type Sentence } from './render';
import type { Facts } from './types';
import { valueMessages } from './values';

const messages = {
  ...axisMessages,
  ...clientMessages,
  ...commonMessages,
  ...compareMessages,
  ...gridMessages,
  ...markMessages,
  ...panelMessages,
  ...valueMessages
};

/** Says a message of the browser's own: the code, and its facts where it has any. */
export type Say = <Code extends keyof typeof messages>(code: Code, ...facts: RestOfFacts<Code>) => string;

/** A message by its code alone, as `Say` does once the language is known. */
export function say(code: MessageCode, facts: Facts | undefined, language: Language): string {
  return render(messages, { code, facts: facts ?? {} }, language).message;
}

/** The sentence for a code. Of a code that only the service has, no more than its name and facts. */
export function sentence<Code extends MessageCode>(
  code: Code,
  facts: FactsOf<Code>,
  language: Language
): Sentence {
  return render(messages, { code, facts }, language);
}
