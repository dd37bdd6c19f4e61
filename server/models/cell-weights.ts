/** The files of weights a cell is drawn with, as they are at one moment. */
import { isDeepStrictEqual } from 'node:util';
import { isCareAlone, NO_MODEL } from '../../schema/care';
import { changedFile, type DrawCell, type FileStamps } from '../../engine/worker';
import type { CellParams } from '../../schema/wire';
import type { FilesUsed, NamedHash } from '../../language/infotext/write';
import { Fault } from '../../schema/fault';
import type { FileHashes } from '../store/content-key';
import type { Model } from './model';
import type { ModelRegistry } from './registry';
import { embeddingsIn, missingFrom, type EmbeddingNames } from './embedding-words';
import { filesAtWork } from './files-at-work';
import { usedFiles, type UsedFile } from './used-files';

/**
 * The files of a cell at one moment: where they are, what they were known by then (`stamps`), the identities that make its content key
 * and the names and hashes that its recipe tells. One cell's order, key and recipe all come from one of these.
 */
export type CellFilesNow = {
  model: DrawCell['model'];
  paths: NonNullable<DrawCell['files']>;
  stamps: FileStamps;
  hashes: FileHashes;
  /** As `CellWeights.planned` tells them; '' for an embedding that was planned and takes no part, its file being for other networks. */
  identities: Readonly<Record<string, string>>;
  /** What its recipe tells: the files at work, and those that count in the key and are idle. */
  recipe(): { model?: NamedHash; files: FilesUsed; idle: FilesUsed };
};

type Opened = UsedFile & { file: Model };

const NONE_MISSING = { gone: [], misfits: [] };

/** How often files that change while they are read are read again. */
const TRIES = 3;

export class CellWeights {
  constructor(private readonly registry: ModelRegistry) {}

  /** What the key of a cell knows its files by; null while one of them is not known. */
  knownHashes(params: CellParams): FileHashes | null {
    const model = isCareAlone(params) ? NO_MODEL : this.registry.knownIdentity(params.model);
    const used = usedFiles(params, this.registry).map(each => ({
      ...each,
      identity: this.registry.knownIdentity(each.name, each.kind)
    }));
    return model !== null && used.every(isKnown)
      ? { model, ...inRoles(used, ({ identity }) => identity) }
      : null;
  }

  /**
   * What these cells are planned with: the names of embeddings that are at work in them, and the identities of all files by role and
   * written name, as far as they are known; in slices.
   */
  *planned(
    cells: readonly CellParams[]
  ): Generator<void, { embeddings: EmbeddingNames; files: Record<string, string> }, void> {
    const embeddings = new Map<string, Set<string>>();
    const files: Record<string, string> = {};
    for (const params of cells) {
      for (const each of [...checkpointOf(params), ...usedFiles(params, this.registry)]) {
        const identity = this.registry.knownIdentity(each.name, each.kind);
        if (identity !== null) {
          files[roleAndName(each)] = identity;
        }
      }
      const named = isCareAlone(params) ? {} : embeddingsIn(params, this.registry).names;
      for (const [checkpoint, names] of Object.entries(named)) {
        const all = embeddings.get(checkpoint) ?? new Set();
        names.forEach(name => all.add(name));
        embeddings.set(checkpoint, all);
      }
      yield;
    }
    const lists = [...embeddings].map(([checkpoint, names]) => [checkpoint, [...names]]);
    return { embeddings: Object.fromEntries(lists) as EmbeddingNames, files };
  }

  /**
   * The files of a cell as they are now, hashes read where they must be. Throws for one that is gone or can't be used, the `embeddings`
   * that its job was planned with among them, and `file_changing` for one that won't stay as it is.
   */
  async now(params: CellParams, embeddings: EmbeddingNames = {}): Promise<CellFilesNow> {
    let changing = params.model;
    for (let tries = 0; tries < TRIES; tries++) {
      const model = isCareAlone(params) ? null : await this.registry.current(params.model, 'checkpoint');
      const used: Opened[] = [];
      const { gone: all, misfits } = model ? missingFrom(params, embeddings, this.registry) : NONE_MISSING;
      const [gone] = all;
      if (gone !== undefined) {
        this.registry.usable(gone, 'embedding');
        throw new Fault('weights_missing', { name: gone, kind: 'embedding' });
      }
      const wanted = usedFiles(params, this.registry);
      for (const each of wanted) {
        used.push({ ...each, file: await this.registry.current(each.name, each.kind) });
      }
      const now = told(params, model, used, misfits);
      // The first may have changed while the last was read.
      const changed = [...(model ? [model] : []), ...used.map(({ file }) => file)].find(
        file => changedFile(stampsOf(file)) !== null
      );
      if (!changed && isDeepStrictEqual(usedFiles(params, this.registry), wanted)) {
        return now;
      }
      if (changed) {
        changing = changed.entry.name;
        await this.registry.scan();
      }
    }
    throw new Fault('file_changing', { file: changing });
  }

