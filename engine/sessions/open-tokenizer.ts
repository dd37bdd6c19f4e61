import { join } from 'node:path';
import { EngineError } from '../errors';
import { loadTokenizer } from '../text/tokenizer';
import type { ITokenizer } from '../types';
import type { Checkpoint } from '../weights/checkpoint';
import { readJson } from '../weights/read-json';

/** The words of a checkpoint's prompts, and what its second text encoder is padded with. */
export type Tokenizers = { first: ITokenizer; secondPad: number };

/** What OpenCLIP pads with, which is also the id of its tokenizer's pad token "!". */
const OPEN_CLIP_PAD = 0;

/** The tokenizers of a checkpoint. Throws EngineError as `tokenizerProblems` says. */
export function openTokenizers(checkpoint: Checkpoint): Tokenizers {
  const [problem] = tokenizerProblems(checkpoint);
  if (problem) {
    throw problem;
  }
  const { arch, layout, tokenizer, secondTokenizer } = checkpoint;
  const first = loadTokenizer(tokenizer!);
  // The vocabulary beside a single file is anybody's CLIP; only the padding is the encoder's own.
  const pad = layout === 'single' && arch.text[0].activation === 'gelu' ? OPEN_CLIP_PAD : first.pad;
  return {
    first: { ...first, pad },
    secondPad: secondTokenizer === undefined ? OPEN_CLIP_PAD : loadTokenizer(secondTokenizer).pad
  };
}

/** Why a checkpoint's prompts can't be read: it has no vocabulary, or one with ids that its text encoders don't know. */
export function tokenizerProblems({ name, arch, tokenizer }: Checkpoint): EngineError[] {
  if (tokenizer === undefined) {
    return [new EngineError('model_incomplete', { file: name, reason: 'tokenizer_missing' })];
  }
  const words = Object.keys(readJson(join(tokenizer, 'vocab.json'), 'tokenizer/vocab.json')).length;
  const known = Math.min(...arch.text.map(({ vocabulary }) => vocabulary));
  if (words > known) {
    const facts = { found: words, expected: known };
    return [new EngineError('model_incomplete', { file: name, reason: 'tokenizer_size', ...facts })];
  }
  return [];
}
