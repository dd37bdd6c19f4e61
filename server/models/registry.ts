/**
 * The files of weights this service can draw with, checkpoints and all that goes with them: found in the models folders, inspected in
 * the engine's child (a hostile file can take down no more than that), remembered as long as their stamps stay. A look at the folders
 * costs a listing and a stat of each file, so whoever plans or draws looks again. A name is unique among the files of its kind.
 */
import { resolve } from 'node:path';
import { lookAt, type Inspection, type ModelFile } from '../../engine/worker';
import { findFile, type NamedFile } from '../../language/names/find-file';
import { fileNamed } from '../../language/names/file-named';
import { Fault } from '../../schema/fault';
import type { FileKind } from '../../schema/wire';
import type { ModelCache } from '../store/model-cache';
import type { ModelIdentities } from '../store/model-identities';
import { type FoundModel, findModels, stampOf } from './find-models';
import type { Model } from './model';
import { modelDefaults } from './model-defaults';
import { ModelHashes } from './model-hashes';
import { nameFiles, placeOf, sharedAliases } from './names';
import { type Inspect, isAsBefore, ModelReader } from './read-model';

export type RegistryOptions = {
  /** Where users keep models; searched in this order. */
  folders: readonly string[];
  /** Models that came with the package. */
  bundledFolders: readonly string[];
  /** The model that is used when none is named; null for the bundled one. */
  defaultModel: string | null;
  cache: ModelCache;
  identities: Pick<ModelIdentities, 'of'>;
  inspect: Inspect;
};

/** How often a file that changes while its hash is read is looked at again. */
const TRIES = 3;
/** Bytes of unread files of a kind that are read to find one by its hash: a second or two of an old disk. */
const READ_FOR_HASH_BYTES = 200e6;

/** Names of which is remembered what they mean; a sweep asks for the same ones again and again. */
const REMEMBERED = 10_000;

type Named = NamedFile & Model['entry'] & { model: Model };
/** The files of a kind in one version of the list, and what names have been found to mean by then. */
type Listing = {
  version: number;
  models: readonly Model[];
  byName: ReadonlyMap<string, Model>;
  found: Map<string, Model | undefined>;
  named: readonly Named[] | null;
};

/** What came for picture care and makes no pictures of pictures (finders of faces, namers of things) is nobody's to choose. */
function isOfTheProduct(place: string, { entry: { kind } }: Model): boolean {
  return place.split('/').includes('care') && kind !== 'upscaler';
}

export class ModelRegistry {
  private models: Model[] = [];
  private looking: Promise<void> | null = null;
  private next: Promise<void> | null = null;
  private lookedMs = -Infinity;
  private readonly hashes: ModelHashes;
  private readonly reader: ModelReader;
  private changes = 0;
  private readonly listings = new Map<FileKind, Listing>();

  constructor(private readonly options: RegistryOptions) {
    const { cache, identities } = options;
    this.hashes = new ModelHashes(cache, identities);
    this.reader = new ModelReader(cache, (...paths) => options.inspect(...paths), this.hashes);
  }

