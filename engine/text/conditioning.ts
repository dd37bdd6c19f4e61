/**
 * From a prompt to what the UNet attends to. A1111 cuts it into chunks that are encoded one by one and laid end to end, and weighs the
 * words in each encoder's states; diffusers encodes the first chunk of the plain text. SDXL's two encoders lie side by side, its pooled
 * text is the first chunk's.
 */
import { chunkPrompt, emptyChunk, parsePrompt } from '../../language/prompt';
import type { Chunk, Dialect, EmbeddingWord, Emphasis, ITokenizer } from '../../language/prompt';
import type { EncodedChunk, Flavour, INetworks, LoraUse, ModelInfo, TextChunk } from '../types';
import { readEmbedding, vectorsFor, type EncoderVectors } from './embedding';
import { applyEmphasis, isPlain, type WeightedStates } from './emphasis';

/** An encoded prompt: (tokens, dim), tokens a multiple of the chunk length, and SDXL's pooled text. */
export type Conditioning = { context: Float32Array; tokens: number; pooled?: Float32Array };

export type PromptOptions = {
  /** 1 takes the text encoder's last layer, 2 the one before. */
  clipSkip?: number;
  emphasis?: Emphasis;
  dialect?: Dialect;
  strict?: boolean;
  /**
   * A1111 encodes the texts of a changing prompt together: every one of a run's stages, this one too. They decide how many chunks each
   * has and, with emphasis `original`, the mean that is kept. Alone where it isn't said.
   */
  among?: readonly string[];
  loras?: readonly LoraUse[];
  /** Textual inversions by the names they have in prompts: name -> path. */
  embeddings?: Readonly<Record<string, string>>;
  /** Zeros instead of an encoding, as SDXL has them for no negative prompt. */
  zero?: boolean;
  /** diffusers: what the second encoder reads, where that is another text. */
  second?: string;
  /** Whose encoding; A1111's where it isn't said. diffusers reads one chunk and cuts off the rest. */
  flavour?: Flavour;
};

type TextNetworks = Pick<INetworks, 'info' | 'tokenizer' | 'secondTokenizer' | 'encodeText'>;

/**
 * The conditioning of a prompt. An embedding of another width than the encoders' is no embedding here, and its name is words, as A1111
 * has it. Throws `bad_weight`, `embedding_too_long`, and model_* for an embedding's file that can't be read.
 */
export async function encodePrompt(
  networks: TextNetworks,
  prompt: string,
  options: PromptOptions = {}
): Promise<Conditioning> {
  const { info } = networks;
  if (options.zero) {
    return {
      context: new Float32Array(info.contextLength * info.contextDim),
      tokens: info.contextLength,
      ...(info.pooledDim > 0 ? { pooled: new Float32Array(info.pooledDim) } : {})
    };
  }
  const embeddings = new Embeddings(options.embeddings ?? {}, networks.tokenizer, info);
  return options.flavour === 'diffusers'
    ? encodePlain(networks, prompt, options, embeddings)
    : encodeWeighted(networks, prompt, options, embeddings);
}

async function encodePlain(
  networks: TextNetworks,
  prompt: string,
  { clipSkip = 1, loras, second }: PromptOptions,
  embeddings: Embeddings
): Promise<Conditioning> {
  const { info, tokenizer, secondTokenizer } = networks;
  const chunkOf = (text: string, own: ITokenizer): Chunk =>
    chunkPrompt(
      parsePrompt(text, { emphasis: 'none' }),
      { ...own, encode: words => own.encode(words, 'diffusers') },
      { contextLength: info.contextLength, commaBacktrack: 0, embeddings: embeddings.words }
    ).chunks[0];
  const chunk = textChunk(chunkOf(prompt, tokenizer), embeddings);
  if (secondTokenizer) {
    chunk.second = chunkOf(second ?? prompt, secondTokenizer).ids;
  }
  const [encoded] = await networks.encodeText([chunk], { clipSkip, loras });
  return joined([encoded.states], encoded, info);
}

