/**
 * The sentences that the browser makes itself: its own, and those about what is being written, which the language room finds. All
 * others come from the service in words, so that the browser need not carry them.
 */
import type { Language } from '../catalogue';
import type { FactsOf, MessageCode } from './catalogue';
import { cellMessages } from './cell';
import { clientMessages } from './client';
import { modelMessages } from './models';
import { promptMessages } from './prompt';
import { render, type Sentence } from './render';
import { valueMessages } from './values';

const messages = {
  ...cellMessages,
  ...clientMessages,
  ...modelMessages,
  ...promptMessages,
  ...valueMessages
};

/** The sentence for a code. Of a code that only the service has, no more than its name and facts. */
export function sentence<Code extends MessageCode>(
  code: Code,
  facts: FactsOf<Code>,
  language: Language
): Sentence {
  return render(messages, { code, facts }, language);
}
