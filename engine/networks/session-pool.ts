import { basename } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { Checkpoint, firstNotFinite, openVae, WeightSource } from '../weights';
import type { TensorEntry } from '../weights';
import { Loras } from './loras';
import { explainAllocation, openSession } from '../runtime';
import { memoryNeeded } from './memory';
import { buildNetwork, ownVae, optimizationOf } from './network-graphs';
import type { NetworkSpec, VaeNetwork } from './network-graphs';
import type { OptimizationLevel } from '../runtime';
import { Fault } from '../../schema/fault';

/** Sessions that are kept of each small network, for different sets of LoRAs, rules of sizes and VAEs. */
const VARIANTS_MAX = 8;

/** The sessions of a checkpoint's networks: opened when first needed, and kept. */
export class SessionPool {
  readonly loras: Loras;
  private readonly optimization: OptimizationLevel;
  private readonly sessions = new Map<string, { model: NetworkSpec; session: Promise<InferenceSession> }>();
  private readonly vaes = new Map<string, VaeNetwork>();
  /** Weights, and paths of LoRAs, that were looked through and found to be numbers. */
  private readonly finite = new Set<WeightSource | string>();

  constructor(
    private readonly checkpoint: Checkpoint,
    private readonly options: { threads?: number }
  ) {
    this.optimization = optimizationOf(checkpoint);
    this.loras = new Loras(checkpoint);
  }

  /** Runs `model` once. Throws Fault model_* where its weights can't be read, out_of_memory where memory runs out. */
  async run(
    model: NetworkSpec,
    feeds: InferenceSession.FeedsType,
    fetches?: string[]
  ): Promise<InferenceSession.OnnxValueMapType> {
    const session = await this.session(model);
    let found: InferenceSession.OnnxValueMapType;
    try {
      found = await (fetches ? session.run(feeds, fetches) : session.run(feeds));
    } catch (error) {
      throw this.explained(error);
    }
    if (Object.values(found).some(({ data }) => !(data as Float32Array).every(Number.isFinite))) {
      this.checkWeights(model);
    }
    return found;
  }

  /** Throws Fault not_finite with the tensor, where a network's weights or a LoRA's, and not what it was given, made it fail. */
  private checkWeights(model: NetworkSpec): void {
    const weights = this.weightsOf(model);
    const loras = ('loras' in model && model.loras) || [];
    this.checkFinite(weights, () => weights.entriesTaken);
    loras.forEach(path => this.checkFinite(path, () => this.loras.entries(path)));
  }

  private checkFinite(source: WeightSource | string, entries: () => readonly TensorEntry[]): void {
    const damaged = this.finite.has(source) ? undefined : firstNotFinite(entries());
    if (damaged) {
      throw new Fault('not_finite', { file: basename(damaged.file), tensor: damaged.name });
    }
    this.finite.add(source);
  }

  private weightsOf(model: NetworkSpec): WeightSource {
    switch (model.network) {
      case 'text':
        return this.checkpoint.text[model.encoder];
      case 'unet':
        return this.checkpoint.unet;
      default:
        return this.vae(model.vae).weights;
    }
  }

  /** The VAE in the file or folder `path`, the checkpoint's own for undefined. Throws Fault model_*. */
  vae(path: string | undefined): VaeNetwork {
    if (path === undefined) {
      return ownVae(this.checkpoint);
    }
    const known = this.vaes.get(path) ?? openVae(path, this.checkpoint.arch.vae);
    this.vaes.set(path, known);
    return known;
  }

  async release(which: (model: NetworkSpec) => boolean = () => true): Promise<void> {
    const released = [...this.sessions].filter(([, { model }]) => which(model));
    for (const [key, { session }] of released) {
      this.sessions.delete(key);
      await (await session).release();
    }
  }

  private session(model: NetworkSpec): Promise<InferenceSession> {
    const key = JSON.stringify(model);
    const known = this.sessions.get(key);
    if (known) {
      // The one used last is the last to make room for another.
      this.sessions.delete(key);
      this.sessions.set(key, known);
      return known.session;
    }
    const session = this.open(model);
    this.sessions.set(key, { model, session });
    // One that failed to open may open when there is more memory.
    session.catch(() => this.sessions.delete(key));
    return session;
  }

  /**
   * Of a large checkpoint's networks each is in memory once: its graph for uneven sizes or with other LoRAs, or another VAE, takes the
   * place of the one before. Of small ones a few stay.
   */
  private async makeRoom(model: NetworkSpec): Promise<void> {
    const alike = [...this.sessions.values()].filter(
      ({ model: other }) => other !== model && interchangeable(other, model)
    );
    const kept = this.optimization === 'extended' ? 0 : VARIANTS_MAX - 1;
    const leaving = new Set(alike.slice(0, Math.max(0, alike.length - kept)).map(each => each.model));
    await this.release(each => leaving.has(each));
  }

  private explained(error: unknown): unknown {
    return explainAllocation(error, this.checkpoint.name, memoryNeeded(this.checkpoint));
  }

  private async open(model: NetworkSpec): Promise<InferenceSession> {
    const adapters =
      'loras' in model && model.loras
        ? await this.loras.sources(model.network === 'unet' ? 'unet' : model.encoder, model.loras)
        : [];
    await this.makeRoom(model);
    const isVae = model.network === 'decoder' || model.network === 'encoder';
    try {
      return await openSession(
        buildNetwork(this.checkpoint, path => this.vae(path), model, adapters),
        {
          threads: this.options.threads,
          // A VAE is small, and its convolutions are a third faster laid out anew.
          optimization: isVae ? 'all' : this.optimization,
          // The VAE's activations are far larger than its weights and it runs once a picture: memory matters more than 5 % time.
          arena: !isVae,
          weightsPath: this.checkpoint.files[0]
        }
      );
    } catch (error) {
      throw this.explained(error);
    }
  }
}

/** Whether one model would do instead of another: both UNets, decoders or encoders of pictures, or one text encoder. */
function interchangeable(a: NetworkSpec, b: NetworkSpec): boolean {
  return a.network === b.network && (a.network !== 'text' || b.network !== 'text' || a.encoder === b.encoder);
}
