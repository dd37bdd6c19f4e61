/** What could be written at a caret on a cell's first line: names, and the values of those that choose. */
import { catalogue, findParameter, type Parameter } from '../../../schema/catalogue';
import type { ModelEntry } from '../../../schema/wire';
import { COUNT_WORDS, isLayoutWord, LAYOUT_WORDS, promptSr } from '../../names/parameters';
import { written } from '../quote';
import type { SweepContext } from '../types';
import { typingAt } from './typing';

/** What there is to choose from. */
export type Choices = Pick<SweepContext, 'samplers' | 'schedulers'> & {
  models: readonly Pick<ModelEntry, 'kind' | 'name' | 'usable'>[];
};

/** `text` is the name or value, `insert` how a cell says it; `parameter` is the one it is of, where it is one's. */
export type CellOffer = { kind: 'name' | 'value'; text: string; insert: string; parameter?: Parameter };

/** Offers in place of what stands from `start` to the caret, in UTF-16 units of the text. */
export type CellOffers = { start: number; offers: CellOffer[] };

/** Words of a first line that are no parameters, and no axes. */
const OTHER_WORDS = [...LAYOUT_WORDS, ...COUNT_WORDS, 'where'] as const;

/** What fits what is typed; null where nothing of ours could stand, such as in the prompt or in another cell. */
export function offersAt(text: string, caret: number, choices: Choices): CellOffers | null {
  const typing = typingAt(text, caret);
  if (!typing) {
    return null;
  }
  const { start, typed, axes } = typing;
  const offers = typing.kind === 'name' ? names() : valuesOf(typing.of, axes, choices);
  return { start, offers: offers.filter(each => each.text.toLowerCase().startsWith(typed.toLowerCase())) };
}

/** The choices of a parameter, samplers of the given flavours alone; null for free text, numbers and switches. */
export function choicesIn(
  parameter: Parameter,
  { models, samplers, schedulers }: Choices,
  flavours?: readonly string[]
): string[] | null {
  const files = (kind: string): string[] =>
    models.filter(each => each.usable && each.kind === kind).map(({ name }) => name);
  switch (parameter.choices_from) {
    case 'samplers':
      return samplers
        .filter(each => !flavours || each.flavours.some(flavour => flavours.includes(flavour)))
        .map(({ name }) => name);
    case 'schedulers':
      return schedulers.map(({ name }) => name);
    case 'models':
      return files('checkpoint');
    case 'vaes':
      return files('vae');
    case 'upscalers':
      return [...(parameter.choices ?? []), ...files('upscaler')];
    default:
      return parameter.choices ? [...parameter.choices] : null;
  }
}

function names(): CellOffer[] {
  const offer = (text: string, parameter?: Parameter): CellOffer => ({
    kind: 'name',
    text,
    insert: `${text}=`,
    parameter
  });
  return [
    ...[...catalogue, promptSr].flatMap(parameter =>
      [parameter.name, ...parameter.aliases.filter(alias => /^\w+$/.test(alias))].map(name =>
        offer(name, parameter)
      )
    ),
    ...['size', ...OTHER_WORDS].map(name => offer(name))
  ];
}

function valuesOf(name: string, axes: readonly string[], choices: Choices): CellOffer[] {
  if (isLayoutWord(name)) {
    const others: readonly string[] = OTHER_WORDS;
    return axes
      .filter(each => !others.includes(each))
      .map(axis => ({ kind: 'value', text: axis, insert: axis }));
  }
  const parameter = findParameter(name);
  const switches = parameter?.kind === 'boolean' ? ['true', 'false'] : [];
  return ((parameter && (choicesIn(parameter, choices) ?? switches)) || []).map(text => ({
    kind: 'value',
    text,
    insert: written(text),
    parameter
  }));
}
