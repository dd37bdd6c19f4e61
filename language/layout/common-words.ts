/** The words of what all cells share, in the reader's language. */
import type { Language } from '../../schema/catalogue';
import { commonMessages } from '../../schema/messages/common';
import { render } from '../../schema/messages/render';
import type { Facts } from '../../schema/messages/types';
import { parameterLabel, valueWords } from '../names/labels';
import type { CommonFact } from './common-line';

/** A fact of the common line as a short phrase: `20 steps`, `CFG 7`, `512 × 768`. */
export function commonWords(fact: CommonFact, language: Language): string {
  const say = (code: keyof typeof commonMessages, facts: Facts): string =>
    render(commonMessages, { code, facts }, language).message;
  if (fact.kind === 'size') {
    return say('width_by_height', { width: fact.width, height: fact.height });
  }
  if (fact.kind === 'sampler') {
    return samplerWords(fact.sampler, fact.scheduler, language);
  }
  const { name, value } = fact;
  switch (name) {
    case 'negative_prompt':
      return say('negative_of', { text: String(value) });
    case 'steps':
      return say('steps_of', { steps: Number(value) });
    case 'cfg_scale':
      return say('cfg_of', { value: Number(value) });
    case 'seed':
      return say('seed_of', { seed: Number(value) });
    case 'model':
    case 'scheduler':
      return String(value);
    default:
      return `${parameterLabel(name, language)} ${valueWords(name, value, language)}`;
  }
}

/** A sampler, with its schedule where that is not its own. */
export function samplerWords(sampler: string, scheduler: string | null, language: Language): string {
  return scheduler === null
    ? sampler
    : render(commonMessages, { code: 'sampler_and_scheduler', facts: { sampler, scheduler } }, language)
        .message;
}
