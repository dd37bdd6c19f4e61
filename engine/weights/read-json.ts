import type { Config } from './read-config';
import { readSmallFile } from './read-small-file';
import { Fault } from '../../schema/fault';
import { systemCode } from '../../schema/system-code';

/** Bytes of the largest config; the list of a large model's tensors has a hundredth of it. */
const CONFIG_MAX = 32e6;

/** The object in the JSON file at `path`, called `name` in errors (model_missing, model_corrupt). */
export function readJson(path: string, name: string): Config {
  let text: string;
  try {
    text = readSmallFile(path, CONFIG_MAX).toString('utf8');
  } catch (error) {
    throw systemCode(error) === 'EFBIG'
      ? new Fault('model_corrupt', { file: name, reason: 'not_json' })
      : new Fault('model_missing', { name });
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