async function encodeWeighted(
  networks: TextNetworks,
  prompt: string,
  { clipSkip = 1, emphasis = 'original', dialect, strict, loras, among = [prompt] }: PromptOptions,
  embeddings: Embeddings
): Promise<Conditioning> {
  const { info, tokenizer } = networks;
  const { contextLength } = info;
  const chunksOf = new Map<string, Chunk[]>();
  for (const text of [prompt, ...among]) {
    if (!chunksOf.has(text)) {
      const runs = parsePrompt(text, { emphasis, dialect, strict });
      const options = { contextLength, embeddings: embeddings.words, strict };
      chunksOf.set(text, chunkPrompt(runs, tokenizer, options).chunks);
    }
  }
  const blank = emptyChunk(tokenizer, contextLength);
  const total = Math.max(...[...chunksOf.values()].map(chunks => chunks.length));
  const encoder = new ChunkEncoder(networks, embeddings, { clipSkip, loras });

  const pieces: Float32Array[][] = [];
  let first: EncodedChunk | undefined;
  for (let k = 0; k < total; k++) {
    const own = chunksOf.get(prompt)![k] ?? blank;
    const together = among.map(text => chunksOf.get(text)![k] ?? blank);
    // Only a mean that moves needs the other texts' states.
    const batch = emphasis === 'original' && !together.every(isPlain) ? counted(together) : [];
    const encoded = await encoder.encode(own);
    const others = await encoder.encodeAll(batch.map(({ chunk }) => chunk));
    first ??= encoded;
    pieces.push(
      encoded.states.map((hidden, side) => {
        const weighted: WeightedStates = { hidden, weights: own.weights };
        const states = batch.map(({ chunk, times }, n) => ({
          hidden: others[n].states[side],
          weights: chunk.weights,
          times
        }));
        return applyEmphasis(weighted, emphasis, states.length > 0 ? states : undefined);
      })
    );
  }
  return joined(pieces, first!, info);
}

/** Each different chunk with how often it is there. */
function counted(chunks: readonly Chunk[]): { chunk: Chunk; times: number }[] {
  const found = new Map<string, { chunk: Chunk; times: number }>();
  for (const chunk of chunks) {
    const key = JSON.stringify(chunk);
    const known = found.get(key);
    found.set(key, { chunk, times: (known?.times ?? 0) + 1 });
  }
  return [...found.values()];
}

/** Encodes chunks, each different one once. */
class ChunkEncoder {
  private readonly known = new Map<string, Promise<EncodedChunk>>();

  constructor(
    private readonly networks: TextNetworks,
    private readonly embeddings: Embeddings,
    private readonly options: { clipSkip: number; loras?: readonly LoraUse[] }
  ) {}

  encode(chunk: Chunk): Promise<EncodedChunk> {
    const key = JSON.stringify([chunk.ids, chunk.embeddings]);
    let encoded = this.known.get(key);
    if (!encoded) {
      encoded = this.networks
        .encodeText([textChunk(chunk, this.embeddings)], this.options)
        .then(([only]) => only);
      this.known.set(key, encoded);
    }
    return encoded;
  }

  async encodeAll(chunks: readonly Chunk[]): Promise<EncodedChunk[]> {
    const encoded: EncodedChunk[] = [];
    for (const chunk of chunks) {
      encoded.push(await this.encode(chunk));
    }
    return encoded;
  }
}

/** The embeddings of a cell that fit its model, by name. */
class Embeddings {
  readonly words: readonly EmbeddingWord[];
  private readonly read = new Map<string, readonly EncoderVectors[]>();

  constructor(paths: Readonly<Record<string, string>>, tokenizer: ITokenizer, info: ModelInfo) {
    this.words = Object.entries(paths).flatMap(([name, path]) => {
      const ids = tokenizer.encode(name);
      const vectors = ids.length > 0 ? vectorsFor(readEmbedding(path), info.contextDim) : null;
      if (!vectors) {
        return [];
      }
      this.read.set(name, vectors);
      return [{ name, ids, vectorsTotal: () => vectors[0].count }];
    });
  }

  vectors(name: string): readonly EncoderVectors[] {
    return this.read.get(name)!;
  }
}

function textChunk(
  { ids, embeddings }: Chunk,
  all: Embeddings
): { -readonly [K in keyof TextChunk]: TextChunk[K] } {
  const room = ids.length;
  return {
    ids,
    ...(embeddings.length > 0
      ? {
          embeddings: embeddings.map(({ name, at }) => ({
            at,
            // One that A1111 left behind may reach over the chunk's end.
            vectors: all
              .vectors(name)
              .map(({ data, width, count }) => data.subarray(0, Math.min(count, room - at) * width))
          }))
        }
      : {})
  };
}

/** Chunks end to end, the encoders' states of each token side by side. */
function joined(
  chunks: readonly (readonly Float32Array[])[],
  { pooled }: EncodedChunk,
  { contextLength, contextDim }: ModelInfo
): Conditioning {
  const tokens = chunks.length * contextLength;
  const context = new Float32Array(tokens * contextDim);
  chunks.forEach((states, k) => {
    let offset = 0;
    for (const side of states) {
      const width = side.length / contextLength;
      for (let t = 0; t < contextLength; t++) {
        const row = (k * contextLength + t) * contextDim + offset;
        context.set(side.subarray(t * width, (t + 1) * width), row);
      }
      offset += width;
    }
  });
  return { context, tokens, ...(pooled ? { pooled } : {}) };
}
