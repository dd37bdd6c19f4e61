/** Completion on the first line of a sweep cell, from the catalogue: names with what they do, and the values of those that choose. */
import { catalogue, findParameter, type Language, type Parameter } from '../../schema/catalogue';
import { typingAt, written } from '../../language/cell';
import { COUNT_WORDS, LAYOUT_WORDS, isLayoutWord } from '../../language/names/parameters';
import { choicesIn, type Lists } from '../lists';
import type { IDiffusionText } from '../tokens';

type Words = Pick<IDiffusionText, 'language' | 'trans'>;

export type Offer = { label: string; insert: string; kind: 'name' | 'value'; help: string };
/** Offers for what is typed from `start` on, in UTF-16 units of the cell's text. */
export type Offers = { start: number; offers: Offer[] };

/** Words of a first line that are no axes. */
const NO_AXES: readonly string[] = [...LAYOUT_WORDS, ...COUNT_WORDS, 'where'];

/** What could stand at the caret; null where nothing of ours could, such as in the prompt or in another cell. */
export function offersAt(text: string, caret: number, lists: Lists, words: Words): Offers | null {
  const typing = typingAt(text, caret);
  if (!typing) {
    return null;
  }
  const { start, typed } = typing;
  return typing.kind === 'name'
    ? { start, offers: nameOffers(typed, words) }
    : { start, offers: valueOffers(typing.of, typed, typing.axes, lists, words) };
}

function nameOffers(typed: string, { trans, language }: Words): Offer[] {
  const places = [trans.__('Columns'), trans.__('Rows'), trans.__('Outer columns'), trans.__('Outer rows')];
  const names = catalogue.flatMap(parameter =>
    [parameter.name, ...parameter.aliases.filter(alias => /^\w+$/.test(alias))].map(name => ({
      name,
      help: helpOf(parameter, language)
    }))
  );
  const size = { name: 'size', help: trans.__('Width × height, such as 512x768.') };
  return [...names, size, ...LAYOUT_WORDS.map((name, k) => ({ name, help: places[k] }))]
    .filter(({ name }) => name.startsWith(typed.toLowerCase()))
    .map(({ name, help }) => ({ label: `${name}=`, insert: `${name}=`, kind: 'name', help }));
}

function valueOffers(
  name: string,
  typed: string,
  axes: readonly string[],
  lists: Lists,
  words: Words
): Offer[] {
  const parameter = findParameter(name);
  const choices = isLayoutWord(name)
    ? axes.filter(each => !NO_AXES.includes(each))
    : parameter && choicesIn(parameter, lists);
  return (choices ?? [])
    .filter(choice => choice.toLowerCase().startsWith(typed.toLowerCase()))
    .map(choice => ({
      label: choice,
      insert: isLayoutWord(name) ? choice : written(choice),
      kind: 'value',
      help: parameter ? valueHelp(parameter, choice, lists, words) : ''
    }));
}

function helpOf(parameter: Parameter, language: Language): string {
  const { min, max, label, help } = parameter;
  const range = min !== undefined && max !== undefined ? ` (${min}–${max})` : '';
  return `${label[language]}${range}\n${help[language]}`;
}

function valueHelp(parameter: Parameter, choice: string, lists: Lists, { trans, language }: Words): string {
  const sampler = parameter.choices_from === 'samplers' && lists.samplers.find(({ name }) => name === choice);
  if (sampler) {
    return [
      trans._n('%1 UNet evaluation a step', '%1 UNet evaluations a step', sampler.order),
      ...(sampler.stochastic ? [trans.__('adds noise as it goes')] : []),
      trans.__('schedule: %1', sampler.default_scheduler)
    ].join(' · ');
  }
  return parameter.help[language];
}
