/**
 * What the user has said in the panel, and nothing else: a parameter that isn't here is the model's or the default. Values are kept as
 * text in the cell's grammar, so a field shows what a cell would say. Every function returns a new form.
 */
import { SIZE as SIZE_PARTS, SIZE_AXIS } from '../../language/names/sweep-words';
import { findParameter, isSeed, type Parameter } from '../../schema/catalogue';
import type { Layout, Plan } from '../../schema/wire';
import { sizeText } from '../../language/sizes/read-size';
import { saysSeveral, written, writtenList } from '../../language/cell/editor';

/** `text` stands after `name=`; empty means unsaid. `before` is what an axis's field said before it was one. */
export type Field = { text: string; axis: boolean; before?: string };

export type LayoutPlace = keyof Layout;
export const LAYOUT_PLACES: readonly LayoutPlace[] = ['x', 'y', 'xx', 'yy'];

export type Form = {
  prompt: string;
  negative: string;
  /** By the catalogue's names; `size` is width and height. */
  fields: Readonly<Record<string, Field>>;
  /** Names as in `fields`, or `variant_1`, … */
  layout: Readonly<Layout>;
  /**
   * Words of the first line that have no field here, as written: linked axes, `where`, `sample`, `limit`, `prompt_sr`, and prompts that
   * vary or would be read as something else below it.
   */
  extra: Readonly<Record<string, string>>;
};

export const SIZE = 'size';

/** The fields of these parameters, in order; one for width and height. */
export function fieldsOf(parameters: readonly Parameter[]): string[] {
  const [width, height] = SIZE_PARTS;
  return parameters.map(({ name }) => (name === width ? SIZE : name)).filter(name => name !== height);
}
export const emptyForm: Form = { prompt: '', negative: '', fields: {}, layout: {}, extra: {} };

export function fieldOf(form: Form, name: string): Field {
  return form.fields[name] ?? { text: '', axis: false };
}

export function isBlank({ prompt, extra }: Form): boolean {
  return prompt.trim() === '' && !Object.keys(extra).some(names => names.split('&').includes('prompt'));
}

export function setText(form: Form, name: string, text: string): Form {
  const field = fieldOf(form, name);
  return withField(form, name, text === '' && !field.axis ? undefined : { ...field, text });
}

/**
 * Makes a parameter an axis of the given values, at the first free place: columns, then rows, then the outer ones. The one value that it
 * had is kept, to go back to.
 */
export function makeAxis(form: Form, name: string, text: string): Form {
  const was = fieldOf(form, name);
  const before = was.axis ? was.before : saysSeveral(was.text) ? undefined : was.text;
  const free = LAYOUT_PLACES.find(place => !form.layout[place]);
  const layout = free ? { ...form.layout, [free]: name } : form.layout;
  const field = { text, axis: true, ...(before === undefined ? {} : { before }) };
  return { ...withField(form, name, field), layout };
}

/** Back to one value, `text`, or to unsaid when it is empty. Columns never stay empty while there are rows. */
export function backToOne(form: Form, name: string, text: string): Form {
  const next = withField(form, name, text ? { text, axis: false } : undefined);
  return { ...next, layout: tidied(without(form.layout, name)) };
}

/** Puts an axis at a place; the one that was there takes the place this one leaves. */
export function place(form: Form, name: string, to: LayoutPlace): Form {
  const from = LAYOUT_PLACES.find(each => form.layout[each] === name);
  const layout = without(form.layout, name);
  const other = form.layout[to];
  if (other && other !== name && from) {
    layout[from] = other;
  }
  layout[to] = name;
  return { ...form, layout };
}

export function placeOf(form: Form, name: string): LayoutPlace | null {
  return LAYOUT_PLACES.find(each => form.layout[each] === name) ?? null;
}

export function setExtra(form: Form, name: string, text: string | null): Form {
  const extra = { ...form.extra };
  delete extra[name];
  return { ...form, extra: text === null ? extra : { ...extra, [name]: text } };
}

