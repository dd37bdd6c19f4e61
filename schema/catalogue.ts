/**
 * The parameter catalogue: every parameter a cell can have, once. The panel, the magics, completion, validation and the docs are all
 * derived from it. Names are those of the A1111 API. These modules are plain data without a validation library, so the browser can
 * carry them.
 */
import type { CellOptions, CellParams, CoreParams } from './wire';
import { core } from './parameters/core';
import { hires } from './parameters/hires';
import { image } from './parameters/image';
import { sampling } from './parameters/sampling';
import { text } from './parameters/text';
import type { Parameter } from './parameters/types';

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

/** The parameters that a cell carries only where they are not at their defaults: `CellOptions`. */
export const options: readonly Parameter[] = [...text, ...image, ...hires, ...sampling];

export const catalogue: readonly Parameter[] = [...core, ...options];

const byName = new Map(catalogue.map(parameter => [parameter.name, parameter]));
const defaults = Object.fromEntries(options.map(each => [each.name, each.default])) as CellOptions;

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
export function withDefaults(params: CellParams): CoreParams & CellOptions {
  return { ...defaults, ...params };
}

/** Whether an option has an effect: what it needs, and what that needs, is away from its default. */
export function matters({ needs }: Parameter, valueOf: (name: string) => unknown): boolean {
  if (needs === undefined) {
    return true;
  }
  const needed = parameterNamed(needs);
  const value = valueOf(needs) ?? null;
  return value !== needed.default && matters(needed, valueOf);
}

function fold(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}
