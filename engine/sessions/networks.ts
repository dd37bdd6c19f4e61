import { InferenceSession, Tensor } from 'onnxruntime-node';
import { EngineError } from '../errors';
import { skipOutput } from '../graph/clip-text';
import type {
  EncodedChunk,
  INetworks,
  ITokenizer,
  ModelInfo,
  PredictOptions,
  TextChunk,
  TextOptions,
  UNetRow
} from '../types';
import { openCheckpoint } from '../weights/checkpoint';
import type { Checkpoint, CheckpointOptions } from '../weights/checkpoint';
import { checkMemory, explainAllocation, memoryAvailable, memoryNeeded } from './memory';
import { buildModel, findProblems, leastRows, modelInfo, rewritingOf } from './models';
import type { ModelName } from './models';
import { openTokenizer } from './open-tokenizer';
import { floats, openSession } from './session';
import type { Rewriting } from './session';

export type Flavour = 'a1111' | 'diffusers';

export type OpenOptions = CheckpointOptions & {
  /** Threads inside an operator; the machine's cores unless said otherwise. */
  threads?: number;
  device?: 'cpu';
  /** Whose rule joins the UNet's levels at sizes it can't halve evenly, where `predict` isn't told. */
  flavour?: Flavour;
};

/**
 * The networks of the checkpoint at `modelPath`. Headers are read and checked now, weights when a network is first asked. Throws
 * EngineError model_* and out_of_memory.
 */
export async function openNetworks(modelPath: string, options: OpenOptions = {}): Promise<INetworks> {
  const checkpoint = openCheckpoint(modelPath, options);
  const [problem] = findProblems(checkpoint);
  if (problem) {
    throw problem;
  }
  checkMemory(checkpoint.name, memoryNeeded(checkpoint), memoryAvailable());
  return new Networks(checkpoint, openTokenizer(checkpoint), options);
}

/**
 * Sessions are opened when first needed and kept. A row's output never depends on the batch it is in: every kernel of these graphs
 * computes a row with the same operations in the same order whatever stands beside it (constant weights are packed once, so the
 * matrix products don't choose their blocking by the number of rows), but for the one `leastRows` tells of;
 * `batch-invariance.test.ts` holds them to it.
 */
class Networks implements INetworks {
  readonly info: ModelInfo;
  private readonly rewriting: Rewriting;
  private readonly leastRows: number;
  private readonly sessions = new Map<ModelName, Promise<InferenceSession>>();

  constructor(
    private readonly checkpoint: Checkpoint,
    readonly tokenizer: ITokenizer,
    private readonly options: OpenOptions
  ) {
    this.info = modelInfo(checkpoint);
    this.rewriting = rewritingOf(checkpoint);
    this.leastRows = leastRows(checkpoint);
  }

  async encodeText(chunks: readonly TextChunk[], { clipSkip }: TextOptions): Promise<EncodedChunk[]> {
    const { layers } = this.checkpoint.arch.text;
    if (!Number.isInteger(clipSkip) || clipSkip < 1 || clipSkip > layers) {
      const facts = { param: 'clip_skip', value: clipSkip, integer: 1, min: 1, max: layers };
      throw new EngineError('out_of_range', facts);
    }
    const name = skipOutput(clipSkip);
    const encoded: EncodedChunk[] = [];
    for (const chunk of chunks) {
      const ids = new Tensor('int64', BigInt64Array.from(chunk.ids, BigInt), [1, chunk.ids.length]);
      const result = await this.run('text', { ids }, [name]);
      encoded.push({ states: [result[name].data as Float32Array] });
    }
    return encoded;
  }

