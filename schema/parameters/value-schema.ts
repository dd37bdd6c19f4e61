/** What is checked of a parameter's value wherever JSON comes in: that it is of its kind. Ranges are the cell language's. */
import * as z from 'zod/mini';
import { type AllParams, type CellParamName, parameterNamed } from '../catalogue';
import type { Parameter, ParameterValue } from './types';

export const SHA256 = /^[0-9a-f]{64}$/;

/** The schema of a parameter's values. */
export function valueSchema(parameter: Parameter): z.ZodMiniType<ParameterValue> {
  const schema = ofKind(parameter);
  return parameter.optional ? z.nullable(schema) : schema;
}

/** The same by a name, with the type of that name's values. */
export function schemaOf<Name extends CellParamName>(name: Name): z.ZodMiniType<AllParams[Name]> {
  return valueSchema(parameterNamed(name)) as z.ZodMiniType<AllParams[Name]>;
}

/** A value that says nothing, for one that can't be read. */
export function nothingOf({ kind, choices = [], optional }: Parameter): ParameterValue {
  if (optional) {
    return null;
  }
  const numeric = kind === 'integer' || kind === 'number';
  return numeric ? 0 : kind === 'boolean' ? false : (choices[0] ?? '');
}

function ofKind({ kind, choices, choices_from }: Parameter): z.ZodMiniType<Exclude<ParameterValue, null>> {
  switch (kind) {
    case 'integer':
    case 'number':
      return z.number();
    case 'boolean':
      return z.boolean();
    case 'image':
      return z.string().check(z.regex(SHA256));
    default:
      return choices && !choices_from ? z.enum([...choices]) : z.string();
  }
}
