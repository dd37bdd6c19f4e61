import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join, parse } from 'node:path';
import { readSmallFile } from '../weights';

/** Configs of a diffusers folder, or of one network's, that decide what its weights draw. */
const FOLDER_CONFIGS = [
  'model_index.json',
  'config.json',
  'scheduler/scheduler_config.json',
  ...['unet', 'vae', 'vae_decoder', 'vae_encoder', 'text_encoder', 'text_encoder_2'].map(
    part => `${part}/config.json`
  )
];
/** Bytes of the largest file of those. */
const FILE_MAX = 64e6;
const TOKENIZER_FILES = ['vocab.json', 'merges.txt', 'tokenizer_config.json', 'special_tokens_map.json'];

/**
 * A sha256 of everything but weights that decides the pictures of the model at `path`: its configs, and the tokenizer in the folder of
 * that name where it is the model's own. Undefined where there is nothing of the kind. Notes of the program that wrote a config don't
 * count, nor does the order of its keys.
 */
export function configDigest(path: string, tokenizer: string | null): string | undefined {
  const isFolder = statSync(path).isDirectory();
  const { dir, name } = parse(path);
  const configs = isFolder
    ? FOLDER_CONFIGS.map(each => [each, join(path, each)])
    : ['.arch.json', '.yaml'].map(ending => [ending, join(dir, name + ending)]);
  const tokenizers = isFolder ? ['tokenizer', 'tokenizer_2'].map(each => join(path, each)) : [tokenizer];
  const words = tokenizers.flatMap((folder, i) =>
    folder === null ? [] : TOKENIZER_FILES.map(each => [`tokenizer ${i} ${each}`, join(folder, each)])
  );
  const found = [...configs, ...words].filter(([, file]) =>
    statSync(file, { throwIfNoEntry: false })?.isFile()
  );
  if (found.length === 0) {
    return undefined;
  }
  const hash = createHash('sha256');
  found.forEach(([role, file]) =>
    hash.update(`${role}\n${whatCounts(readSmallFile(file, FILE_MAX).toString('utf8'))}\n`)
  );
  return hash.digest('hex');
}

function whatCounts(text: string): string {
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch {
    return text.trim();
  }
  return JSON.stringify(config, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([name]) => name === '_class_name' || !name.startsWith('_'))
            .sort(([a], [b]) => (a < b ? -1 : 1))
        )
      : value
  );
}
