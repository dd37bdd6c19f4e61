import { createHash } from 'node:crypto';
import type { CellParams } from '../../schema/wire';
import { ENGINE_VERSION } from '../../engine/worker/protocol';

/** JSON with sorted keys and no blanks, so that equal values have equal bytes. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonicalJson).join(',')}]`;
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * The content key of a cell: a hash of all that decides its bytes. The model counts by its weights, not by its name, so a renamed
 * file finds its pictures again and another file under the old name does not.
 */
export function contentKey(
  params: CellParams,
  modelSha256: string,
  engineVersion: string = ENGINE_VERSION
): string {
  return sha256(canonicalJson({ engine: engineVersion, params: { ...params, model: modelSha256 } }));
}
