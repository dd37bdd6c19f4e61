/**
 * The parameter catalogue: every parameter a cell can have, once. The panel, the magics, completion, validation and the docs are all
 * derived from it. Names are those of the A1111 API. These modules are plain data without a validation library, so the browser can
 * carry them.
 */
import { careEntries } from './parameters/care';
import { core as coreEntries } from './parameters/core';
import { hires } from './parameters/hires';
import { image } from './parameters/image';
import { sampling } from './parameters/sampling';
import { text } from './parameters/text';
import { defaultsOf, type DefaultsOf, type Parameter, type ValuesOf } from './parameters/types';

export type {
  ChoiceList,
  Language,
  Localized,
  Parameter,
  ParameterCost,
  ParameterGroup,
  ParameterKind,
  ParameterValue
} from './parameters/types';

const optionEntries = [...text, ...image, ...hires, ...sampling, ...careEntries] as const;

type CoreEntry = Exclude<(typeof coreEntries)[number], { group: 'batch' }>;
type OptionEntry = (typeof optionEntries)[number];

/** What every picture says, options apart. */
export type CoreParams = ValuesOf<CoreEntry>;

/**
 * What a picture is drawn with beyond the core parameters. A cell carries only those that are not at their catalogue default, so a
 * plain cell stays small and its content key does not change when an option is added.
 */
export type CellOptions = ValuesOf<OptionEntry>;

/** Every parameter of one picture, explicit but for options at their defaults. */
export type CellParams = CoreParams & Partial<CellOptions>;

/** Every parameter of one picture, each said. */
export type AllParams = CoreParams & CellOptions;

export type CellParamName = keyof AllParams;

/** The entry of a parameter that cells have. */
export type CellParameter<Name extends CellParamName = CellParamName> = Parameter & {
  name: Name;
  needs?: CellParamName;
};

/** The batch makes cells, and no cell has it. */
const cellEntries = coreEntries.filter((entry): entry is CoreEntry => entry.group !== 'batch');

/** The parameters that every cell says. */
export const core: readonly CellParameter<keyof CoreParams>[] = cellEntries;

/** The parameters that a cell carries only where they are not at their defaults. */
export const options: readonly CellParameter<keyof CellOptions>[] = optionEntries;

export const catalogue: readonly Parameter[] = [...coreEntries, ...optionEntries];

/** What the core parameters are when nobody says them; null where the model has the say. */
export const coreDefaults: Readonly<DefaultsOf<CoreEntry>> = defaultsOf<CoreEntry>(cellEntries);
const optionDefaults: Readonly<CellOptions> = defaultsOf<OptionEntry>(optionEntries);

const byName = new Map(catalogue.map(parameter => [parameter.name, parameter]));

/** The parameter of exactly that name; throws when there is none. */
export function parameterNamed(name: string): Parameter {
  const parameter = byName.get(name);
  if (!parameter) {
    throw new Error(`no parameter is named ${name}`);
  }
  return parameter;
}

const byFoldedName = new Map(
  catalogue.flatMap(parameter => [parameter.name, ...parameter.aliases].map(each => [fold(each), parameter]))
);

/** The parameter that a name or an alias means (case and `-`/`_`/blank do not matter), or undefined. */
export function findParameter(nameOrAlias: string): Parameter | undefined {
  return byFoldedName.get(fold(nameOrAlias));
}

/** A cell with every option said, those it leaves out at their defaults. */
export function withDefaults(params: CellParams): AllParams {
  return { ...optionDefaults, ...params };
}

/** Whether an option has an effect: what it needs, and what that needs, is away from its default. */
export function matters({ needs }: Parameter, valueOf: (name: string) => unknown): boolean {
  if (needs === undefined) {
    return true;
  }
  const needed = parameterNamed(needs);
  return (valueOf(needs) ?? null) !== needed.default && matters(needed, valueOf);
}

function fold(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** Whether a parameter is a seed of chance. */
export function isSeed(name: string): boolean {
  return byName.get(name)?.random === true;
}
