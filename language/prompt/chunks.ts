import type { ITokenizer } from './tokenizer';
import type { PromptRun } from './attention';
import { isBreak } from './attention';
import { CHUNKS_MAX } from './limits';
import { Fault } from '../../schema/fault';

/** Ids and their weights, `contextLength` of each: BOS, the prompt's, EOS, padding. */
export type Chunk = {
  ids: number[];
  weights: number[];
  /** How many of the ids are the prompt's. */
  used: number;
  /** Embeddings whose vectors lie over the ids from `at` on. */
  embeddings: PlacedEmbedding[];
};

export type PlacedEmbedding = { name: string; at: number };

/** An embedding as a prompt sees it. */
export type EmbeddingWord = {
  name: string;
  /** The tokens of its name. */
  ids: readonly number[];
  /** How many vectors it has; asked only where the name is found. */
  vectorsTotal(): number;
};

export type ChunkOptions = {
  /** Tokens of a chunk with BOS and EOS. */
  contextLength?: number;
  /** How many tokens before a cut the last comma may lie; 0 cuts anywhere. */
  commaBacktrack?: number;
  embeddings?: readonly EmbeddingWord[];
  strict?: boolean;
};

type Token = { id: number; weight: number };

/**
 * The chunks of a prompt's runs, at least one, and its token count as the counter shows it: that of full and closed chunks is their
 * whole length. Throws `embedding_too_long` for one that fits no chunk, and
 * `too_many_chunks`.
 */
export function chunkPrompt(
  runs: readonly PromptRun[],
  tokenizer: ITokenizer,
  options: ChunkOptions = {}
): { chunks: Chunk[]; count: number } {
  const chunker = new Chunker(tokenizer, options);
  for (const run of runs) {
    chunker.add(run);
  }
  return chunker.finish();
}

/** A chunk of nothing. */
export function emptyChunk(tokenizer: ITokenizer, contextLength: number): Chunk {
  return framed([], [], tokenizer, contextLength - 2);
}

class Chunker {
  private readonly size: number;
  private readonly backtrack: number;
  private readonly strict: boolean;
  /** By their first token, the longest first. */
  private readonly words = new Map<number, EmbeddingWord[]>();
  private readonly chunks: Chunk[] = [];
  private tokens: Token[] = [];
  private embeddings: PlacedEmbedding[] = [];
  private lastComma = -1;

  constructor(
    private readonly tokenizer: ITokenizer,
    { contextLength = 77, commaBacktrack = 20, embeddings = [], strict = false }: ChunkOptions
  ) {
    this.size = contextLength - 2;
    this.backtrack = commaBacktrack;
    this.strict = strict;
    for (const word of [...embeddings].sort((a, b) => b.ids.length - a.ids.length)) {
      this.words.set(word.ids[0], [...(this.words.get(word.ids[0]) ?? []), word]);
    }
  }

  add(run: PromptRun): void {
    if (isBreak(run)) {
      this.close();
      return;
    }
    const ids = this.tokenizer.encode(run.text);
    for (let k = 0; k < ids.length;) {
      this.makeRoom(ids[k]);
      const word = this.words.get(ids[k])?.find(({ ids: name }) => name.every((id, n) => ids[k + n] === id));
      if (word) {
        this.addEmbedding(word, run.weight);
      } else {
        this.tokens.push({ id: ids[k], weight: run.weight });
      }
      k += word?.ids.length ?? 1;
    }
  }

  finish(): { chunks: Chunk[]; count: number } {
    const count = this.chunks.length * this.size + this.tokens.length;
    if (this.tokens.length || !this.chunks.length) {
      this.close();
    }
    return { chunks: this.chunks, count };
  }

  /** Closes a full chunk before the next token, at its last comma when that is near. */
  private makeRoom(next: number): void {
    const full = this.tokens.length === this.size;
    const cut = this.lastComma + 1;
    if (next === this.tokenizer.comma) {
      this.lastComma = this.tokens.length;
    } else if (full && cut > 0 && this.backtrack > 0 && this.size - this.lastComma <= this.backtrack) {
      const moved = this.tokens.splice(cut);
      const along = this.strict ? this.embeddings.filter(({ at }) => at >= cut) : [];
      this.embeddings = this.embeddings.filter(each => !along.includes(each));
      this.close();
      this.tokens = moved;
      this.embeddings = along.map(({ name, at }) => ({ name, at: at - cut }));
    }
    if (this.tokens.length === this.size) {
      this.close();
    }
  }

  private addEmbedding(word: EmbeddingWord, weight: number): void {
    const { name } = word;
    const count = word.vectorsTotal();
    if (count > this.size) {
      throw new Fault('embedding_too_long', { name, found: count, limit: this.size });
    }
    if (this.tokens.length + count > this.size) {
      this.close();
    }
    this.embeddings.push({ name, at: this.tokens.length });
    for (let k = 0; k < count; k++) {
      this.tokens.push({ id: 0, weight });
    }
  }

  private close(): void {
    if (this.chunks.length === CHUNKS_MAX) {
      throw new Fault('too_many_chunks', { limit: CHUNKS_MAX });
    }
    this.chunks.push(framed(this.tokens, this.embeddings, this.tokenizer, this.size));
    this.tokens = [];
    this.embeddings = [];
    this.lastComma = -1;
  }
}

/** BOS, the tokens, EOS up to the chunk's size, EOS; where the padding is another token, that after the first EOS. */
function framed(
  tokens: readonly Token[],
  embeddings: readonly PlacedEmbedding[],
  { bos, eos, pad }: ITokenizer,
  size: number
): Chunk {
  const padding = new Array<number>(size - tokens.length).fill(pad);
  const ids = [bos, ...tokens.map(({ id }) => id), eos, ...padding];
  const weights = [1, ...tokens.map(({ weight }) => weight), 1, ...padding.map(() => 1)];
  return {
    ids,
    weights,
    used: tokens.length,
    embeddings: embeddings.map(each => ({ ...each, at: each.at + 1 }))
  };
}

/** The counter's figures: tokens, and the next multiple of the chunk size they fit. */
export function countTokens(
  runs: readonly PromptRun[],
  tokenizer: ITokenizer,
  options?: ChunkOptions
): { count: number; limit: number } {
  const { count } = chunkPrompt(runs, tokenizer, options);
  return { count, limit: limitOf(count, options?.contextLength) };
}

/** The next multiple of the chunk size that a count fits. */
export function limitOf(count: number, contextLength = 77): number {
  const size = contextLength - 2;
  return Math.max(1, Math.ceil(count / size)) * size;
}
