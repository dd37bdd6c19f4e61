import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Tokens of the vocabulary that every Stable Diffusion shares. */
const CLIP_TOKENS = 49408;

/**
 * The folder with CLIP's own vocabulary, for checkpoints that bring none; undefined for a text encoder of another vocabulary, which
 * only its maker has.
 */
export function clipTokenizer(vocabulary = CLIP_TOKENS): string | undefined {
  const folder = join(__dirname, 'clip-tokenizer');
  return vocabulary === CLIP_TOKENS && existsSync(folder) ? folder : undefined;
}

/** Whether a folder holds a tokenizer. */
export function holdsTokenizer(folder: string): boolean {
  return ['vocab.json', 'merges.txt'].every(name => existsSync(join(folder, name)));
}
