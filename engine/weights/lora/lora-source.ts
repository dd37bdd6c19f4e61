import { readFloats } from '../read-floats';
import { adapterOf } from './adapter';
import type { Adapter, AdapterMismatch } from './adapter';
import type { LoraFile } from './lora-file';
import type { ModuleNames } from './module-names';

/** The adapters of one LoRA for one network: found by the engine's name of a module, however the trainer spelt it. */
export class LoraSource {
  /** Modules that found their adapter, by the engine's name, with the shape of their weight. */
  readonly adapted = new Map<string, { adapter: Adapter; shape: readonly number[] }>();
  /** Names of the file's own that belonged to a module of the network, whether they fitted or not. */
  readonly known = new Set<string>();
  readonly mismatches: AdapterMismatch[] = [];
  /** alpha / rank of the modules that have an alpha, once `readScales` was called. */
  readonly scales = new Map<string, number>();
  /** DoRA: the norms of a module's weights with the adapter's added, as `graph/adapters/weight-norms.ts` computes them. */
  readonly weightNorms = new Map<string, Float32Array>();

  constructor(
    readonly file: LoraFile,
    private readonly names: ModuleNames
  ) {}

  /** The adapter of `module`, whose weight is `shape`; undefined where the file has none, or one that doesn't fit, which is noted. */
  find(module: string, shape: readonly number[]): Adapter | undefined {
    const seen = this.adapted.get(module);
    if (seen) {
      return seen.adapter;
    }
    const base = this.names(module).find(name => this.file.modules.has(name));
    if (base === undefined || this.known.has(base)) {
      return undefined;
    }
    this.known.add(base);
    const found = adapterOf(base, this.file.modules.get(base)!, shape);
    if ('mismatch' in found) {
      this.mismatches.push(found.mismatch);
      return undefined;
    }
    this.adapted.set(module, { adapter: found.adapter, shape });
    return found.adapter;
  }

  /** Reads the alphas of the adapters found so far. */
  readScales(): void {
    for (const [module, { adapter }] of this.adapted) {
      if (adapter.alpha && adapter.rank !== null && !this.scales.has(module)) {
        this.scales.set(module, readFloats(adapter.alpha.entry)[0] / adapter.rank);
      }
    }
  }
}
