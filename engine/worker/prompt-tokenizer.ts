import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadTokenizer, openTokenizers } from '../text';
import type { ITokenizer } from '../../language/prompt';
import { openCheckpoint } from '../weights';
import { lookAt, stampsBeside } from './file-stamp';

/** Vocabularies kept open; each takes some ten megabytes. */
const KEPT = 3;

/** By the path and the state of its files. */
const opened = new Map<string, ITokenizer>();

/**
 * The tokenizer of the checkpoint at `path`, for who counts a prompt's tokens without drawing: opened in a few hundred milliseconds,
 * then kept. Null where it can't be read; the model's own listing says why.
 */
export function promptTokenizer(path: string): ITokenizer | null {
  const state = [path, lookAt(path).stamp, ...Object.values(stampsBeside(path))].join(' ');
  const tokenizer = opened.get(state) ?? open(path);
  opened.delete(state);
  if (tokenizer) {
    opened.set(state, tokenizer);
  }
  if (opened.size > KEPT) {
    opened.delete(opened.keys().next().value!);
  }
  return tokenizer;
}

function open(path: string): ITokenizer | null {
  const folder = ['tokenizer', 'tokenizer_2']
    .map(name => join(path, name))
    .find(each => existsSync(join(each, 'vocab.json')));
  try {
    return folder ? loadTokenizer(folder) : openTokenizers(openCheckpoint(path)).first;
  } catch {
    return null;
  }
}
