/**
 * Chunks: a prompt longer than the text encoder's 75 tokens is encoded in pieces that are laid end to end. A piece that is full is cut
 * after its last comma when that is near enough, so that a phrase stays together (A1111's rule).
 */
import type { ITokenizer } from '../types';
import type { PromptRun } from './attention';
import { isBreak } from './attention';

/** Ids and their weights, `contextLength` of each: BOS, the prompt's, EOS, padding. */
export type Chunk = {
  ids: number[];
  weights: number[];
  /** How many of the ids are the prompt's. */
  used: number;
};

export type ChunkOptions = {
  /** Tokens of a chunk with BOS and EOS. */
  contextLength?: number;
  /** How many tokens before a cut the last comma may lie; 0 cuts anywhere. */
  commaBacktrack?: number;
};

type Token = { id: number; weight: number };

/**
 * The chunks of a prompt's runs, at least one, and its token count as the counter shows it: that of full and closed chunks is their
 * whole length.
 */
export function chunkPrompt(
  runs: readonly PromptRun[],
  tokenizer: ITokenizer,
  { contextLength = 77, commaBacktrack = 20 }: ChunkOptions = {}
): { chunks: Chunk[]; count: number } {
  const size = contextLength - 2;
  const chunks: Chunk[] = [];
  let tokens: Token[] = [];
  let lastComma = -1;
  const close = (following: Token[] = []): void => {
    chunks.push(framed(tokens, tokenizer, size));
    tokens = following;
    lastComma = -1;
  };

  for (const run of runs) {
    if (isBreak(run)) {
      close();
      continue;
    }
    for (const id of tokenizer.encode(run.text)) {
      const full = tokens.length === size;
      if (id === tokenizer.comma) {
        lastComma = tokens.length;
      } else if (full && lastComma !== -1 && size - lastComma <= commaBacktrack) {
        close(tokens.splice(lastComma + 1));
      }
      if (tokens.length === size) {
        close();
      }
      tokens.push({ id, weight: run.weight });
    }
  }
  const count = chunks.length * size + tokens.length;
  if (tokens.length || !chunks.length) {
    close();
  }
  return { chunks, count };
}

/** BOS, the tokens, EOS up to the chunk's size, EOS; where the padding is another token, that after the first EOS. */
function framed(tokens: readonly Token[], { bos, eos, pad }: ITokenizer, size: number): Chunk {
  const padding = new Array<number>(size - tokens.length).fill(pad);
  const ids = [bos, ...tokens.map(({ id }) => id), eos, ...padding];
  const weights = [1, ...tokens.map(({ weight }) => weight), 1, ...padding.map(() => 1)];
  return { ids, weights, used: tokens.length };
}

/** The counter's figures: tokens, and the next multiple of the chunk size they fit. */
export function countTokens(
  runs: readonly PromptRun[],
  tokenizer: ITokenizer,
  options?: ChunkOptions
): { count: number; limit: number } {
  const size = (options?.contextLength ?? 77) - 2;
  const { count } = chunkPrompt(runs, tokenizer, options);
  return { count, limit: Math.max(1, Math.ceil(count / size)) * size };
}