  /**
   * The same for many cells at one moment: files are looked at once for all cells that name the same, for a look at a folder of thousands of
   * cells would take seconds. What was seen gets old; whoever draws looks again.
   */
  glance(): CellWeights['now'] {
    const seen = new Map<string, Promise<CellFilesNow>>();
    return (params, embeddings = {}) => {
      const words = Object.values(params).filter(value => typeof value !== 'number');
      const key = JSON.stringify([words, usedFiles(params, this.registry), embeddings]);
      const known = seen.get(key) ?? this.now(params, embeddings);
      seen.set(key, known);
      return known;
    };
  }

  /** Bytes of weights that lie in memory while the cell is drawn: its own, and of all files beside it. */
  memoryBytes(params: CellParams): number {
    return [...checkpointOf(params), ...usedFiles(params, this.registry)].reduce(
      (sum, { name, kind }) => sum + (this.registry.find(name, kind)?.memoryBytes ?? 0),
      0
    );
  }
}

function told(
  params: CellParams,
  model: Model | null,
  used: readonly Opened[],
  misfits: readonly string[]
): CellFilesNow {
  const { refiner, ...paths } = inRoles(used, ({ file }) => file.path);
  return {
    model: model && { name: params.model, path: model.path },
    paths: refiner ? { ...paths, refiner: { name: params.refiner!, path: refiner } } : paths,
    stamps: Object.assign(
      {},
      ...[...(model ? [model] : []), ...used.map(({ file }) => file)].map(stampsOf)
    ) as FileStamps,
    hashes: { model: model?.identity ?? NO_MODEL, ...inRoles(used, ({ file }) => file.identity!) },
    identities: Object.fromEntries([
      ...misfits.map(as => [roleAndName({ role: 'embedding', as }), '']),
      ...[...(model ? checkpointOf(params).map(each => ({ ...each, file: model })) : []), ...used].map(
        each => [roleAndName(each), each.file.identity!]
      )
    ]) as Record<string, string>,
    recipe: () => {
      const atWork = model ? filesAtWork(params, model, used) : used;
      return {
        ...(model && { model: named(params.model, model) }),
        files: filesUsed(atWork),
        idle: filesUsed(used.filter(each => !atWork.includes(each)))
      };
    }
  };
}

function stampsOf({ path, stamp, beside }: Model): FileStamps {
  return { ...beside, [path]: stamp };
}

function filesUsed(used: readonly Opened[]): FilesUsed {
  const files: FilesUsed = {};
  for (const { role, as, file } of used) {
    switch (role) {
      case 'lora':
        files.loras = withLora(files.loras ?? [], as, file);
        break;
      case 'embedding':
        files.embeddings = [...(files.embeddings ?? []), named(as, file)];
        break;
      case 'network':
        files.networks = [...(files.networks ?? []), named(as, file)];
        break;
      default:
        files[role] = named(as, file);
    }
  }
  return files;
}

/** A LoRA is called as lists show it, however a tag spells it; two spellings are one file. */
function withLora(loras: NonNullable<FilesUsed['loras']>, as: string, file: Model): typeof loras {
  const { name } = file.entry;
  const before = loras.find(each => each.name === name);
  const spelled = [...(before ? (before.as ?? [name]) : []), as];
  const lora = { ...named(name, file), ...(isDeepStrictEqual(spelled, [name]) ? {} : { as: spelled }) };
  return before ? loras.map(each => (each === before ? lora : each)) : [...loras, lora];
}

function named(
  name: string,
  { entry: { sha256 }, identity, autov3, inspection: { configs } }: Model
): NamedHash {
  return {
    name,
    sha256: sha256!,
    ...(autov3 && { autov3 }),
    ...(configs && { configs }),
    ...(identity !== sha256 && { identity: identity! })
  };
}

type Role = Omit<UsedFile, 'role'> & { role: UsedFile['role'] | 'model' };

/** The checkpoint of a cell; none where it is care alone. */
function checkpointOf(params: CellParams): Role[] {
  const { model: name } = params;
  return isCareAlone(params) ? [] : [{ role: 'model', kind: 'checkpoint', name, as: name }];
}

/** Files of different kinds may share a name, and one name may come to mean another file. */
function roleAndName({ role, as }: Pick<Role, 'role' | 'as'>): string {
  return `${role} ${as}`;
}

function isKnown(each: UsedFile & { identity: string | null }): each is UsedFile & { identity: string } {
  return each.identity !== null;
}

function inRoles<U extends UsedFile>(
  used: readonly U[],
  value: (each: U) => string
): Omit<FileHashes, 'model'> {
  const single = (role: UsedFile['role']): string | undefined => {
    const found = used.find(each => each.role === role);
    return found && value(found);
  };
  const many = (role: UsedFile['role']): Record<string, string> | undefined => {
    const found = used.filter(each => each.role === role);
    return found.length > 0 ? Object.fromEntries(found.map(each => [each.as, value(each)])) : undefined;
  };
  const roles = {
    vae: single('vae'),
    refiner: single('refiner'),
    upscaler: single('upscaler'),
    networks: many('network'),
    loras: many('lora'),
    embeddings: many('embedding')
  };
  return Object.fromEntries(Object.entries(roles).filter(([, each]) => each !== undefined));
}
