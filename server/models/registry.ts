/**
 * The files of weights this service can draw with, checkpoints and all that goes with them: found in the models folders, inspected in
 * the engine's child (a hostile file can take down no more than that), remembered as long as their stamps stay. A look at the folders
 * costs a listing and a stat of each file, so whoever plans or draws looks again. A name is unique among the files of its kind.
 */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  changedFile,
  INSPECTION_VERSION,
  lookAt,
  stampsBeside,
  uninspected,
  type FileStamps,
  type Inspection,
  type ModelFile
} from '../../engine/worker';
import type { FileKind, ModelEntry } from '../../schema/wire';
import { canonicalJson, sha256 } from '../store/content-key';
import type { HashKind, ModelCache } from '../store/model-cache';
import { type FoundModel, findModels, fingerprint } from './find-models';
import { folderKind } from './folder-kind';
import { modelDefaults } from './model-defaults';
import { findFile } from '../../language/names/find-file';
import { fileNamed } from '../../language/names/file-named';
import { nameFiles, placeOf } from './names';
import { Fault, type FaultData } from '../../schema/fault';

/** A model as the service knows it; `entry.problem` is made at the edge from `problem`. */
export type Model = {
  entry: Omit<ModelEntry, 'problem'> & { path: string };
  problem: FaultData | null;
  path: string;
  /** Of the files as they were when all this was read of them. */
  stamp: string;
  /** Of what else a checkpoint in one file is read from. */
  beside: FileStamps;
  weightFiles: string[];
  /** How model sites and A1111 know a LoRA or an embedding, where that isn't its sha256; null until it is hashed. */
  autov3: string | null;
  /** Width of the guidance scale's embedding in networks that are told it (LCM), which then need no negative prompt; else 0. */
  guidanceDim: number;
  memoryBytes: number;
  /** What its headers told the engine. */
  inspection: Inspection;
};

export type RegistryOptions = {
  /** Where users keep models; searched in this order. */
  folders: readonly string[];
  /** Models that came with the package. */
  bundledFolders: readonly string[];
  /** The model that is used when none is named; null for the bundled one. */
  defaultModel: string | null;
  cache: ModelCache;
  inspect(path: string, beside?: string): Promise<Inspection>;
};

/** How often a file that changes while it is looked at is looked at again. */
const TRIES = 3;
/** How long after the last write a file that ends early counts as one that is still being copied. */
const COPYING_MS = 5000;

export class ModelRegistry {
  private models: Model[] = [];
  private looking: Promise<void> | null = null;
  private next: Promise<void> | null = null;
  private lookedMs = -Infinity;
  private readonly hashing = new Map<string, Promise<void>>();

  constructor(private readonly options: RegistryOptions) {}

  /** All models, as the folders were at most so many milliseconds ago; as they are now unless said otherwise. */
  async list(agedMs = 0): Promise<readonly Model[]> {
    return performance.now() - this.lookedMs > agedMs ? this.scan() : this.models;
  }

  /** Looks through the folders again. A look that is under way may have passed what just changed, so all who come meanwhile share the next. */
  async scan(): Promise<readonly Model[]> {
    await this.look();
    return this.models;
  }

  /** Looks again if there was no engine to read with when it was looked last. */
  async rescanUnread(): Promise<void> {
    const unread = this.models.filter(({ problem }) => problem?.code === 'engine_down');
    if (unread.length > 0) {
      unread.forEach(model => (model.stamp = ''));
      await this.scan();
    }
  }

  /** The name that is used when none is given: what the service was told, else the bundled model, else the first usable one. */
  defaultModel(): string | null {
    const usable = this.models.filter(
      ({ entry }) => entry.usable && entry.kind === 'checkpoint' && entry.family !== 'sdxl_refiner'
    );
    const asked = this.options.defaultModel;
    const told = usable.find(model => asked !== null && model === this.find(asked, 'checkpoint'));
    const chosen = told ?? usable.find(({ entry }) => entry.bundled) ?? usable[0];
    return chosen?.entry.name ?? null;
  }

  /** The one file of a kind that a name means, whether it can be used or not. */
  find(name: string, kind: FileKind): Model | undefined {
    const listed = this.listed(name, kind);
    const found = listed ? null : findFile(name, this.named(kind));
    return found && 'file' in found ? found.file.model : listed;
  }

  ofKind(kind: FileKind): readonly Model[] {
    return this.models.filter(({ entry }) => entry.kind === kind);
  }

  /** The usable file of this name; throws as `fileNamed` does, or why it can't be used. */
  usable(name: string, kind: FileKind = 'checkpoint'): Model {
    const model = this.listed(name, kind) ?? fileNamed(kind, name, this.named(kind)).model;
    if (model.problem) {
      throw new Fault(model.problem.code, model.problem.facts);
    }
    return model;
  }

