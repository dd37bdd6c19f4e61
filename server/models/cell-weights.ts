/** Which files of weights a cell is drawn with besides its checkpoint, by its parameters and the words of its prompts. */
import type { DrawCell } from '../../engine/worker';
import { findFileName } from '../../language/names/file-names';
import { readTags } from '../../language/prompt';
import { isFilterUpscaler, isLatentUpscaler } from '../../schema/upscalers';
import type { CellParams, FileKind } from '../../schema/wire';
import type { FilesUsed, NamedHash } from '../../language/infotext/write';
import type { FileHashes } from '../store/content-key';
import type { ModelRegistry } from './registry';

/** `as` is what the cell calls it; a LoRA may be called by its name in another case. */
type Used = { role: 'vae' | 'refiner' | 'upscaler' | 'lora' | 'embedding'; kind: FileKind; name: string; as: string };

type Paths = NonNullable<DrawCell['files']>;

export class CellWeights {
  constructor(private readonly registry: ModelRegistry) {}

  /** The hashes of all files of a cell, its checkpoint first; null while one of them is not known. */
  knownHashes(params: CellParams): FileHashes | null {
    const model = this.registry.knownHash(params.model);
    const used = this.used(params).map(each => ({
      ...each,
      sha256: this.registry.knownHash(each.name, each.kind)
    }));
    return model !== null && used.every(hasHash) ? { model, ...inRoles(used, ({ sha256 }) => sha256) } : null;
  }

  /** Reads the hashes that are not known; throws for a file that is gone or can't be used. */
  async readHashes(params: CellParams): Promise<void> {
    await this.registry.hash(params.model);
    for (const { name, kind } of this.used(params)) {
      await this.registry.hash(name, kind);
    }
  }

  /** Where the files are, for the engine; throws for one that is gone or can't be used. */
  paths(params: CellParams): Paths {
    const used = this.used(params);
    const pathOf = ({ name, kind }: Used): string => this.registry.usable(name, kind).path;
    const { refiner, ...paths } = inRoles(used, pathOf);
    return refiner ? { ...paths, refiner: { name: params.refiner!, path: refiner } } : paths;
  }

  /** Names and hashes for the recipe; throws as `readHashes` does. */
  async named(params: CellParams): Promise<FilesUsed> {
    await this.readHashes(params);
    const files: FilesUsed = {};
    for (const { role, name, kind, as } of this.used(params)) {
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
    return [{ name: params.model, kind: 'checkpoint' as FileKind }, ...this.used(params)].reduce(
      (sum, { name, kind }) => sum + (this.registry.find(name, kind)?.memoryBytes ?? 0),
      0
    );
  }

  private used(params: CellParams): Used[] {
    const { vae, refiner } = params;
    const upscaler = upscalerOf(params);
    return [
      ...(vae ? [{ role: 'vae', kind: 'vae', name: vae, as: vae } as const] : []),
      ...(refiner ? [{ role: 'refiner', kind: 'checkpoint', name: refiner, as: refiner } as const] : []),
      ...(upscaler ? [{ role: 'upscaler', kind: 'upscaler', name: upscaler, as: upscaler } as const] : []),
      ...this.lorasOf(params),
      ...this.embeddingsOf(params)
    ];
  }

  private lorasOf({ prompt }: CellParams): Used[] {
    const known = this.registry.ofKind('lora').map(({ entry }) => entry.name);
    const names = new Set(prompt.includes('<') ? readTags(prompt).loras.map(({ name }) => name) : []);
    return [...names].map(as => ({ role: 'lora', kind: 'lora', name: findFileName(as, known) ?? as, as }));
  }

  /** An embedding is at work where its name stands in a prompt, as part of a word, too: its tokens are what is looked for. */
  private embeddingsOf({ prompt, negative_prompt }: CellParams): Used[] {
    const text = `${prompt}\n${negative_prompt}`.toLowerCase();
    return this.registry
      .ofKind('embedding')
      .filter(({ entry, problem }) => problem === null && text.includes(entry.name.toLowerCase()))
      .map(({ entry: { name } }) => ({ role: 'embedding', kind: 'embedding', name, as: name }));
  }
}

/** The upscaler network of a cell, or undefined when its hires fix has none. */
export function upscalerOf({ enable_hr, hr_upscaler }: CellParams): string | undefined {
  const needsFile =
    hr_upscaler !== undefined && !isLatentUpscaler(hr_upscaler) && !isFilterUpscaler(hr_upscaler);
  return enable_hr && needsFile ? hr_upscaler : undefined;
}

function hasHash(each: Used & { sha256: string | null }): each is Used & { sha256: string } {
  return each.sha256 !== null;
}

function inRoles<U extends Used>(used: readonly U[], value: (each: U) => string): Omit<FileHashes, 'model'> {
  const single = (role: Used['role']): string | undefined => {
    const found = used.find(each => each.role === role);
    return found && value(found);
  };
  const many = (role: Used['role']): Record<string, string> | undefined => {
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
