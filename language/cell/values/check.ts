/** Whether a value fits its parameter. */
import { Fault } from '../../../schema/fault';
import type { Parameter, ParameterValue } from '../../../schema/catalogue';
import { choiceCalled } from '../../names/choices';
import { excerpt } from '../source';
import type { SweepContext } from '../types';

/** The value as the catalogue has it (names resolved); throws a fault that says what the parameter takes. */
export function checkValue(
  parameter: Parameter,
  value: ParameterValue,
  context: SweepContext
): ParameterValue {
  if (parameter.optional && isNone(value)) {
    return null;
  }
  switch (parameter.kind) {
    case 'integer':
    case 'number':
      return checkNumber(parameter, value);
    case 'text':
      return typeof value === 'string' ? value : notText(parameter, value);
    case 'boolean':
      return checkBoolean(parameter, value);
    case 'image':
      return checkPicture(parameter, value, context);
    default:
      return typeof value === 'string' ? choiceCalled(parameter, value, context) : notText(parameter, value);
  }
}

/** Facts of a numeric parameter for sentences: its name and what it takes. */
export function takes(parameter: Parameter): { param: string; min: number; max: number; integer?: number } {
  const { name, min = 0, max = 0, kind } = parameter;
  return { param: name, min, max, ...(kind === 'integer' ? { integer: 1 } : {}) };
}

export function notANumber(parameter: Parameter, written: string): never {
  throw new Fault('not_a_number', { value: excerpt(written), ...takes(parameter) });
}

/** The distance that all values of a whole-number parameter keep, 1 for most and 8 for sizes. */
export function multipleOf(parameter: Parameter): number {
  return parameter.kind === 'integer' ? (parameter.step ?? 1) : 1;
}

function checkNumber(parameter: Parameter, value: ParameterValue): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return notANumber(parameter, String(value));
  }
  const { min = -Infinity, max = Infinity } = parameter;
  if (value < min || value > max) {
    // torch's CPU generator takes no more of a seed.
    const low =
      parameter.random && value > max ? { low: String(BigInt.asUintN(32, BigInt(Math.floor(value)))) } : {};
    throw new Fault('out_of_range', { value, ...takes(parameter), ...low });
  }
  if (parameter.kind === 'integer' && !Number.isInteger(value)) {
    throw new Fault('not_whole', { value, ...takes(parameter) });
  }
  const step = multipleOf(parameter);
  if (parameter.kind === 'integer' && value % step !== 0) {
    const near = Math.min(max, Math.max(min, Math.round(value / step) * step));
    throw new Fault('not_a_multiple', { value, step, near, ...takes(parameter) });
  }
  return value + 0; // -0 is 0
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  on: true,
  yes: true,
  1: true,
  false: false,
  off: false,
  no: false,
  0: false
};

function checkBoolean({ name, infotext }: Parameter, value: ParameterValue): boolean {
  const written = String(value).trim().toLowerCase();
  const word = infotext?.words?.find(([, each]) => each.toLowerCase() === written);
  const read = word ? word[0] : BOOLEANS[written];
  if (typeof read !== 'boolean') {
    throw new Fault('not_a_switch', { value: excerpt(String(value)), param: name });
  }
  return read;
}

const PICTURE = /^[0-9a-f]{64}$/;

function checkPicture({ name }: Parameter, value: ParameterValue, context: SweepContext): string {
  const hash = String(value).trim().toLowerCase();
  if (!PICTURE.test(hash)) {
    throw new Fault('not_a_picture', { value: excerpt(String(value)), param: name });
  }
  if (!context.hasPicture(hash)) {
    throw new Fault('picture_missing', { value: hash.slice(0, 12), param: name });
  }
  return hash;
}

/** Words for null, which is what an optional parameter has when it is not set; A1111 calls the checkpoint's own VAE "Automatic". */
const NONE = new Set(['', 'none', 'automatic', 'auto', 'null', 'inf']);

export function isNone(value: ParameterValue): boolean {
  return value === null || (typeof value === 'string' && NONE.has(value.trim().toLowerCase()));
}

function notText(parameter: Parameter, value: ParameterValue): never {
  throw new Fault('not_text', { value: String(value), param: parameter.name });
}
