import { hiddenOutput, POOLED_OUTPUT, skipOutput } from '../graph';
import type { ITokenizer } from '../../language/prompt/index';
import { inBlendedTiles } from '../tiles';
import type { Planes } from '../tiles';
import type {
  EncodedChunk,
  Flavour,
  INetworks,
  LoraUse,
  ModelInfo,
  PredictOptions,
  TextChunk,
  TextOptions,
  UNetRow,
  VaeOptions
} from '../types';
import { openCheckpoint } from '../weights';
import type { Checkpoint, CheckpointOptions } from '../weights';
import { adapterFeeds, checkMemory, memoryAvailable, padAfterEos, textFeeds, unetFeeds } from '../runtime';
import { memoryNeeded } from './memory';
import { findProblems, minBatchRows, modelInfo } from './network-graphs';
import { openTokenizers } from '../text';
import type { Tokenizers } from '../text';
import { SessionPool } from './session-pool';
import { planesOf, planesTensor, tileSides, concatPlanes } from './vae-planes';
import { Fault } from '../../schema/fault';

export type OpenOptions = CheckpointOptions & {
  /** Threads inside an operator; the machine's cores unless said otherwise. */
  threads?: number;
  device?: 'cpu';
  /** Whose rule joins the UNet's levels at sizes it can't halve evenly, where `predict` isn't told. */
  flavour?: Flavour;
};

/** Networks that also tell what no picture needs by itself: every state of one text encoder. */
export interface IOpenNetworks extends INetworks {
  /** How many text encoders there are. */
  readonly textEncoders: number;
  /**
   * One encoder's states of a chunk whose ids are its own: `hidden[k]` after k layers, 0 the embeddings; `normed[n]` the n-th last one
   * through the final norm, from 1; each (contextLength, width). `pooled` at the end of the text, projected where the encoder does.
   */
  textStates(encoder: number, ids: readonly number[], loras?: readonly LoraUse[]): Promise<TextStates>;
}

export type TextStates = { hidden: Float32Array[]; normed: Float32Array[]; pooled: Float32Array };

/**
 * The networks of the checkpoint at `modelPath`. Headers are read and checked now, weights when a network is first asked. Throws
 * Fault model_* and out_of_memory.
 */
export async function openNetworks(modelPath: string, options: OpenOptions = {}): Promise<IOpenNetworks> {
  const checkpoint = openCheckpoint(modelPath, options);
  const [problem] = findProblems(checkpoint);
  if (problem) {
    throw problem;
  }
  checkMemory(checkpoint.name, memoryNeeded(checkpoint), memoryAvailable());
  return new Networks(checkpoint, openTokenizers(checkpoint), options);
}

/**
 * A row's output never depends on the batch it is in: every kernel of these graphs computes a row with the same operations in the same
 * order whatever stands beside it (constant weights are packed once, so the matrix products don't choose their blocking by the number
 * of rows), but for the one `minBatchRows` tells of; `batch-invariance.test.ts` holds them to it.
 */
class Networks implements IOpenNetworks {
  readonly info: ModelInfo;
  private readonly minBatchRows: number;
  private readonly pool: SessionPool;

  constructor(
    private readonly checkpoint: Checkpoint,
    private readonly tokenizers: Tokenizers,
    private readonly options: OpenOptions
  ) {
    this.info = modelInfo(checkpoint);
    this.minBatchRows = minBatchRows(checkpoint);
    this.pool = new SessionPool(checkpoint, options);
  }

  get tokenizer(): ITokenizer {
    return this.tokenizers.first;
  }

  get secondTokenizer(): ITokenizer | undefined {
    return this.tokenizers.second;
  }

  get textEncoders(): number {
    return this.checkpoint.text.length;
  }

  async encodeText(chunks: readonly TextChunk[], { clipSkip, loras }: TextOptions): Promise<EncodedChunk[]> {
    const { text, unet } = this.checkpoint.arch;
    const layers = Math.min(...text.map(each => each.layers));
    if (!Number.isInteger(clipSkip) || clipSkip < 1 || clipSkip > layers) {
      const facts = { param: 'clip_skip', value: clipSkip, integer: 1, min: 1, max: layers };
      throw new Fault('out_of_range', facts);
    }
    const encoded: EncodedChunk[] = [];
    for (const chunk of chunks) {
      const states: Float32Array[] = [];
      let pooled: Float32Array | undefined;
      for (const [encoder, arch] of text.entries()) {
        // SDXL reads a state before the last, as it comes out of the layer.
        const name = unet.added ? hiddenOutput(arch.layers - clipSkip) : skipOutput(clipSkip);
        const { paths, weights } = this.pool.loras.at(encoder, [loras]);
        const feeds = {
          ...textFeeds(this.idsFor(encoder, chunk), chunk, encoder, arch),
          ...adapterFeeds('lora', weights)
        };
        const wanted = arch.projection > 0 ? [name, POOLED_OUTPUT] : [name];
        const result = await this.pool.run({ network: 'text', encoder, ...withLoras(paths) }, feeds, wanted);
        states.push(result[name].data as Float32Array);
        pooled = result[POOLED_OUTPUT]?.data as Float32Array | undefined;
      }
      encoded.push({ states, pooled });
    }
    return encoded;
  }

