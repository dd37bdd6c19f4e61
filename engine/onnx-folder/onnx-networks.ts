import { guidanceEmbedding } from '../graph';
import { checkMemory, memoryAvailable, padAfterEos } from '../runtime';
import type { ITokenizer } from '../../language/prompt';
import { loadTokenizer } from '../text';
import { inBlendedTiles } from '../tiles';
import type { Planes } from '../tiles';
import type {
  EncodedChunk,
  INetworks,
  ModelInfo,
  NetworkLimits,
  PredictOptions,
  TextChunk,
  TextOptions,
  UNetRow,
  VaeOptions
} from '../types';
import { layerNormed, readFinalNorm } from './final-norm';
import type { FinalNorm } from './final-norm';
import { hiddenOutputs, inputOf, openOnnxFolder } from './onnx-folder';
import type { OnnxFolder } from './onnx-folder';
import { OnnxPart } from './onnx-part';
import type { FloatTensor } from './onnx-part';
import type { OnnxFile } from './read-onnx';
import { Fault } from '../../schema/fault';

/** Weights, as float32, above which a second copy of them while loading is too much to ask (see `runtime/session.ts`). */
const LARGE_BYTES = 1e9;
/** The runtime itself, and activations of a picture. */
const OVERHEAD_BYTES = 500e6;
const LAYER_NORM_EPS = 1e-5;
/** diffusers' bounds of the log variance; the lower one is no variance at all. */
const LOGVAR_RANGE = [-30, 20] as const;

/**
 * The networks of the ONNX folder at `path`. Its files are read and checked now, weights when a network is first asked. Throws
 * Fault as `openOnnxFolder` does, model_incomplete without a tokenizer, and out_of_memory.
 */
export function openOnnxNetworks(path: string, options: { threads?: number } = {}): INetworks {
  const folder = openOnnxFolder(path);
  const [problem] = onnxProblems(folder);
  if (problem) {
    throw problem;
  }
  checkMemory(folder.info.name, folder.info.memoryBytes + OVERHEAD_BYTES, memoryAvailable());
  return new OnnxNetworks(folder, options);
}

/** Why a folder whose files are sound can't be drawn with. */
export function onnxProblems({ info, text, tokenizers }: OnnxFolder): Fault[] {
  const problems: Fault[] = [];
  if (tokenizers.length === 0) {
    problems.push(new Fault('model_incomplete', { file: info.name, reason: 'tokenizer_missing' }));
  }
  if (info.pooledDim > 0 && text.some(file => hiddenOutputs(file).length < 2)) {
    const facts = { reason: 'onnx_output', value: 'hidden_states' };
    problems.push(new Fault('model_unsupported', { file: info.name, ...facts }));
  }
  return problems;
}

/** What such a folder's graphs can't be asked. */
export function onnxLimits({ info, unet, text, encoder }: OnnxFolder): NetworkLimits {
  const [, , height, width] = inputOf(unet, 'sample')?.shape ?? [];
  const pixels = (side: number | null | undefined): number | null => (side ? side * info.latentScale : null);
  return {
    clipSkipMax: clipSkipMax(info, text, readFinalNorm(text[0])),
    fixed: true,
    encodes: encoder !== null,
    width: pixels(width),
    height: pixels(height)
  };
}

/** Layers that can be skipped, where their states come out and can be normed. */
function clipSkipMax(info: ModelInfo, text: readonly OnnxFile[], norm: FinalNorm | null): number {
  return info.pooledDim > 0
    ? Math.min(...text.map(file => hiddenOutputs(file).length - 1))
    : norm
      ? info.textLayers
      : 1;
}

/**
 * Rows run one at a time: nothing is known of how a foreign graph computes a batch, and a row must come out the same whatever stands
 * beside it. That also serves graphs with one timestep for all rows, or a batch of a fixed size.
 */
class OnnxNetworks implements INetworks {
  readonly info: ModelInfo;
  readonly tokenizer: ITokenizer;
  readonly secondTokenizer?: ITokenizer;
  private readonly unet: OnnxPart;
  private readonly text: readonly OnnxPart[];
  private readonly decoder: OnnxPart;
  private readonly encoder: OnnxPart | null;
  private readonly norm: FinalNorm | null;

