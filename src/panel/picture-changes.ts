/** What taking over a picture's settings changes in the form: pure, so that it can be shown before it is done. */
import { isSeed, type ParameterValue } from '../../schema/catalogue';
import type { Plan } from '../../schema/wire';
import { bodyOf, firstValue, quoted, saysSeveral, written } from '../../language/cell/editor';
import { isVariantName } from '../../language/names/parameters';
import { SIZE as SIZE_PARTS } from '../../language/names/sweep-words';
import { sizeIn, sizeText } from '../../language/sizes/read-size';
import { backToOne, fieldOf, setExtra, SIZE, type Form } from './form';
import { parameterOf, shownOf, type Lists } from './shown';

/** One field, or one of the prompts. */
export type Change = {
  name: string;
  kind: 'prompt' | 'setting';
  now: string;
  /** Whether `now` is nobody's word but a default. */
  unsaid: boolean;
  /** As a field says it; empty where the picture leaves the field to its default. */
  then: string;
  same: boolean;
  /** Whether the value stays, and has to be said as what decided it changes: nothing that anybody has to choose. */
  kept?: boolean;
};

type Settings = Readonly<Record<string, ParameterValue>>;

const PROMPTS: Readonly<Record<string, 'prompt' | 'negative'>> = {
  prompt: 'prompt',
  negative_prompt: 'negative'
};
/** A picture whose steps are known was written with all that differs from a default. */
const TELLS_ALL = 'steps';

/** Every prompt and field that the picture speaks of, and those said in the form that it must be without. */
export function changesOf(settings: Settings, form: Form, plan: Plan | null, lists: Lists): Change[] {
  const shown = (name: string): string => shownOf(name, form, plan, lists).text;
  const prompts = Object.entries(PROMPTS)
    .map(([name, part]): Change => {
      const now = form[part] || firstValue(form.extra[name] ?? '');
      const then = String(settings[name] ?? '');
      return { name, kind: 'prompt', now, unsaid: now === '', then, same: now.trim() === then.trim() };
    })
    .filter(({ name, now }) => name in settings || (TELLS_ALL in settings && now !== ''));
  const fields = Object.entries(textsOf(settings, form)).map(([name, then]): Change => {
    const said = fieldOf(form, name).text;
    const now = said || (isSeed(name) ? '' : shown(name));
    const same = then === '' ? said === '' : !saysSeveral(said) && isSame(name, now, then);
    return { name, kind: 'setting', now, unsaid: said === '', then, same };
  });
  const isOther = (name: string): boolean =>
    fields.some(each => each.name === name && !each.same) ||
    // Without a plan, the schedule shown is that of the model's own sampler.
    (plan === null && name === 'sampler' && fieldOf(form, name).text !== '');
  return [
    ...prompts,
    ...fields.map((each): Change => {
      const kept = each.same && each.unsaid && each.then !== '' && decidersOf(each.name).some(isOther);
      return { ...each, same: each.same && !kept, kept };
    })
  ];
}

/** What decides a default: with another model or sampler, what stands in for an unsaid value may be another. */
function decidersOf(name: string): readonly string[] {
  return name === 'model' ? [] : name === 'scheduler' ? ['model', 'sampler'] : ['model'];
}

/** The wanted changes with the values that stay while these are made. */
export function withKept(wanted: readonly Change[], changes: readonly Change[]): Change[] {
  const isIn = (all: readonly Change[], name: string): boolean => all.some(each => each.name === name);
  const choices = changes.filter(({ same, kept }) => !same && !kept);
  const isNeeded = ({ name }: Change): boolean => {
    const deciders = decidersOf(name).filter(each => isIn(choices, each));
    return deciders.length === 0
      ? wanted.some(({ kind }) => kind === 'setting')
      : deciders.some(each => isIn(wanted, each));
  };
  return [...wanted, ...changes.filter(each => each.kept && isNeeded(each))];
}

/** A field's text without the marks that a cell needs. */
export function forPeople(name: string, text: string): string {
  if (name in PROMPTS || saysSeveral(text)) {
    return text;
  }
  const size = name === SIZE ? sizeIn(text) : null;
  return size ? size.join(' × ') : firstValue(text);
}

/** The form with these changes made. */
export function withChanges(form: Form, changes: readonly Change[]): Form {
  const changed = changes.reduce<Form>((next, { name, kind, then }) => {
    const part = kind === 'prompt' ? PROMPTS[name] : undefined;
    return part
      ? withoutVariants({ ...setExtra(withoutLinked(next, name), name, null), [part]: then.trim() })
      : backToOne(withoutLinked(next, name), name, then);
  }, form);
  return changes.reduce(inFirstLine, changed);
}

/** The form with a prompt in its first line that would be read as settings, or as two prompts, below it. */
function inFirstLine(form: Form, { name, then }: Change): Form {
  const part = PROMPTS[name];
  const stays = part === undefined || then === '' || bodyOf(form.prompt, form.negative).names.includes(name);
  return stays ? form : { ...setExtra(form, name, quoted(then)), [part]: '' };
}

/** The texts of fields, one for width and height. */
function textsOf(settings: Settings, form: Form): Record<string, string> {
  const [width, height] = SIZE_PARTS.map(part => settings[part]);
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(settings)) {
    if (value !== null && !(name in PROMPTS) && !SIZE_PARTS.some(part => part === name)) {
      texts[name] = written(String(value));
    }
  }
  if (typeof width === 'number' && typeof height === 'number') {
    texts[SIZE] = sizeText(width, height);
  }
  const rest = TELLS_ALL in settings ? Object.keys(form.fields).filter(isOfPicture) : [];
  return { ...Object.fromEntries(rest.map(name => [name, ''])), ...texts };
}

/** Whether a picture without a word on this was drawn at its default: not so for the model, a batch, or a picture to begin with. */
function isOfPicture(name: string): boolean {
  const parameter = parameterOf(name);
  return parameter !== undefined && name !== 'model' && !['batch', 'image'].includes(parameter.group);
}

function isSame(name: string, now: string, then: string): boolean {
  const [a, b] =
    name === SIZE ? [now, then].map(text => sizeIn(text)?.join('x') ?? text) : [now, then].map(firstValue);
  return a === b || (a !== '' && Number(a) === Number(b));
}

/** Axes linked with a parameter would say it a second time. */
function withoutLinked(form: Form, name: string): Form {
  const parts: readonly string[] = name === SIZE ? SIZE_PARTS : [name];
  const isLinked = (names: string): boolean =>
    names.includes('&') && names.split('&').some(each => each === name || parts.includes(each));
  const extra = Object.fromEntries(Object.entries(form.extra).filter(([names]) => !isLinked(names)));
  const layout = Object.fromEntries(Object.entries(form.layout).filter(([, axis]) => !isLinked(axis)));
  return { ...form, extra, layout };
}

/** Another prompt has other wordings. */
function withoutVariants(form: Form): Form {
  return {
    ...form,
    layout: Object.fromEntries(Object.entries(form.layout).filter(([, axis]) => !isVariantName(axis)))
  };
}
