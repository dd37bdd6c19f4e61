/** The hashes of models' files: filled in where they were read before, or read through once however many ask. */
import { join } from 'node:path';
import { lookAt } from '../../engine/worker';
import { canonicalJson, sha256 } from '../store/content-key';
import type { HashKind, ModelCache } from '../store/model-cache';
import type { ModelIdentities } from '../store/model-identities';
import type { Model } from './model';

export class ModelHashes {
  private readonly reading = new Map<string, Promise<void>>();

  constructor(
    private readonly cache: ModelCache,
    private readonly identities: Pick<ModelIdentities, 'of'>
  ) {}

  /** Fills in the hashes where all were computed before. */
  async recall(model: Model): Promise<void> {
    const hashes = await hashesOf(model, (path, kind) => this.cache.knownHash(path, kind)).catch(() => null);
    if (hashes) {
      this.put(model, hashes);
    }
  }

  /** Fills in the hashes, unless the files are others by the time they are read. */
  async read(model: Model): Promise<void> {
    if (model.entry.sha256 !== null) {
      return;
    }
    const running = this.reading.get(model.path) ?? this.readFiles(model);
    this.reading.set(model.path, running);
    try {
      await running;
    } catch (error) {
      // It went away; whoever looks again says so.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        throw error;
      }
    } finally {
      this.reading.delete(model.path);
    }
  }

  private async readFiles(model: Model): Promise<void> {
    const hashes = await hashesOf(model, (path, kind) => this.cache.hash(path, kind));
    if (hashes && lookAt(model.path).stamp === model.stamp) {
      this.put(model, hashes);
    }
  }

  private put(model: Model, { sha256: whole, autov3 }: Hashes): void {
    model.entry.sha256 = whole;
    model.identity = this.identities.of(whole, model.inspection.configs);
    model.autov3 = autov3 === whole ? null : autov3;
  }
}

type Hashes = { sha256: string; autov3: string | null };

/** A single file's own hash, as model sites print it; for a folder the hash of its files' hashes. Null while one is not known. */
async function hashesOf(
  { path, weightFiles, entry: { kind }, autov3 }: Model,
  hash: (path: string, kind: HashKind) => Promise<string | null>
): Promise<Hashes | null> {
  const files: Record<string, string> = {};
  for (const name of weightFiles) {
    const found = await hash(join(path, name), 'sha256');
    if (found === null) {
      return null;
    }
    files[name] = found;
  }
  if (weightFiles.length !== 1 || weightFiles[0] !== '') {
    return { sha256: sha256(canonicalJson(files)), autov3: null };
  }
  const wanted = kind === 'lora' || kind === 'embedding';
  const tensors = wanted ? (autov3 ?? (await hash(path, 'autov3'))) : null;
  return wanted && tensors === null ? null : { sha256: files[''], autov3: tensors };
}