  async textStates(
    encoder: number,
    ids: readonly number[],
    loras: readonly LoraUse[] = []
  ): Promise<TextStates> {
    const arch = this.checkpoint.arch.text[encoder];
    const { paths, weights } = this.pool.loras.at(encoder, [loras]);
    const feeds = { ...textFeeds(ids, { ids }, encoder, arch), ...adapterFeeds('lora', weights) };
    const result = await this.pool.run({ network: 'text', encoder, ...withLoras(paths) }, feeds);
    const data = (name: string): Float32Array => result[name].data as Float32Array;
    return {
      hidden: Array.from({ length: arch.layers + 1 }, (_, k) => data(hiddenOutput(k))),
      normed: Array.from({ length: arch.layers }, (_, k) => data(skipOutput(k + 1))),
      pooled: data(POOLED_OUTPUT)
    };
  }

  async predict(rows: readonly UNetRow[], options: PredictOptions = {}): Promise<Float32Array[]> {
    if (rows.length === 0) {
      return [];
    }
    const { paths, weights } = this.pool.loras.at(
      'unet',
      rows.map(({ loras }) => loras)
    );
    // The convolutions of an adapter have as few channels as its rank.
    const minBatchRows = this.pool.loras.adaptsConvolutions('unet', paths) ? 2 : this.minBatchRows;
    if (rows.length < minBatchRows) {
      return (await this.predict([...rows, ...rows], options)).slice(0, rows.length);
    }
    const { unet } = this.checkpoint.arch;
    const { height, width } = rows[0];
    const halvings = 2 ** (unet.levels.length - 1);
    const even = height % halvings === 0 && width % halvings === 0;
    const rule = even ? 'even' : (options.flavour ?? this.options.flavour ?? 'a1111');
    const circular = options.tiling ?? false;
    const { out } = await this.pool.run(
      { network: 'unet', rule, circular, ...withLoras(paths), ...(rows[0].control && { controlled: true }) },
      unetFeeds(rows, unet, weights)
    );
    const size = unet.outChannels * height * width;
    const data = out.data as Float32Array;
    return rows.map((_, i) => data.slice(i * size, (i + 1) * size));
  }

  async decode(
    latent: Float32Array,
    height: number,
    width: number,
    { vae, tiling = false, tiled = false }: VaeOptions = {}
  ): Promise<Float32Array> {
    // The checkpoint's own factor also with another VAE: latents are scaled once, by what `info` says.
    const { scalingFactor, latentChannels } = this.checkpoint.arch.vae;
    const scale = Math.fround(scalingFactor);
    const unscaled = { data: latent.map(value => value / scale), channels: latentChannels, height, width };
    const run = async (planes: Planes): Promise<Planes> => {
      const feeds = { latent: planesTensor(planes) };
      const { image } = await this.pool.run({ network: 'decoder', vae, circular: tiling }, feeds);
      return planesOf(image);
    };
    const { pixels, latents } = tileSides(this.pool.vae(vae).arch);
    const sides = { given: latents, made: pixels };
    return (await (tiled ? inBlendedTiles(unscaled, sides, run) : run(unscaled))).data;
  }

  async encode(
    image: Float32Array,
    height: number,
    width: number,
    { vae, tiling = false, tiled = false }: VaeOptions = {}
  ): Promise<{ mean: Float32Array; logvar: Float32Array }> {
    const { imageChannels } = this.checkpoint.arch.vae;
    const run = async (planes: Planes): Promise<Planes> => {
      const feeds = { image: planesTensor(planes) };
      const { mean, logvar } = await this.pool.run({ network: 'encoder', vae, circular: tiling }, feeds);
      return concatPlanes(planesOf(mean), planesOf(logvar));
    };
    const picture = { data: image, channels: imageChannels, height, width };
    const { pixels, latents } = tileSides(this.pool.vae(vae).arch);
    const sides = { given: pixels, made: latents };
    const { data } = await (tiled ? inBlendedTiles(picture, sides, run) : run(picture));
    return { mean: data.slice(0, data.length / 2), logvar: data.slice(data.length / 2) };
  }

  async dispose(): Promise<void> {
    await this.pool.release();
  }

  /** The ids an encoder reads: the second one pads otherwise, where the chunk doesn't give its ids. */
  private idsFor(encoder: number, { ids, second }: TextChunk): readonly number[] {
    if (encoder === 0) {
      return ids;
    }
    const { first, second: own = first } = this.tokenizers;
    return second ?? padAfterEos(ids, first.eos, own.pad);
  }
}

function withLoras(paths: readonly string[]): { loras?: readonly string[] } {
  return paths.length > 0 ? { loras: paths } : {};
}