/** The form that says what a cell says, from the cell's plan. */
export function formOfPlan(plan: Pick<Plan, 'spec' | 'fields' | 'layout' | 'axes'>): Form {
  const { base } = plan.spec;
  const fields: Record<string, Field> = {};
  const extra: Record<string, string> = {};
  const axes = new Set(plan.spec.axes.map(axis => ('param' in axis ? axis.param : axis.params.join('&'))));
  for (const [name, text] of Object.entries(plan.fields)) {
    const id = name === SIZE ? SIZE_AXIS : name;
    if (isFieldName(name)) {
      fields[name] = { text, axis: axes.has(id) };
    } else {
      extra[name] = text;
    }
  }
  addUnsaid(fields, base, plan.fields);
  const { where, sample, limit } = plan.spec;
  const words: [string, string | number | null | undefined][] = [
    ['where', where],
    ['sample', sample],
    ['limit', limit]
  ];
  words.forEach(([name, value]) => {
    if (value !== null && value !== undefined) {
      extra[name] = written(String(value));
    }
  });
  return {
    prompt: typeof base.prompt === 'string' && !('prompt' in extra) ? base.prompt : '',
    negative:
      typeof base.negative_prompt === 'string' && !('negative_prompt' in extra) ? base.negative_prompt : '',
    fields,
    layout: namedAsHere(plan.spec.layout ?? plan.layout),
    extra
  };
}

/** Values that the cell said outside its first line (the infotext line). */
function addUnsaid(fields: Record<string, Field>, base: Plan['spec']['base'], said: Plan['fields']): void {
  const isSaid = (name: string): boolean => Object.keys(said).some(key => key.split('&').includes(name));
  const { width, height, ...others } = base;
  if (typeof width === 'number' && typeof height === 'number' && !isSaid(SIZE) && !isSaid('width')) {
    fields[SIZE] = { text: sizeText(width, height), axis: false };
  }
  for (const [name, value] of Object.entries(others)) {
    if (value !== null && isFieldName(name) && !isSaid(name)) {
      fields[name] = { text: written(String(value)), axis: false };
    }
  }
}

/** Values for the fields from elsewhere (a grid's "use seed"); names as in the catalogue, bare values. */
export function filled(form: Form, values: Readonly<Record<string, string>>): Form {
  return Object.entries(values).reduce<Form>((next, [name, value]) => {
    if (name === 'prompt') {
      return { ...setExtra(next, name, null), prompt: value };
    }
    if (name === 'negative_prompt') {
      return { ...setExtra(next, name, null), negative: value };
    }
    return isFieldName(name) ? backToOne(next, name, written(value)) : next;
  }, form);
}

/** A few values around the present one, for a parameter that has just become an axis. */
export function suggestedAxis(
  parameter: Parameter,
  value: string | number | boolean | null,
  choices: readonly string[] | null = null
): string {
  const { min = -Infinity, max = Infinity, step = 1 } = parameter;
  if (parameter.kind === 'integer' || parameter.kind === 'number') {
    const at = typeof value === 'number' ? value : Number(value ?? NaN);
    if (!Number.isFinite(at) || at < 0) {
      return isSeed(parameter.name) ? '1..4' : '';
    }
    if (isSeed(parameter.name)) {
      return `${at}..${Math.min(at + 3, max)}`;
    }
    const around = parameter.kind === 'integer' && at >= 8 ? Math.round(at / 2) : 4 * step;
    const values = [at - around, at, at + around].map(each =>
      Number(Math.min(max, Math.max(min, each)).toFixed(6))
    );
    return [...new Set(values)].join(',');
  }
  if (parameter.kind === 'boolean') {
    return 'false,true';
  }
  const first = value === null ? '' : String(value);
  const other = choices?.find(choice => choice !== first);
  return writtenList([first, other ?? ''].filter(each => each !== ''));
}

function withField(form: Form, name: string, field: Field | undefined): Form {
  const fields = { ...form.fields };
  if (field) {
    fields[name] = field;
  } else {
    delete fields[name];
  }
  return { ...form, fields };
}

function without(layout: Readonly<Layout>, name: string): Layout {
  return Object.fromEntries(Object.entries(layout).filter(([, axis]) => axis !== name));
}

function tidied(layout: Layout): Layout {
  if (layout.x || !layout.y) {
    return layout;
  }
  const { y, ...rest } = layout;
  return { ...rest, x: y };
}

function namedAsHere(layout: Layout): Layout {
  return Object.fromEntries(
    Object.entries(layout).map(([at, axis]) => [at, axis === SIZE_AXIS ? SIZE : axis])
  );
}

function isFieldName(name: string): boolean {
  const parameter = name.includes('&') ? undefined : findParameter(name);
  return name === SIZE || (parameter?.name === name && parameter.group !== 'prompt');
}
