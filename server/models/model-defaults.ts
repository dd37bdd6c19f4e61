import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Parameter, findParameter } from '../../schema/catalogue';
import type { FoundModel } from './find-models';

export type Defaults = Record<string, string | number | boolean | null>;

/** Parameters that a model has no say in. */
const NOT_THE_MODELS = new Set(['model', 'seed', 'subseed', 'prompt', 'batch_count', 'batch_size']);

/**
 * What a model's own file says of its best settings: `generation_defaults.json` in its folder or `NAME.defaults.json` beside its
 * file. What the catalogue doesn't know or allow is dropped, and named in `ignored`.
 */
export async function modelDefaults(found: FoundModel): Promise<{ defaults: Defaults; ignored: string[] }> {
  const path = found.kind === 'folder' ? join(found.path, 'generation_defaults.json') : found.defaults;
  const text = path === undefined ? null : await readFile(path, 'utf8').catch(() => null);
  return text === null ? { defaults: {}, ignored: [] } : readDefaults(text);
}

export function readDefaults(text: string): { defaults: Defaults; ignored: string[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { defaults: {}, ignored: ['*'] };
  }
  const defaults: Defaults = {};
  const ignored: string[] = [];
  for (const [name, value] of Object.entries(parsed !== null && typeof parsed === 'object' ? parsed : {})) {
    const parameter = findParameter(name);
    if (parameter && !NOT_THE_MODELS.has(parameter.name) && allows(parameter, value)) {
      defaults[parameter.name] = value as Defaults[string];
    } else {
      ignored.push(name);
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