  /** Another number whenever a file of the list, its name or its hash is another: what was found out of the list holds no longer. */
  get version(): number {
    return this.changes;
  }

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
    const { byName, found } = this.listing(kind);
    const listed = byName.get(name);
    if (listed || found.has(name)) {
      return listed ?? found.get(name);
    }
    const file = findFile(name, this.named(kind));
    const model = file && 'file' in file ? file.file.model : undefined;
    if (found.size >= REMEMBERED) {
      found.clear();
    }
    found.set(name, model);
    return model;
  }

  ofKind(kind: FileKind): readonly Model[] {
    return this.listing(kind).models;
  }

  /** The usable file of this name; throws as `fileNamed` does, or why it can't be used. */
  usable(name: string, kind: FileKind = 'checkpoint'): Model {
    const model = this.listed(name, kind) ?? fileNamed(kind, name, this.named(kind)).model;
    if (model.problem) {
      throw new Fault(model.problem.code, model.problem.facts);
    }
    return model;
  }

  /** The files of a kind by all that they may be called. */
  named(kind: FileKind): readonly Named[] {
    const listing = this.listing(kind);
    listing.named ??= listing.models.map(model => ({
      ...model.entry,
      autov3: model.autov3,
      sharedAliases: sharedAliases(model),
      model
    }));
    return listing.named;
  }

  private listed(name: string, kind: FileKind): Model | undefined {
    return this.listing(kind).byName.get(name);
  }

  private listing(kind: FileKind): Listing {
    const known = this.listings.get(kind);
    if (known?.version === this.changes) {
      return known;
    }
    const models = this.models.filter(({ entry }) => entry.kind === kind);
    const byName = new Map(models.map(model => [model.entry.name, model]));
    const listing = { version: this.changes, models, byName, found: new Map(), named: null };
    this.listings.set(kind, listing);
    return listing;
  }

  file(name: string): ModelFile {
    return { name, path: this.usable(name).path };
  }

  /** What content keys know a file by, where that is known without reading it. */
  knownIdentity(name: string, kind: FileKind = 'checkpoint'): string | null {
    return this.find(name, kind)?.identity ?? null;
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
    const before = model.entry.sha256;
    await this.hashes.read(model);
    if (model.entry.sha256 !== before) {
      this.changes++;
    }
  }

  /** Whether files could hold the same bytes, being of one size. */
  areAlike(names: readonly string[], kind: FileKind): boolean {
    const files = names.flatMap(name => this.listed(name, kind) ?? []);
    return new Set(files.map(({ entry }) => entry.size_bytes)).size === 1;
  }

  /** Reads the hashes of these files, `quick` unless that takes long; whether any was read. */
  readNamed(names: readonly string[], kind: FileKind, { quick = false } = {}): Promise<boolean> {
    return this.readAll(
      names.flatMap(name => this.listed(name, kind) ?? []),
      kind,
      quick
    );
  }

  /** Reads the hashes of a kind that were never read, where that doesn't take long; whether any was read. */
  readUnread(kind: FileKind): Promise<boolean> {
    return this.readAll(this.ofKind(kind), kind, true);
  }

  private async readAll(files: readonly Model[], kind: FileKind, quick: boolean): Promise<boolean> {
    const unread = files.filter(({ entry, problem }) => !entry.sha256 && !problem);
    const bytes = unread.reduce((sum, { entry }) => sum + entry.size_bytes, 0);
    if (quick && bytes > READ_FOR_HASH_BYTES) {
      return false;
    }
    for (const { entry } of unread) {
      // Of one that won't stay as it is the others are not held up.
      await this.hash(entry.name, kind).catch(() => undefined);
    }
    return unread.some(({ entry }) => entry.sha256);
  }

  /** As `ModelReader.beside` says. */
  beside(file: Model, checkpoint: Model): Promise<Pick<Inspection, 'problem' | 'warnings'>> {
    return this.reader.beside(file, checkpoint);
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
    const names = this.models.map(({ entry }) => entry.name);
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
    const stamps = await Promise.all(all.map(({ found }) => stampOf(found)));
    const models: Model[] = [];
    const there: FoundModel[] = [];
    for (const [i, { found, bundled, place }] of all.entries()) {
      const before = befores.get(found.path);
      const known = before && isAsBefore(before, stamps[i]) ? before : null;
      if (known && (found.defaults || Object.keys(known.entry.defaults).length + known.remarks.length > 0)) {
        const { defaults, remarks } = await modelDefaults(found);
        known.entry.defaults = defaults;
        known.remarks = remarks;
      }
      const model = known ?? (await this.reader.read(found, bundled, stamps[i]));
      if (model && !(bundled && isOfTheProduct(place, model))) {
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
    const same = (model: Model, i: number): boolean =>
      model === this.models[i] && model.entry.name === names[i];
    if (models.length !== this.models.length || !models.every(same)) {
      this.changes++;
    }
    this.models = models;
    this.lookedMs = performance.now();
  }
}
