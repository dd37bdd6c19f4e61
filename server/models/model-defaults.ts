import { basename, join } from 'node:path';
import { type Parameter, findParameter } from '../../schema/catalogue';
import type { FaultData } from '../../schema/fault';
import { shortened } from '../../schema/readable';
import { systemCode } from '../../schema/system-code';
import { readSmallFileAsync } from '../../engine/worker';
import { decodeText } from '../decode-text';
import type { FoundModel } from './find-models';

export type Defaults = Record<string, string | number | boolean | null>;

/** Parameters that a model has no say in. */
const NOT_THE_MODELS = new Set(['model', 'seed', 'subseed', 'prompt', 'batch_count', 'batch_size']);

/** Bytes of the largest file of defaults. */
const FILE_MAX = 1e6;
/** Characters of a value that is told. */
const VALUE_MAX = 60;

/** Parameters by the values that were left out, as they are written. */
type Read = { defaults: Defaults; ignored: Record<string, string> } | { problem: FaultData };

/**
 * What a model's own file says of its best settings: `generation_defaults.json` in its folder or `NAME.defaults.json` beside its
 * file. What can't be read of it, or the catalogue doesn't know or allow, is left out, and told in `remarks`.
 */
export async function modelDefaults(
  found: FoundModel
): Promise<{ defaults: Defaults; remarks: FaultData[] }> {
  const path = found.kind === 'folder' ? join(found.path, 'generation_defaults.json') : found.defaults;
  const read = path === undefined ? null : await readFrom(path);
  if (read === null) {
    return { defaults: {}, remarks: [] };
  }
  // Of a folder the file alone says nothing of whose it is.
  const file = found.kind === 'folder' ? `${found.name}/${basename(path!)}` : basename(path!);
  if ('problem' in read) {
    const { code, facts } = read.problem;
    return { defaults: {}, remarks: [{ code, facts: { ...facts, file } }] };
  }
  const values = Object.entries(read.ignored).map(([name, value]) => `${name} ${value}`);
  return {
    defaults: read.defaults,
    remarks: values.length > 0 ? [{ code: 'defaults_ignored', facts: { file, values } }] : []
  };
}

/** Null where there is no such file. */
async function readFrom(path: string): Promise<Read | null> {
  let bytes: Buffer;
  try {
    bytes = await readSmallFileAsync(path, FILE_MAX);
  } catch (error) {
    const reason = systemCode(error);
    return reason === 'ENOENT' ? null : { problem: { code: 'defaults_unreadable', facts: { reason } } };
  }
  const decoded = decodeText(bytes);
  return 'line' in decoded
    ? { problem: { code: 'defaults_encoding', facts: { line: decoded.line } } }
    : readDefaults(decoded.text);
}

/** The defaults in a text of JSON. */
export function readDefaults(text: string): Read {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { problem: { code: 'defaults_no_object', facts: {} } };
  }
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) {
    return { problem: { code: 'defaults_no_object', facts: {} } };
  }
  const defaults: Defaults = {};
  const ignored: Record<string, string> = {};
  for (const [name, value] of Object.entries(parsed)) {
    const parameter = findParameter(name);
    if (parameter && !NOT_THE_MODELS.has(parameter.name) && allows(parameter, value)) {
      defaults[parameter.name] = value as Defaults[string];
    } else {
      ignored[name] = shortened(JSON.stringify(value), VALUE_MAX);
    }
  }
  return { defaults, ignored };
}

function allows({ kind, min, max, step, choices, name }: Parameter, value: unknown): boolean {
  switch (kind) {
    case 'integer':
    case 'number': {
      const fits = typeof value === 'number' && value >= (min ?? -Infinity) && value <= (max ?? Infinity);
      const whole = kind === 'number' || Number.isInteger(value);
      const multiple = !(name === 'width' || name === 'height') || (value as number) % step! === 0;
      return fits && whole && multiple;
    }
    case 'choice':
      return typeof value === 'string' && (!choices || choices.includes(value));
    default:
      return typeof value === 'string';
  }
}
