import { join } from 'node:path';
import { EngineError } from '../errors';
import { loadTokenizer } from '../text/tokenizer';
import type { ITokenizer } from '../types';
import type { Checkpoint } from '../weights/checkpoint';
import { readJson } from '../weights/read-json';

/** The tokenizer of a checkpoint. Throws EngineError as `tokenizerProblems` says. */
export function openTokenizer(checkpoint: Checkpoint): ITokenizer {
  const [problem] = tokenizerProblems(checkpoint);
  if (problem) {
    throw problem;
  }
  return loadTokenizer(checkpoint.tokenizer!);
}

/** Why a checkpoint's prompts can't be read: it has no vocabulary, or one with ids that its text encoder doesn't know. */
export function tokenizerProblems({ name, arch, tokenizer }: Checkpoint): EngineError[] {
  if (tokenizer === undefined) {
    return [new EngineError('model_incomplete', { file: name, reason: 'tokenizer_missing' })];
  }
  const words = Object.keys(readJson(join(tokenizer, 'vocab.json'), 'tokenizer/vocab.json')).length;
  if (words > arch.text.vocabulary) {
    const facts = { found: words, expected: arch.text.vocabulary };
    return [new EngineError('model_incomplete', { file: name, reason: 'tokenizer_size', ...facts })];
  }
  return [];
}
