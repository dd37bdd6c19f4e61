import { readFileSync } from 'node:fs';
import type { Config } from './read-config';
import { Fault } from '../../schema/fault';

/** The object in the JSON file at `path`, called `name` in errors (model_missing, model_corrupt). */
export function readJson(path: string, name: string): Config {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new Fault('model_missing', { name });
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Config;
    }
  } catch {
    // Falls through to the same answer as JSON of the wrong kind.
  }
  throw new Fault('model_corrupt', { file: name, reason: 'not_json' });
}
