import { basename } from 'node:path';
import { readWeightsHeader } from '../read-weights-header';
import type { WeightsHeader, TensorEntry } from '../weights-header';
import { partOf } from './part-names';
import type { Part } from './part-names';

/** The tensors of one module of a LoRA, by what they are to it. */
export type ModuleParts = ReadonlyMap<Part, TensorEntry>;

/** What the header of a LoRA tells. */
export type LoraFile = {
  path: string;
  name: string;
  metadata: WeightsHeader['metadata'];
  /** By the module's name as the trainer spelt it. */
  modules: ReadonlyMap<string, ModuleParts>;
  /** Kinds of adapters that the engine does not have, with the tensors that show it. */
  unsupported: readonly { kind: string; tensor: string }[];
  /** Textual inversions that came along (`bundle_emb`), and tensors that belong to no module. */
  embeddings: readonly string[];
  unmatched: readonly string[];
};

/** The LoRA at `path`, sorted by module; no tensor is read. Throws as `readWeightsHeader`. */
export function readLora(path: string): LoraFile {
  return sortLora(readWeightsHeader(path));
}

/** The tensors of a header by module and part. */
export function sortLora({ file, metadata, tensors }: WeightsHeader): LoraFile {
  const modules = new Map<string, Map<Part, TensorEntry>>();
  const unsupported: { kind: string; tensor: string }[] = [];
  const embeddings: string[] = [];
  const unmatched: string[] = [];
  for (const entry of tensors.values()) {
    const found = partOf(entry.name);
    if (entry.name.startsWith('bundle_emb.')) {
      embeddings.push(entry.name);
    } else if (!found) {
      unmatched.push(entry.name);
    } else if (found.part === null) {
      unsupported.push({ kind: found.kind, tensor: entry.name });
    } else {
      const parts = modules.get(found.base) ?? new Map<Part, TensorEntry>();
      modules.set(found.base, parts.set(found.part, entry));
    }
  }
  return { path: file, name: basename(file), metadata, modules, unsupported, embeddings, unmatched };
}
