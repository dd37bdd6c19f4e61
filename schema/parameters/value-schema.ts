/** What is checked of a parameter's value wherever JSON comes in: that it is of its kind. Ranges are the cell language's. */
import * as v from 'valibot';
import { type AllParams, type CellParamName, parameterNamed } from '../catalogue';
import { finite } from '../shapes';
import type { Parameter, ParameterValue } from './types';

export const SHA256 = /^[0-9a-f]{64}$/;

/** The schema of a parameter's values. */
export function valueSchema(parameter: Parameter): v.GenericSchema<unknown, ParameterValue> {
  const schema = ofKind(parameter);
  return parameter.optional ? v.nullable(schema) : schema;
}

/** The same by a name, with the type of that name's values. */
export function schemaOf<Name extends CellParamName>(name: Name): v.GenericSchema<unknown, AllParams[Name]> {
  return valueSchema(parameterNamed(name)) as v.GenericSchema<unknown, AllParams[Name]>;
}

/** A value that says nothing, for one that can't be read. */
export function nothingOf({ kind, choices = [], optional }: Parameter): ParameterValue {
  if (optional) {
    return null;
  }
  const numeric = kind === 'integer' || kind === 'number';
  return numeric ? 0 : kind === 'boolean' ? false : (choices[0] ?? '');
}

function ofKind({ kind, choices, choices_from }: Parameter) {
  switch (kind) {
    case 'integer':
    case 'number':
      return finite;
    case 'boolean':
      return v.boolean();
    case 'image':
      return v.pipe(v.string(), v.regex(SHA256));
    default:
      return choices && !choices_from ? v.picklist(choices) : v.string();
  }
}
