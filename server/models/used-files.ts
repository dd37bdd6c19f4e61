/** Which files besides its checkpoint a cell names, by its parameters and the words of its prompts. */
import { embeddingsIn, isIncomplete } from './embedding-words';
import { readTags, weightyTags } from '../../language/prompt';
import { isCareAlone, networksNamed } from '../../schema/care';
import { isFilterUpscaler, isLatentUpscaler } from '../../schema/upscalers';
import type { CellParams, FileKind } from '../../schema/wire';
import type { FaultData } from '../../schema/fault';
import type { Model } from './model';
import type { ModelRegistry } from './registry';

/** `name` is the file's in the registry, `as` what the cell calls it; a LoRA may be called by its name in another case. */
export type UsedFile = {
  role: 'vae' | 'refiner' | 'upscaler' | 'network' | 'lora' | 'embedding';
  kind: FileKind;
  name: string;
  as: string;
};

type Files = Pick<ModelRegistry, 'version' | 'ofKind' | 'find'>;

/**
 * The files that a cell names and its content key counts, in the order of their roles; whether they are there is not asked. `filesAtWork`
 * tells which of them have a part in its picture.
 */
export function usedFiles(params: CellParams, registry: Files): UsedFile[] {
  if (isCareAlone(params)) {
    return networksOf(params);
  }
  const { vae, refiner } = params;
  const upscaler = upscalerOf(params);
  return [
    ...(vae ? [{ role: 'vae', kind: 'vae', name: vae, as: vae } as const] : []),
    ...(refiner ? [{ role: 'refiner', kind: 'checkpoint', name: refiner, as: refiner } as const] : []),
    ...(upscaler ? [{ role: 'upscaler', kind: 'upscaler', name: upscaler, as: upscaler } as const] : []),
    ...networksOf(params),
    ...lorasOf(params, registry),
    ...embeddingsOf(params, registry)
  ];
}

/** The files of weights of a cell, its checkpoint first, as far as they are there. */
function modelsOf(params: CellParams, registry: Files): Model[] {
  const own = isCareAlone(params) ? [] : [{ name: params.model, kind: 'checkpoint' as FileKind }];
  const all = [...own, ...usedFiles(params, registry)];
  return all.flatMap(({ name, kind }) => registry.find(name, kind) ?? []);
}

/** Where the files of a cell lie. */
export function pathsOf(params: CellParams, registry: Files): string[] {
  return modelsOf(params, registry).map(({ path }) => path);
}

/** Bytes of the files of weights of a cell, as far as they are there: what is read until it can be drawn. */
export function bytesOf(params: CellParams, registry: Files): number {
  return modelsOf(params, registry).reduce((sum, { entry }) => sum + entry.size_bytes, 0);
}

/** Where the file of a cell lies that a fault says is being written; undefined where it says none. */
export function pathInFault(params: CellParams, { facts }: FaultData, registry: Files): string | undefined {
  const models = modelsOf(params, registry);
  const found =
    models.find(({ problem }) => problem?.facts.file === facts.file) ??
    models.find(({ entry }) => entry.name === facts.file);
  return found?.path;
}

/** The upscaler network of a cell, or undefined when its hires fix has none. */
export function upscalerOf({ enable_hr, hr_upscaler }: CellParams): string | undefined {
  const needsFile =
    hr_upscaler !== undefined && !isLatentUpscaler(hr_upscaler) && !isFilterUpscaler(hr_upscaler);
  return enable_hr && needsFile ? hr_upscaler : undefined;
}

/** Networks of picture care; one that two parameters name is one. */
function networksOf(params: CellParams): UsedFile[] {
  const names = new Set(networksNamed(params).map(([, name]) => name));
  return [...names].map(name => ({ role: 'network', kind: 'upscaler', name, as: name }));
}

function lorasOf({ prompt }: CellParams, registry: Files): UsedFile[] {
  const tags = prompt.includes('<') ? weightyTags(readTags(prompt).loras) : [];
  const names = new Set(tags.map(({ name }) => name));
  return [...names].map(as => ({
    role: 'lora',
    kind: 'lora',
    name: registry.find(as, 'lora')?.entry.name ?? as,
    as
  }));
}

/** Those that are still being copied count: a cell waits for them as for any file. */
function embeddingsOf(params: CellParams, registry: Files): UsedFile[] {
  const { words, unusable } = embeddingsIn(params, registry);
  return [...words, ...unusable.filter(isIncomplete)].map(({ name: as, files: [file] }) => ({
    role: 'embedding',
    kind: 'embedding',
    name: file.entry.name,
    as
  }));
}
