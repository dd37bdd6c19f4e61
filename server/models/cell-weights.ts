/** The files of weights a cell is drawn with, as they are at one moment. */
import { isDeepStrictEqual } from 'node:util';
import { changedFile, type DrawCell, type FileStamps } from '../../engine/worker';
import type { CellParams, FileKind } from '../../schema/wire';
import type { FilesUsed, NamedHash } from '../../language/infotext/write';
import { Fault } from '../../schema/fault';
import type { FileHashes } from '../store/content-key';
import type { Model } from './model';
import type { ModelRegistry } from './registry';
import { goneFrom } from './embedding-words';
import { usedFiles, type UsedFile } from './used-files';

/**
 * The files of a cell at one moment: where they are, what they were known by then (`stamps`), the hashes that make its content key and
 * the names and hashes that its recipe tells. One cell's order, key and recipe all come from one of these.
 */
export type CellFilesNow = {
  model: DrawCell['model'];
  paths: NonNullable<DrawCell['files']>;
  stamps: FileStamps;
  hashes: FileHashes;
  recipe: { model: NamedHash; files: FilesUsed };
};

type Opened = UsedFile & { file: Model };

/** How often files that change while they are read are read again. */
const TRIES = 3;

export class CellWeights {
  constructor(private readonly registry: ModelRegistry) {}

  /** The hashes of all files of a cell, its checkpoint first; null while one of them is not known. */
  knownHashes(params: CellParams): FileHashes | null {
    const model = this.registry.knownHash(params.model);
    const used = usedFiles(params, this.registry).map(each => ({
      ...each,
      sha256: this.registry.knownHash(each.name, each.kind)
    }));
    return model !== null && used.every(hasHash) ? { model, ...inRoles(used, ({ sha256 }) => sha256) } : null;
  }

  /**
   * What these cells are planned with: embeddings by the names they have in prompts, and the hashes of all files by role and name in recipes,
   * as far as they are known.
   */
  planned(cells: readonly CellParams[]): { embeddings: string[]; files: Record<string, string> } {
    const embeddings = new Set<string>();
    const files: Record<string, string> = {};
    for (const params of cells) {
      const model = { role: 'model', kind: 'checkpoint', name: params.model, as: params.model } as const;
      for (const { role, kind, name, as } of [model, ...usedFiles(params, this.registry)]) {
        const hash = this.registry.knownHash(name, kind);
        if (hash !== null) {
          files[`${role} ${role === 'lora' ? name : as}`] = hash;
        }
        if (role === 'embedding') {
          embeddings.add(as);
        }
      }
    }
    return { embeddings: [...embeddings], files };
  }

  /**
   * The files of a cell as they are now, hashes read where they must be. Throws for one that is gone or can't be used, the `embeddings`
   * that its job was planned with among them, and `file_changing` for one that won't stay as it is.
   */
  async now(params: CellParams, embeddings: readonly string[] = []): Promise<CellFilesNow> {
    for (let tries = 0; tries < TRIES; tries++) {
      const model = await this.registry.current(params.model, 'checkpoint');
      const used: Opened[] = [];
      const [gone] = goneFrom(params, embeddings, this.registry);
      if (gone !== undefined) {
        this.registry.usable(gone, 'embedding');
        throw new Fault('weights_missing', { name: gone, kind: 'embedding' });
      }
      const wanted = usedFiles(params, this.registry);
      for (const each of wanted) {
        used.push({ ...each, file: await this.registry.current(each.name, each.kind) });
      }
      const now = told(params, model, used);
      // The first may have changed while the last was read.
      const changed = changedFile(now.stamps);
      if (changed === null && isDeepStrictEqual(usedFiles(params, this.registry), wanted)) {
        return now;
      }
      if (changed !== null) {
        await this.registry.scan();
      }
    }
    throw new Fault('file_changing', { file: params.model });
  }

  /** Bytes of weights that lie in memory while the cell is drawn: its own, and of all files beside it. */
  memoryBytes(params: CellParams): number {
    return [
      { name: params.model, kind: 'checkpoint' as FileKind },
      ...usedFiles(params, this.registry)
    ].reduce((sum, { name, kind }) => sum + (this.registry.find(name, kind)?.memoryBytes ?? 0), 0);
  }
}

function told(params: CellParams, model: Model, used: readonly Opened[]): CellFilesNow {
  const { refiner, ...paths } = inRoles(used, ({ file }) => file.path);
  return {
    model: { name: params.model, path: model.path },
    paths: refiner ? { ...paths, refiner: { name: params.refiner!, path: refiner } } : paths,
    stamps: Object.assign({}, ...[model, ...used.map(({ file }) => file)].map(stampsOf)) as FileStamps,
    hashes: { model: model.entry.sha256!, ...inRoles(used, ({ file }) => file.entry.sha256!) },
    recipe: { model: named(params.model, model), files: filesUsed(used) }
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
        // As lists show it, however the tag spells it; two spellings are one file.
        files.loras = [
          ...(files.loras ?? []).filter(({ name }) => name !== file.entry.name),
          named(file.entry.name, file)
        ];
        break;
      case 'embedding':
        files.embeddings = [...(files.embeddings ?? []), named(as, file)];
        break;
      default:
        files[role] = named(as, file);
    }
  }
  return files;
}

function named(name: string, { entry, autov3 }: Model): NamedHash {
  return { name, sha256: entry.sha256!, ...(autov3 && { autov3 }) };
}

function hasHash(each: UsedFile & { sha256: string | null }): each is UsedFile & { sha256: string } {
  return each.sha256 !== null;
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
    loras: many('lora'),
    embeddings: many('embedding')
  };
  return Object.fromEntries(Object.entries(roles).filter(([, each]) => each !== undefined));
}