  constructor(folder: OnnxFolder, { threads }: { threads?: number }) {
    const { info, tokenizers } = folder;
    const open = (file: OnnxFile, arena = true): OnnxPart =>
      new OnnxPart(file, { threads, arena, optimization: optimizationOf(info, file) });
    this.info = info;
    this.tokenizer = loadTokenizer(tokenizers[0]);
    if (folder.text.length > 1) {
      this.secondTokenizer = loadTokenizer(tokenizers[tokenizers.length - 1]);
    }
    this.unet = open(folder.unet);
    this.text = folder.text.map(file => open(file));
    this.decoder = open(folder.decoder, false);
    this.encoder = folder.encoder && open(folder.encoder, false);
    this.norm = readFinalNorm(folder.text[0]);
  }

  async encodeText(
    chunks: readonly TextChunk[],
    { clipSkip, loras = [] }: TextOptions
  ): Promise<EncodedChunk[]> {
    this.refuse(loras.length > 0, 'LoRA');
    const max = clipSkipMax(
      this.info,
      this.text.map(({ file }) => file),
      this.norm
    );
    if (!Number.isInteger(clipSkip) || clipSkip < 1 || clipSkip > max) {
      throw new Fault('out_of_range', { param: 'clip_skip', value: clipSkip, integer: 1, min: 1, max });
    }
    const encoded: EncodedChunk[] = [];
    for (const chunk of chunks) {
      this.refuse((chunk.embeddings ?? []).length > 0, 'embedding');
      encoded.push(await this.encodeChunk(chunk, clipSkip));
    }
    return encoded;
  }

  async predict(rows: readonly UNetRow[], { tiling = false }: PredictOptions = {}): Promise<Float32Array[]> {
    this.refuse(tiling, 'tiling');
    this.refuse(
      rows.some(({ loras = [] }) => loras.length > 0),
      'LoRA'
    );
    const predicted: Float32Array[] = [];
    for (const row of rows) {
      const [output] = this.unet.file.outputs;
      const result = await this.unet.run(this.unetFeeds(row), [output.name]);
      predicted.push(result[output.name].data);
    }
    return predicted;
  }

  async decode(
    latent: Float32Array,
    height: number,
    width: number,
    options: VaeOptions = {}
  ): Promise<Float32Array> {
    this.refuseVae(options);
    const scale = Math.fround(this.info.scalingFactor);
    const unscaled = {
      data: latent.map(value => value / scale),
      channels: this.info.latentChannels,
      height,
      width
    };
    const { given, made } = this.tileSides();
    const sides = { given: made, made: given };
    const run = (planes: Planes): Promise<Planes> => onPlanes(this.decoder, planes);
    return (await (options.tiled ? inBlendedTiles(unscaled, sides, run) : run(unscaled))).data;
  }

  async encode(
    image: Float32Array,
    height: number,
    width: number,
    options: VaeOptions = {}
  ): Promise<{ mean: Float32Array; logvar: Float32Array }> {
    this.refuseVae(options);
    const { encoder } = this;
    if (!encoder) {
      const missing = 'vae_encoder/model.onnx';
      throw new Fault('model_incomplete', { file: this.info.name, reason: 'file_missing', missing });
    }
    const picture = { data: image, channels: image.length / (height * width), height, width };
    const run = (planes: Planes): Promise<Planes> => onPlanes(encoder, planes);
    const moments = await (options.tiled ? inBlendedTiles(picture, this.tileSides(), run) : run(picture));
    return this.momentsOf(moments);
  }

  async dispose(): Promise<void> {
    for (const part of [this.unet, ...this.text, this.decoder, ...(this.encoder ? [this.encoder] : [])]) {
      await part.release();
    }
  }

  private async encodeChunk(chunk: TextChunk, clipSkip: number): Promise<EncodedChunk> {
    const states: Float32Array[] = [];
    let pooled: Float32Array | undefined;
    for (const [i, part] of this.text.entries()) {
      const ids = i === 0 ? chunk.ids : (chunk.second ?? this.secondIds(chunk.ids));
      const wanted = this.stateOutput(part.file, clipSkip);
      const fetches =
        this.info.pooledDim > 0 && i === this.text.length - 1 ? [wanted, 'text_embeds'] : [wanted];
      const given = { data: Float32Array.from(ids), shape: [1, ids.length] };
      const result = await part.run({ [part.file.inputs[0].name]: given }, fetches);
      const state = result[wanted].data;
      const bare = this.info.pooledDim === 0 && wanted !== LAST_STATE;
      states.push(bare && this.norm ? layerNormed(state, this.norm, LAYER_NORM_EPS) : state);
      pooled = result.text_embeds?.data;
    }
    return { states, pooled };
  }