  async predict(rows: readonly UNetRow[], options: PredictOptions = {}): Promise<Float32Array[]> {
    if (rows.length === 0) {
      return [];
    }
    if (rows.length < this.leastRows) {
      return (await this.predict([...rows, ...rows], options)).slice(0, rows.length);
    }
    const { unet } = this.checkpoint.arch;
    const { height, width, context } = rows[0];
    if (
      rows.some(row => row.height !== height || row.width !== width || row.context.length !== context.length)
    ) {
      throw new Error('rows of one batch have one size and one token count');
    }
    const halvings = 2 ** (unet.levels.length - 1);
    const even = height % halvings === 0 && width % halvings === 0;
    const rule = even ? 'even' : (options.flavour ?? this.options.flavour ?? 'a1111');
    const batch = rows.length;
    const { distinct, index } = distinctContexts(rows);
    const tokens = context.length / unet.contextDim;
    const { out } = await this.run(`unet ${rule}`, {
      sample: floats(stack(rows.map(row => row.x)), [batch, unet.inChannels, height, width]),
      timestep: floats(
        Float32Array.from(rows, row => row.timestep),
        [batch]
      ),
      context: floats(stack(distinct), [distinct.length, tokens, unet.contextDim]),
      context_index: new Tensor('int64', BigInt64Array.from(index, BigInt), [batch])
    });
    const size = unet.outChannels * height * width;
    const data = out.data as Float32Array;
    return rows.map((_, i) => data.slice(i * size, (i + 1) * size));
  }

  async decode(latent: Float32Array, height: number, width: number): Promise<Float32Array> {
    const { scalingFactor, latentChannels } = this.checkpoint.arch.vae;
    const scale = Math.fround(scalingFactor);
    const unscaled = latent.map(value => value / scale);
    const { image } = await this.run('decoder', {
      latent: floats(unscaled, [1, latentChannels, height, width])
    });
    return image.data as Float32Array;
  }

  async encode(
    image: Float32Array,
    height: number,
    width: number
  ): Promise<{ mean: Float32Array; logvar: Float32Array }> {
    const { imageChannels } = this.checkpoint.arch.vae;
    const { mean, logvar } = await this.run('encoder', {
      image: floats(image, [1, imageChannels, height, width])
    });
    return { mean: mean.data as Float32Array, logvar: logvar.data as Float32Array };
  }

  async dispose(): Promise<void> {
    const sessions = [...this.sessions.values()];
    this.sessions.clear();
    for (const session of sessions) {
      await (await session).release();
    }
  }

  private async run(
    name: ModelName,
    feeds: InferenceSession.FeedsType,
    fetches?: string[]
  ): Promise<InferenceSession.OnnxValueMapType> {
    const session = await this.session(name);
    try {
      return await (fetches ? session.run(feeds, fetches) : session.run(feeds));
    } catch (error) {
      throw explainAllocation(error, this.checkpoint);
    }
  }

  private async session(name: ModelName): Promise<InferenceSession> {
    let session = this.sessions.get(name);
    if (!session) {
      session = this.open(name);
      this.sessions.set(name, session);
      // One that failed to open may open when there is more memory.
      session.catch(() => this.sessions.delete(name));
    }
    return session;
  }

  private async open(name: ModelName): Promise<InferenceSession> {
    if (this.rewriting === 'extended' && name.startsWith('unet')) {
      await this.releaseUNets();
    }
    try {
      return await openSession(buildModel(this.checkpoint, name), {
        threads: this.options.threads,
        rewriting: this.rewriting,
        // The VAE's activations are far larger than its weights and it runs once a picture: memory matters more than 5 % time.
        arena: name !== 'decoder' && name !== 'encoder',
        weightsPath: this.checkpoint.files[0]
      });
    } catch (error) {
      throw explainAllocation(error, this.checkpoint);
    }
  }

  /** A large UNet is in memory once: its graph for uneven sizes takes the place of the one for even sizes. */
  private async releaseUNets(): Promise<void> {
    const unets = [...this.sessions].filter(([name]) => name.startsWith('unet'));
    for (const [name, session] of unets) {
      this.sessions.delete(name);
      await (await session).release();
    }
  }
}

/** The different contexts of a batch, by their bytes, and which of them each row has. */
function distinctContexts(rows: readonly UNetRow[]): { distinct: Float32Array[]; index: number[] } {
  const distinct: Float32Array[] = [];
  const index = rows.map(({ context }) => {
    const known = distinct.findIndex(other => other === context || bytesOf(other).equals(bytesOf(context)));
    return known >= 0 ? known : distinct.push(context) - 1;
  });
  return { distinct, index };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function stack(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
