/** What a field shows while nobody has said a value: the one that will be used, and who decided it. */
import {
  catalogue,
  findParameter,
  isSeed,
  parameterNamed,
  type Parameter,
  type ParameterGroup,
  type ParameterValue
} from '../../schema/catalogue';
import type { ModelEntry, Origin, Plan } from '../../schema/wire';
import type { Lists } from '../lists';
import { fieldsOf, emptyForm, fieldOf, SIZE, type Form } from './form';
import type { PanelState, Sections } from './state';
import type { Words } from './words';
import { choicesIn, fieldValues, firstValue } from '../../language/cell/editor';

export type { Lists };
type SeenBy = Pick<PanelState, 'open' | 'search' | 'form'>;

export type Shown = { text: string; origin: Origin };

/** The value that stands for an unsaid parameter: the plan's word, else the model's defaults, else the catalogue's. */
export function shownOf(name: string, form: Form, plan: Plan | null, lists: Lists): Shown {
  if (name === SIZE) {
    return shownSize(form, plan, lists);
  }
  const planned = plan?.base[name];
  const origin = plan?.origins[name];
  // A seed that nobody said is drawn anew for every plan: that number means nothing.
  const drawn = isSeed(name);
  if (planned !== undefined && origin !== undefined && origin !== 'user' && !drawn) {
    return { text: plain(planned), origin };
  }
  if (name === 'model') {
    return { text: lists.defaultModel ?? '', origin: 'catalogue' };
  }
  const own = modelOf(form, lists)?.defaults[name];
  return own !== undefined && own !== null
    ? { text: plain(own), origin: 'model' }
    : { text: plain(parameterNamed(name).default), origin: 'catalogue' };
}

/** The value as a number or text, for suggesting an axis around it: said, or shown. */
export function presentValue(name: string, form: Form, plan: Plan | null, lists: Lists): string {
  return firstValue(fieldOf(form, name).text) || shownOf(name, form, plan, lists).text;
}

/** What a parameter's field offers to choose from, for the flavours that the form says; null for free text and numbers. */
export function choicesOf(parameter: Parameter, lists: Lists, form: Form = emptyForm): string[] | null {
  const said = fieldValues(fieldOf(form, 'flavour').text);
  return choicesIn(parameter, lists, said.length > 0 ? said : [String(parameterNamed('flavour').default)]);
}

/** Sizes to offer: the model's own, and portraits and landscapes near it in steps of 64. */
export function sizesFor(form: Form, lists: Lists): string[] {
  const native = modelOf(form, lists)?.native;
  if (!native) {
    return [];
  }
  const longer = (side: number): number => Math.round((side * 1.5) / 64) * 64;
  const [w, h] = [native.width, native.height];
  return [`${w}x${h}`, `${w}x${longer(h)}`, `${longer(w)}x${h}`, `${longer(w)}x${longer(h)}`];
}

/** The model the form names, or the default one. */
export function modelOf(form: Form, lists: Lists): ModelEntry | undefined {
  const name = firstValue(fieldOf(form, 'model').text) || lists.defaultModel;
  return lists.models.find(model => model.name === name && model.kind === 'checkpoint');
}

/** Parameters by the panel's groups, `size` standing for width and height. */
export function namesIn(...groups: Parameter['group'][]): string[] {
  return fieldsOf(catalogue.filter(({ group }) => groups.includes(group)));
}

/** The groups that have a section of their own below the parameters. */
export const OPTION_GROUPS = [
  'image',
  'hires',
  'sampling',
  'care'
] as const satisfies readonly ParameterGroup[];
export type OptionGroup = (typeof OPTION_GROUPS)[number];

/** Parameters that are seen as soon as the section is open. */
export const MAIN = ['model', 'sampler', 'scheduler', 'steps', 'cfg_scale', 'seed', SIZE, 'batch_size'];

/** What has to be open for a field to be seen. */
export function sectionOf(field: string, open: Sections): Partial<Sections> {
  const group = parameterOf(field)?.group;
  return group === 'prompt'
    ? { prompt: true }
    : isOption(group)
      ? { [group]: true }
      : { parameters: true, more: open.more || !MAIN.includes(field) };
}

function isOption(group: ParameterGroup | undefined): group is OptionGroup {
  return OPTION_GROUPS.some(each => each === group);
}

/** Whether a field that says something is seen: where it stands is open, and no search passes it over. */
export function isSeen(field: string, { open, search, form }: SeenBy): boolean {
  const group = parameterOf(field)?.group;
  const isFound = search === null || (field in form.fields && matches(field, search));
  return group === 'prompt'
    ? false
    : (open.parameters && isFound && (search !== null || !isOption(group))) ||
        (isOption(group) && open[group]);
}

/** Whether a name or another word for a parameter holds what is searched for. */
export function matches(name: string, search: string): boolean {
  const parameter = parameterOf(name);
  const needle = search.trim().toLowerCase();
  const words = [
    name,
    ...(parameter?.aliases ?? []),
    parameter?.label.en ?? '',
    parameter?.label.zh_CN ?? ''
  ];
  return words.some(word => word.toLowerCase().includes(needle));
}

/** What a field is called for people. */
export function labelOf(field: string, { say, language }: Words): string {
  return field === SIZE ? say('size') : (parameterOf(field)?.label[language] ?? field);
}

export function parameterOf(name: string): Parameter | undefined {
  return findParameter(name === SIZE ? 'width' : name);
}

function shownSize(form: Form, plan: Plan | null, lists: Lists): Shown {
  const { width, height } = plan?.base ?? {};
  const origin = plan?.origins.width;
  if (typeof width === 'number' && typeof height === 'number' && origin && origin !== 'user') {
    return { text: `${width} × ${height}`, origin };
  }
  const model = modelOf(form, lists);
  const [w, h] = [
    model?.defaults.width ?? model?.native?.width,
    model?.defaults.height ?? model?.native?.height
  ];
  return { text: w && h ? `${w} × ${h}` : '', origin: 'model' };
}

function plain(value: ParameterValue): string {
  return value === null ? '' : String(value);
}
