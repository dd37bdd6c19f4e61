/**
 * The files of weights this service can draw with, checkpoints and all that goes with them: found in the models folders, inspected in
 * the engine's child (a hostile file can take down no more than that), remembered as long as they stay the same. A name is unique
 * among the files of its kind.
 */
import { join, resolve } from 'node:path';
import {
  INSPECTION_VERSION,
  uninspected,
  type Inspection,
  type ModelFile
} from '../../engine/worker';
import type { FileKind, ModelEntry } from '../../schema/wire';
import { canonicalJson, sha256 } from '../store/content-key';
import type { ModelCache } from '../store/model-cache';
import { type FoundModel, findModels, fingerprint } from './find-models';
import { folderKind } from './folder-kind';
import { modelDefaults } from './model-defaults';
import { nearest } from '../../language/names/nearest';
import { Fault, type FaultData } from '../../schema/fault';

/** A model as the service knows it; `entry.problem` is made at the edge from `problem`. */
export type Model = {
  entry: Omit<ModelEntry, 'problem'>;
  problem: FaultData | null;
  path: string;
  weightFiles: string[];
  /** Width of the guidance scale's embedding in networks that are told it (LCM), which then need no negative prompt; else 0. */
  guidanceDim: number;
  memoryBytes: number;
};

export type RegistryOptions = {
  /** Where users keep models; searched in this order. */
  folders: readonly string[];
  /** Models that came with the package. */
  bundledFolders: readonly string[];
  /** The model that is used when none is named; null for the bundled one. */
  defaultModel: string | null;
  cache: ModelCache;
  inspect(path: string): Promise<Inspection>;
};

export class ModelRegistry {
  private models: Model[] = [];
  private scanning: Promise<void> | null = null;
  private scanned = false;
  private readonly hashing = new Map<string, Promise<string>>();

  constructor(private readonly options: RegistryOptions) {}

  /** All models; waits for the first scan. */
  async list(): Promise<readonly Model[]> {
    if (!this.scanned) {
      await this.scan();
    }
    return this.models;
  }

  /** Looks through the folders again. Scans at the same time are one. */
  async scan(): Promise<readonly Model[]> {
    this.scanning ??= this.look().finally(() => {
      this.scanning = null;
    });
    await this.scanning;
    return this.models;
  }

  /** Looks again if there was no engine to read with when it was looked last. */
  async rescanUnread(): Promise<void> {
    if (this.scanned && this.models.some(({ problem }) => problem?.code === 'engine_down')) {
      await this.scan();
    }
  }

  /** The name that is used when none is given: what the service was told, else the bundled model, else the first usable one. */
  defaultModel(): string | null {
    const usable = this.models.filter(
      ({ entry }) => entry.usable && entry.kind === 'checkpoint' && entry.family !== 'sdxl_refiner'
    );
    const told = usable.find(({ entry }) => entry.name === this.options.defaultModel);
    const chosen = told ?? usable.find(({ entry }) => entry.bundled) ?? usable[0];
    return chosen?.entry.name ?? null;
  }

  /** The file of a kind and name, whether it can be used or not. */
  find(name: string, kind: FileKind): Model | undefined {
    return this.models.find(({ entry }) => entry.name === name && entry.kind === kind);
  }

  ofKind(kind: FileKind): readonly Model[] {
    return this.models.filter(({ entry }) => entry.kind === kind);
  }

  /** The usable file of this name; throws `model_missing` or `weights_missing` with the nearest name, or why it can't be used. */
  usable(name: string, kind: FileKind = 'checkpoint'): Model {
    const model = this.find(name, kind);
    if (!model) {
      const near = nearest(
        name,
        this.ofKind(kind).map(({ entry }) => entry.name)
      );
      throw missing(name, kind, near);
    }
    if (model.problem) {
      throw new Fault(model.problem.code, model.problem.facts);
    }
    return model;
  }

  file(name: string): ModelFile {
    return { name, path: this.usable(name).path };
  }

  /** The hash of a file's weights when it is known without reading them. */
  knownHash(name: string, kind: FileKind = 'checkpoint'): string | null {
    return this.find(name, kind)?.entry.sha256 ?? null;
  }

