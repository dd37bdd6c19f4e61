/** Completion on the first line of a sweep cell: what the cell language offers, with what it does. */
import type { Language, Parameter } from '../../schema/catalogue';
import { offersAt as cellOffersAt, type CellOffer } from '../../language/cell/editor';
import type { Lists } from '../lists';
import type { IDiffusionText } from '../tokens';

type Words = Pick<IDiffusionText, 'language' | 'say'>;

export type Offer = { label: string; insert: string; kind: 'name' | 'value'; help: string };
/** Offers for what is typed from `start` on, in UTF-16 units of the cell's text. */
export type Offers = { start: number; offers: Offer[] };

/** What could stand at the caret; null where nothing of ours could, such as in the prompt or in another cell. */
export function offersAt(text: string, caret: number, lists: Lists, words: Words): Offers | null {
  const found = cellOffersAt(text, caret, lists);
  return (
    found && {
      start: found.start,
      offers: found.offers.map(offer => ({
        label: offer.kind === 'name' ? offer.insert : offer.text,
        insert: offer.insert,
        kind: offer.kind,
        help: helpFor(offer, lists, words)
      }))
    }
  );
}

function helpFor({ kind, text, parameter }: CellOffer, lists: Lists, words: Words): string {
  if (parameter) {
    return kind === 'name' ? helpOf(parameter, words.language) : valueHelp(parameter, text, lists, words);
  }
  const { say } = words;
  const helps: Readonly<Record<string, string>> = {
    size: say('size_help'),
    x: say('columns'),
    y: say('rows'),
    xx: say('outer_columns'),
    yy: say('outer_rows'),
    where: say('where_help'),
    sample: say('sample_help'),
    limit: say('limit_help')
  };
  return kind === 'name' ? helps[text] : '';
}

function helpOf(parameter: Parameter, language: Language): string {
  const { min, max, label, help } = parameter;
  const range = min !== undefined && max !== undefined ? ` (${min}–${max})` : '';
  return `${label[language]}${range}\n${help[language]}`;
}

function valueHelp(parameter: Parameter, choice: string, lists: Lists, { say, language }: Words): string {
  const sampler = parameter.choices_from === 'samplers' && lists.samplers.find(({ name }) => name === choice);
  if (sampler) {
    return [
      say('evaluations_a_step', { count: sampler.order }),
      ...(sampler.stochastic ? [say('adds_noise')] : []),
      say('schedule_of', { scheduler: sampler.default_scheduler })
    ].join(' · ');
  }
  return parameter.help[language];
}