  private listed(name: string, kind: FileKind): Model | undefined {
    return this.models.find(({ entry }) => entry.name === name && entry.kind === kind);
  }

  private named(kind: FileKind): (Model['entry'] & { model: Model })[] {
    return this.ofKind(kind).map(model => ({ ...model.entry, model }));
  }

  file(name: string): ModelFile {
    return { name, path: this.usable(name).path };
  }

  /** The hash of a file's weights when it is known without reading them. */
  knownHash(name: string, kind: FileKind = 'checkpoint'): string | null {
    return this.find(name, kind)?.entry.sha256 ?? null;
  }

  /** The hash of a file's weights as they are now; reads them through when it must. Throws as `usable` does, and `file_changing`. */
  async hash(name: string, kind: FileKind = 'checkpoint'): Promise<string> {
    return (await this.current(name, kind)).entry.sha256!;
  }

  /** The usable file of this name as it is now, its hash read. Throws as `hash`. */
  async current(name: string, kind: FileKind): Promise<Model> {
    for (let tries = 0; tries < TRIES; tries++) {
      const model = this.find(name, kind);
      if (model?.problem === null && lookAt(model.path).stamp === model.stamp) {
        await this.readHash(model);
        if (model.entry.sha256 !== null && lookAt(model.path).stamp === model.stamp) {
          return model;
        }
      }
      // Of one that is being copied a later look is soon enough.
      if (model?.problem?.code === 'file_incomplete') {
        break;
      }
      await this.scan();
      this.usable(name, kind);
    }
    this.usable(name, kind);
    throw new Fault('file_changing', { file: name });
  }

