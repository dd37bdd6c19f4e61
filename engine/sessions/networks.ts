import { InferenceSession, Tensor } from 'onnxruntime-node';
import { clipTextGraph, skipOutput } from '../graph/clip-text';
import { unetGraph } from '../graph/unet';
import { vaeDecoderGraph, vaeEncoderGraph } from '../graph/vae';
import type { INetworks, ITokenizer, ModelInfo, UNetRow } from '../types';
import { openCheckpoint } from '../weights/checkpoint';
import type { Checkpoint } from '../weights/checkpoint';
import { floats, openSession } from './session';

export type Flavour = 'a1111' | 'diffusers';

export type OpenOptions = {
  /** Threads inside an operator; the machine's cores unless said otherwise. */
  threads?: number;
  device?: 'cpu';
  /** Whose rule joins the UNet's levels where a size doesn't divide by 64 pixels. */
  flavour?: Flavour;
  /** Path of an arch.json for a single file, instead of `<stem>.arch.json` beside it. */
  arch?: string;
};

/** The networks of the checkpoint at `modelPath`. Throws EngineError model_* and out_of_memory. */
export async function openNetworks(modelPath: string, options: OpenOptions = {}): Promise<INetworks> {
  return new Networks(openCheckpoint(modelPath), options);
}

class Networks implements INetworks {
  readonly info: ModelInfo;
  private readonly sessions = new Map<string, Promise<InferenceSession>>();

  constructor(
    private readonly checkpoint: Checkpoint,
    private readonly options: OpenOptions
  ) {
    this.info = modelInfo(checkpoint);
  }

  get tokenizer(): ITokenizer {
    throw new Error('not yet');
  }

  async encodeText(chunks: readonly (readonly number[])[], clipSkip: number): Promise<Float32Array[]> {
    const session = await this.session('text', () =>
      clipTextGraph(this.checkpoint.text, this.checkpoint.arch.text)
    );
    const states: Float32Array[] = [];
    for (const chunk of chunks) {
      const ids = new Tensor('int64', BigInt64Array.from(chunk, BigInt), [1, chunk.length]);
      const name = skipOutput(clipSkip);
      const result = await session.run({ ids }, [name]);
      states.push(result[name].data as Float32Array);
    }
    return states;
  }

  async predict(rows: readonly UNetRow[]): Promise<Float32Array[]> {
    const { arch, unet } = this.checkpoint;
    const { height, width } = rows[0];
    const even = [height, width].every(size => size % 2 ** (arch.unet.levels.length - 1) === 0);
    const rule = even ? 'even' : (this.options.flavour ?? 'a1111');
    const session = await this.session(`unet ${rule}`, () => unetGraph(unet, arch.unet, rule));
    const batch = rows.length;
    const tokens = rows[0].context.length / arch.unet.contextDim;
    const { out } = await session.run({
      sample: floats(stack(rows.map(row => row.x)), [batch, arch.unet.inChannels, height, width]),
      timestep: floats(
        Float32Array.from(rows, row => row.timestep),
        [batch]
      ),
      context: floats(stack(rows.map(row => row.context)), [batch, tokens, arch.unet.contextDim])
    });
    const size = arch.unet.outChannels * height * width;
    const data = out.data as Float32Array;
    return rows.map((_, i) => data.slice(i * size, (i + 1) * size));
  }

  async decode(latent: Float32Array, height: number, width: number): Promise<Float32Array> {
    const { arch, vae } = this.checkpoint;
    const session = await this.session('decoder', () => vaeDecoderGraph(vae, arch.vae));
    const unscaled = latent.map(value => value / arch.vae.scalingFactor);
    const { image } = await session.run({
      latent: floats(unscaled, [1, arch.vae.latentChannels, height, width])
    });
    return image.data as Float32Array;
  }

  async encode(
    image: Float32Array,
    height: number,
    width: number
  ): Promise<{ mean: Float32Array; logvar: Float32Array }> {
    const { arch, vae } = this.checkpoint;
    const session = await this.session('encoder', () => vaeEncoderGraph(vae, arch.vae));
    const { mean, logvar } = await session.run({
      image: floats(image, [1, arch.vae.imageChannels, height, width])
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

  private session(name: string, graph: () => Uint8Array): Promise<InferenceSession> {
    let session = this.sessions.get(name);
    if (!session) {
      const arena = !/coder/.test(name);
      session = openSession(graph(), {
        threads: this.options.threads,
        arena,
        weightsPath: this.checkpoint.files[0]
      });
      this.sessions.set(name, session);
    }
    return session;
  }
}

function modelInfo({ name, layout, arch }: Checkpoint): ModelInfo {
  const latentScale = 2 ** (arch.vae.channels.length - 1);
  return {
    name,
    family: 'sd1',
    layout,
    predictionType: arch.predictionType,
    latentChannels: arch.vae.latentChannels,
    latentScale,
    scalingFactor: arch.vae.scalingFactor,
    contextDim: arch.unet.contextDim,
    contextLength: arch.text.positions,
    sampleSize: arch.unet.sampleSize * latentScale,
    textLayers: arch.text.layers,
    parametersTotal: 0,
    memoryBytes: 0
  };
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