  /** SDXL reads a state before the last as it comes out of its layer, the others the last one or one that is normed here. */
  private stateOutput(file: OnnxFile, clipSkip: number): string {
    const hidden = hiddenOutputs(file);
    if (this.info.pooledDim === 0) {
      return clipSkip === 1 ? LAST_STATE : hidden[hidden.length - clipSkip];
    }
    const name = hidden[hidden.length - 1 - clipSkip];
    if (name === undefined) {
      throw new Fault('model_unsupported', {
        file: this.info.name,
        reason: 'onnx_output',
        value: 'hidden_states'
      });
    }
    return name;
  }

  private secondIds(ids: readonly number[]): readonly number[] {
    return padAfterEos(ids, this.tokenizer.eos, this.secondTokenizer?.pad ?? this.tokenizer.pad);
  }

  private unetFeeds({
    x,
    imageConditioning,
    timestep,
    context,
    pooled,
    ids,
    guidance,
    height,
    width
  }: UNetRow): Feeds {
    const sample = imageConditioning ? joined(x, imageConditioning) : x;
    const { contextDim, pooledDim, sizeIds, guidanceDim } = this.info;
    const embedded =
      guidance === undefined ? new Float32Array(guidanceDim) : guidanceEmbedding(guidance, guidanceDim);
    const feeds: Feeds = {
      sample: { data: sample, shape: [1, sample.length / (height * width), height, width] },
      timestep: { data: Float32Array.of(timestep), shape: [1] },
      encoder_hidden_states: { data: context, shape: [1, context.length / contextDim, contextDim] }
    };
    if (sizeIds > 0) {
      feeds.text_embeds = { data: pooled ?? new Float32Array(pooledDim), shape: [1, pooledDim] };
      feeds.time_ids = { data: Float32Array.from(ids ?? []), shape: [1, sizeIds] };
    }
    if (guidanceDim > 0) {
      feeds.timestep_cond = { data: embedded, shape: [1, guidanceDim] };
    }
    return feeds;
  }

  /** Moments side by side, or in older exports a latent that the graph has drawn already. */
  private momentsOf({ data, channels }: Planes): { mean: Float32Array; logvar: Float32Array } {
    const { latentChannels } = this.info;
    const [low, high] = LOGVAR_RANGE;
    const mean = data.slice(0, (data.length / channels) * latentChannels);
    const logvar =
      channels === 2 * latentChannels ? data.slice(mean.length) : new Float32Array(mean.length).fill(low);
    return { mean, logvar: logvar.map(value => Math.min(high, Math.max(low, value))) };
  }

  /** Tiles of the encoder. */
  private tileSides(): { given: number; made: number } {
    const { tileSide, latentScale } = this.info;
    return { given: tileSide, made: Math.floor(tileSide / latentScale) };
  }

  private refuseVae({ vae, tiling = false }: VaeOptions): void {
    this.refuse(vae !== undefined, 'VAE');
    this.refuse(tiling, 'tiling');
  }

  /** A finished graph can't be changed from outside. */
  private refuse(asked: boolean, value: string): void {
    if (asked) {
      throw new Fault('model_unsupported', { file: this.info.name, reason: 'onnx_fixed', value });
    }
  }
}

type Feeds = Record<string, FloatTensor>;

const LAST_STATE = 'last_hidden_state';

/**
 * As for checkpoints, but for half precision: short of `all` the runtime would widen the weights again at every step, which costs up to
 * 70 %.
 */
function optimizationOf({ memoryBytes }: ModelInfo, { weights }: OnnxFile): 'all' | 'extended' {
  return memoryBytes > LARGE_BYTES && !weights.some(({ type }) => type === 10) ? 'extended' : 'all';
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** A picture through a part that has one input and one output that matters. */
async function onPlanes(part: OnnxPart, { data, channels, height, width }: Planes): Promise<Planes> {
  const { inputs, outputs } = part.file;
  const result = await part.run({ [inputs[0].name]: { data, shape: [1, channels, height, width] } }, [
    outputs[0].name
  ]);
  const { data: made, shape } = result[outputs[0].name];
  return { data: made, channels: shape[1], height: shape[2], width: shape[3] };
}
