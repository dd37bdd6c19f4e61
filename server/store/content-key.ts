import { createHash } from 'node:crypto';
import type { CellParams } from '../../schema/wire';
import { networksNamed, withoutCare } from '../../schema/care';
import { ENGINE_VERSION } from '../../engine/worker';

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

/** The sha256 of every file of weights that a cell is drawn with, by what it is for; LoRAs and embeddings by their names. */
export type FileHashes = {
  model: string;
  vae?: string;
  refiner?: string;
  upscaler?: string;
  /** Those of picture care, by the names that parameters call them. */
  networks?: Record<string, string>;
  loras?: Record<string, string>;
  embeddings?: Record<string, string>;
};

/**
 * The content key of a cell: a hash of all that decides its bytes. Files count by their weights, not by their names, so a renamed
 * checkpoint finds its pictures again and another file under the old name does not. Pictures to begin with are hashes already.
 */
export function contentKey(
  params: CellParams,
  { model, vae, refiner, upscaler, networks = {}, loras, embeddings }: FileHashes,
  engineVersion: string = ENGINE_VERSION
): string {
  const byWeights = {
    ...params,
    model,
    ...(vae && { vae }),
    ...(refiner && { refiner }),
    ...(upscaler && { hr_upscaler: upscaler }),
    ...Object.fromEntries(networksNamed(params).map(([param, name]) => [param, networks[name] ?? name]))
  };
  return sha256(canonicalJson({ engine: engineVersion, params: byWeights, loras, embeddings }));
}

/** The content key of the picture that a cell cares for, as it is drawn. */
export function drawnKey(params: CellParams, hashes: FileHashes): string {
  return contentKey(withoutCare(params), hashes);
}
