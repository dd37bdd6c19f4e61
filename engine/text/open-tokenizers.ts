import { join } from 'node:path';
import { loadTokenizer } from './tokenizer';
import type { ITokenizer } from '../../language/prompt/index';
import type { Checkpoint } from '../weights';
import { clipTokenizer, readJson } from '../weights';
import { Fault } from '../../schema/fault';

/** The words of a checkpoint's prompts, as each of its text encoders reads them. */
export type Tokenizers = { first: ITokenizer; second?: ITokenizer };

/** Where a tokenizer lies: a folder of the model's, or null for CLIP's own; and what it pads with where the folder doesn't say so. */
export type TokenizerPlace = { folder: string | null; pad?: string };

/** What OpenCLIP pads with: its vocabulary's first token. */
const OPEN_CLIP = { pad: '!' };

/** The tokenizers of a checkpoint. Throws Fault as `tokenizerProblems` says. */
export function openTokenizers(checkpoint: Checkpoint): Tokenizers {
  const [problem] = tokenizerProblems(checkpoint);
  if (problem) {
    throw problem;
  }
  const { arch, tokenizer, secondTokenizer } = checkpoint;
  return {
    first: openTokenizer(placeOfTokenizer(checkpoint)!),
    ...(arch.text.length > 1
      ? {
          second:
            secondTokenizer === undefined
              ? loadTokenizer(tokenizer!, OPEN_CLIP)
              : loadTokenizer(secondTokenizer)
        }
      : {})
  };
}

/** Where the first tokenizer of a checkpoint lies; null where its prompts can't be read. */
export function placeOfTokenizer(checkpoint: Checkpoint): TokenizerPlace | null {
  const { arch, layout, tokenizer } = checkpoint;
  if (tokenizer === undefined || tokenizerProblems(checkpoint).length > 0) {
    return null;
  }
  // The vocabulary beside a single file is anybody's CLIP; only the padding is the encoder's own.
  const isOpenClip = layout === 'single' && arch.text[0].activation === 'gelu';
  const folder = tokenizer === clipTokenizer() ? null : tokenizer;
  return { folder, ...(isOpenClip ? OPEN_CLIP : {}) };
}

/** The tokenizer that lies there. Throws where its files can't be read. */
export function openTokenizer({ folder, pad }: TokenizerPlace): ITokenizer {
  return loadTokenizer(folder ?? clipTokenizer()!, { pad });
}

/** Why a checkpoint's prompts can't be read: it has no vocabulary, or one with ids that its text encoders don't know. */
export function tokenizerProblems({ name, arch, tokenizer }: Checkpoint): Fault[] {
  if (tokenizer === undefined) {
    return [new Fault('model_incomplete', { file: name, reason: 'tokenizer_missing' })];
  }
  const words = Object.keys(readJson(join(tokenizer, 'vocab.json'), 'tokenizer/vocab.json')).length;
  const known = Math.min(...arch.text.map(({ vocabulary }) => vocabulary));
  if (words > known) {
    const facts = { found: words, expected: known };
    return [new Fault('model_incomplete', { file: name, reason: 'tokenizer_size', ...facts })];
  }
  return [];
}
