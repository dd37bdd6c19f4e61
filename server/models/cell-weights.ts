/** Which files of weights a cell is drawn with besides its checkpoint, by its parameters and the words of its prompts. */
import type { DrawCell } from '../../engine/worker';
import type { CellParams, FileKind } from '../../schema/wire';
import type { FilesUsed, NamedHash } from '../../language/infotext/write';
import type { FileHashes } from '../store/content-key';
import type { ModelRegistry } from './registry';
import { usedFiles, type UsedFile } from './used-files';

type Paths = NonNullable<DrawCell['files']>;

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

  /** Reads the hashes that are not known; throws for a file that is gone or can't be used. */
  async readHashes(params: CellParams): Promise<void> {
    await this.registry.hash(params.model);
    for (const { name, kind } of usedFiles(params, this.registry)) {
      await this.registry.hash(name, kind);
    }
  }

  /** Where the files are, for the engine; throws for one that is gone or can't be used. */
  paths(params: CellParams): Paths {
    const used = usedFiles(params, this.registry);
    const pathOf = ({ name, kind }: UsedFile): string => this.registry.usable(name, kind).path;
    const { refiner, ...paths } = inRoles(used, pathOf);
    return refiner ? { ...paths, refiner: { name: params.refiner!, path: refiner } } : paths;
  }

  /** Names and hashes for the recipe; throws as `readHashes` does. */
  async named(params: CellParams): Promise<FilesUsed> {
    await this.readHashes(params);
    const files: FilesUsed = {};
    for (const { role, name, kind, as } of usedFiles(params, this.registry)) {
      const named: NamedHash = { name: as, sha256: this.registry.knownHash(name, kind)! };
      switch (role) {
        case 'lora':
          files.loras = [...(files.loras ?? []), named];
          break;
        case 'embedding':
          files.embeddings = [...(files.embeddings ?? []), named];
          break;
        default:
          files[role] = named;
      }
    }
    return files;
  }

  /** Bytes of weights that lie in memory while the cell is drawn: its own, and of all files beside it. */
  memoryBytes(params: CellParams): number {
    return [{ name: params.model, kind: 'checkpoint' as FileKind }, ...usedFiles(params, this.registry)].reduce(
      (sum, { name, kind }) => sum + (this.registry.find(name, kind)?.memoryBytes ?? 0),
      0
    );
  }
}

function hasHash(each: UsedFile & { sha256: string | null }): each is UsedFile & { sha256: string } {
  return each.sha256 !== null;
}

function inRoles<U extends UsedFile>(used: readonly U[], value: (each: U) => string): Omit<FileHashes, 'model'> {
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