  /** The hash of a file's weights; reads them through when it must. Throws as `usable` does. */
  async hash(name: string, kind: FileKind = 'checkpoint'): Promise<string> {
    const model = this.usable(name, kind);
    if (model.entry.sha256) {
      return model.entry.sha256;
    }
    const running = this.hashing.get(model.path) ?? this.readHash(model);
    this.hashing.set(model.path, running);
    try {
      return await running;
    } catch (error) {
      // It went away since the folders were looked through.
      throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? missing(name, kind) : error;
    } finally {
      this.hashing.delete(model.path);
    }
  }

  private async readHash(model: Model): Promise<string> {
    const files: Record<string, string> = {};
    for (const name of model.weightFiles) {
      files[name] = await this.options.cache.hash(join(model.path, name));
    }
    model.entry.sha256 = combinedHash(files);
    return model.entry.sha256;
  }

  private async look(): Promise<void> {
    const models: Model[] = [];
    const seen = new Set<string>();
    const folders = [
      ...this.options.folders.map(folder => ({ folder, bundled: false })),
      ...this.options.bundledFolders.map(folder => ({ folder, bundled: true }))
    ];
    for (const { folder, bundled } of folders) {
      for (const found of await findModels(resolve(folder))) {
        if (!seen.has(found.path)) {
          seen.add(found.path);
          const model = await this.read(found, bundled);
          model.entry.name = freeName(model.entry, models);
          models.push(model);
        }
      }
    }
    this.models = models;
    this.scanned = true;
  }

  private async read(found: FoundModel, bundled: boolean): Promise<Model> {
    const base = { name: found.name, bundled };
    const inspection = await this.inspect(found);
    const { defaults } = await modelDefaults(found);
    return {
      entry: {
        ...base,
        // What can't be read as anything is listed with what its folder is for.
        kind: inspection.problem ? folderKind(found.path) : inspection.kind,
        family: inspection.family,
        sha256: inspection.problem ? null : await this.knownCombined(found.path, inspection.weight_files),
        size_bytes: inspection.size_bytes,
        usable: inspection.problem === null,
        task: inspection.task,
        prediction_type: inspection.prediction_type,
        native: inspection.native,
        defaults
      },
      problem: inspection.problem,
      path: found.path,
      weightFiles: inspection.weight_files,
      guidanceDim: inspection.guidance_dim,
      memoryBytes: inspection.memory_bytes
    };
  }

  private async inspect({ name, path }: FoundModel): Promise<Inspection> {
    const print = `${INSPECTION_VERSION}:${await fingerprint(path)}`;
    const known = this.options.cache.inspection(path, print);
    if (known) {
      return known;
    }
    try {
      const inspection = await this.options.inspect(path);
      this.options.cache.keepInspection(path, print, inspection);
      return inspection;
    } catch (error) {
      // Reading it ended the engine; that is not remembered, for the engine may have ended for another reason.
      return uninspected(
        path,
        error instanceof Fault
          ? { code: error.code, facts: error.facts }
          : { code: 'model_corrupt', facts: { file: name, reason: (error as Error).message } }
      );
    }
  }

  private async knownCombined(path: string, files: readonly string[]): Promise<string | null> {
    const hashes: Record<string, string> = {};
    for (const name of files) {
      const known = await this.options.cache.knownHash(join(path, name)).catch(() => null);
      if (known === null) {
        return null;
      }
      hashes[name] = known;
    }
    return combinedHash(hashes);
  }
}

/** A single file's own hash, as model sites print it; for a folder the hash of its files' hashes. */
function combinedHash(files: Record<string, string>): string {
  return Object.keys(files).length === 1 && '' in files ? files[''] : sha256(canonicalJson(files));
}

function missing(name: string, kind: FileKind, near?: string): Fault {
  return kind === 'checkpoint'
    ? new Fault('model_missing', { name, near })
    : new Fault('weights_missing', { name, kind, near });
}

function freeName({ name, kind }: Pick<ModelEntry, 'name' | 'kind'>, models: readonly Model[]): string {
  const taken = new Set(models.filter(({ entry }) => entry.kind === kind).map(({ entry }) => entry.name));
  let free = name;
  for (let number = 2; taken.has(free); number++) {
    free = `${name}-${number}`;
  }
  return free;
}