  private async readHash(model: Model): Promise<void> {
    if (model.entry.sha256 !== null) {
      return;
    }
    const running = this.hashing.get(model.path) ?? this.hashFiles(model);
    this.hashing.set(model.path, running);
    try {
      await running;
    } catch (error) {
      // It went away; whoever looks again says so.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        throw error;
      }
    } finally {
      this.hashing.delete(model.path);
    }
  }

  /** Reads the hashes of files that could hold the same bytes, being of one size; whether there were any to read. */
  async readAlike(names: readonly string[], kind: FileKind): Promise<boolean> {
    const files = names.flatMap(name => this.listed(name, kind) ?? []);
    const sizes = new Set(files.map(({ entry }) => entry.size_bytes));
    const unread = files.filter(({ entry, problem }) => !entry.sha256 && !problem);
    if (sizes.size > 1 || unread.length === 0) {
      return false;
    }
    for (const { entry } of unread) {
      await this.hash(entry.name, kind);
    }
    return true;
  }

  /** Fills in the hashes, unless the files are others by the time they are read. */
  private async hashFiles(model: Model): Promise<void> {
    const { cache } = this.options;
    const hashes = await hashesOf(model, (path, kind) => cache.hash(path, kind));
    if (hashes && lookAt(model.path).stamp === model.stamp) {
      putHashes(model, hashes);
    }
  }

  private look(): Promise<void> {
    if (!this.looking) {
      this.looking = this.lookThrough().finally(() => (this.looking = null));
      return this.looking;
    }
    this.next ??= this.looking
      .catch(() => undefined)
      .then(() => {
        this.next = null;
        return this.look();
      });
    return this.next;
  }

  private async lookThrough(): Promise<void> {
    const befores = new Map(this.models.map(model => [model.path, model]));
    const folders = [
      ...this.options.folders.map(folder => ({ folder, bundled: false })),
      ...this.options.bundledFolders.map(folder => ({ folder, bundled: true }))
    ];
    const all: { found: FoundModel; bundled: boolean; place: string }[] = [];
    const seen = new Set<string>();
    for (const { folder, bundled } of folders) {
      for (const found of await findModels(resolve(folder))) {
        if (!seen.has(found.path)) {
          seen.add(found.path);
          all.push({ found, bundled, place: placeOf(found.path, resolve(folder)) });
        }
      }
    }
    const stamps = await Promise.all(all.map(({ found }) => fingerprint(found.path)));
    const models: Model[] = [];
    const there: FoundModel[] = [];
    for (const [i, { found, bundled, place }] of all.entries()) {
      const before = befores.get(found.path);
      const known = before && isAsBefore(before, stamps[i]) ? before : null;
      if (known && (found.defaults || Object.keys(known.entry.defaults).length > 0)) {
        known.entry.defaults = (await modelDefaults(found)).defaults;
      }
      const model = known ?? (await this.read(found, bundled, stamps[i]));
      if (model) {
        model.entry.path = place;
        models.push(model);
        there.push(found);
      }
    }
    models.forEach(({ entry, inspection: { aliases } }, i) => {
      entry.name = there[i].name;
      if (aliases) {
        entry.aliases = [...aliases];
      }
    });
    nameFiles(models);
    this.models = models;
    this.lookedMs = performance.now();
  }

  /** What there is to know of a model; its stamp is that of the files it was read from. Null for one that went away meanwhile. */
  private async read(found: FoundModel, bundled: boolean, first: string): Promise<Model | null> {
    let stamp = first;
    for (let tries = 1; stamp !== ''; tries++) {
      const model = await this.readOnce(found, bundled, stamp);
      const after = await fingerprint(found.path);
      if (after !== '' && (after === stamp || tries === TRIES)) {
        return model;
      }
      stamp = after;
    }
    return null;
  }

  private async readOnce(found: FoundModel, bundled: boolean, stamp: string): Promise<Model> {
    const base = { name: found.name, path: found.name, bundled };
    const beside = found.kind === 'file' ? stampsBeside(found.path) : {};
    const inspection = await this.inspect(found, stamp, Object.values(beside));
    const problem = inspection.problem && (await stillCopied(found.path, inspection.problem));
    const { defaults } = await modelDefaults(found);
    const model: Model = {
      entry: {
        ...base,
        // What can't be read as anything is listed with what its folder is for.
        kind: problem ? folderKind(found.path) : inspection.kind,
        family: inspection.family,
        sha256: null,
        size_bytes: inspection.size_bytes,
        usable: problem === null,
        task: inspection.task,
        prediction_type: inspection.prediction_type,
        native: inspection.native,
        defaults,
        ...(inspection.aliases && { aliases: [...inspection.aliases] })
      },
      problem,
      path: found.path,
      stamp,
      beside: inspection.kind === 'checkpoint' ? beside : {},
      weightFiles: inspection.weight_files,
      autov3: inspection.model_hash ?? null,
      guidanceDim: inspection.guidance_dim,
      memoryBytes: inspection.memory_bytes,
      inspection
    };
    if (problem === null) {
      await this.recall(model);
    }
    return model;
  }

  /**
   * A file as it is beside the checkpoint that it is to be drawn with: why the two don't go together, and what to know where they do.
   * Nothing of the kind while there is no engine to read with.
   */
  async beside(file: Model, checkpoint: Model): Promise<Pick<Inspection, 'problem' | 'warnings'>> {
    const paths = [file.path, checkpoint.path];
    const print = [INSPECTION_VERSION, ...(await Promise.all(paths.map(fingerprint)))].join(':');
    const known = this.options.cache.inspection(paths.join('\n'), print);
    if (known) {
      return known;
    }
    try {
      const inspection = await this.options.inspect(file.path, checkpoint.path);
      this.options.cache.keepInspection(paths.join('\n'), print, inspection);
      return inspection;
    } catch {
      return { problem: null };
    }
  }

  private async inspect(
    { name, path }: FoundModel,
    stamp: string,
    beside: readonly string[]
  ): Promise<Inspection> {
    const print = [INSPECTION_VERSION, stamp, ...beside.filter(Boolean)].join(' ');
    const known = this.options.cache.inspection(path, print);
    if (known) {
      return known;
    }
    for (let tries = 1; ; tries++) {
      try {
        const inspection = await this.options.inspect(path);
        if (lookAt(path).stamp === stamp) {
          this.options.cache.keepInspection(path, print, inspection);
        }
        return inspection;
      } catch (error) {
        if (error instanceof Fault) {
          return uninspected(path, { code: error.code, facts: error.facts });
        }
        // The engine may have ended over something else the first time.
        if (tries > 1) {
          const facts = { file: name, reason: (error as Error).message };
          return uninspected(path, { code: 'model_corrupt', facts });
        }
      }
    }
  }

  /** Fills in the hashes where all were computed before. */
  private async recall(model: Model): Promise<void> {
    const { cache } = this.options;
    const hashes = await hashesOf(model, (path, kind) => cache.knownHash(path, kind)).catch(() => null);
    if (hashes) {
      putHashes(model, hashes);
    }
  }
}

/** Whether what was read of a model still holds; of one that is being copied, only for now. */
function isAsBefore({ stamp, beside, problem }: Model, now: string): boolean {
  return stamp === now && changedFile(beside) === null && problem?.code !== 'file_incomplete';
}

/** A file that ends early is still being copied while it is written to. */
async function stillCopied(path: string, problem: FaultData): Promise<FaultData> {
  const info = problem.code === 'model_truncated' ? await stat(path).catch(() => null) : null;
  const age = info && Date.now() - Math.max(info.mtimeMs, info.ctimeMs);
  return age !== null && age < COPYING_MS ? { ...problem, code: 'file_incomplete' } : problem;
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

function putHashes(model: Model, { sha256: whole, autov3 }: Hashes): void {
  model.entry.sha256 = whole;
  model.autov3 = autov3 === whole ? null : autov3;
}
