import { resolve } from 'node:path';
import { clipTextGraph, unetGraph, weightNormsGraph } from '../graph';
import type { AdapterSource } from '../graph';
import type { LoraUse } from '../types';
import {
  checkFit,
  Checkpoint,
  LoraSource,
  LoraWarning,
  readLora,
  textModuleNames,
  unetKeyMap,
  unetModuleNames,
  WeightSource
} from '../weights';
import type { TensorEntry } from '../weights';
import { openSession } from '../runtime';

/** The UNet, or a text encoder by its number. */
export type LoraTarget = 'unet' | number;

/** The LoRAs that adapt a network, and their weights in each row of a batch. */
export type BatchLoras = { paths: readonly string[]; weights: readonly (readonly number[])[] };

type Fitted = { unet: LoraSource; text: LoraSource[]; warnings: readonly LoraWarning[] };

/** The LoRAs that one checkpoint was asked to draw with: read and checked against all its networks when first named. */
export class Loras {
  private readonly fitted = new Map<string, Fitted>();

  constructor(private readonly checkpoint: Checkpoint) {}

  /**
   * What the LoRAs of a batch's rows are to a network: those that adapt it (the others change nothing in it), and each row's weights of
   * them. Throws Fault model_* where a file can't be read and lora_unfit where it doesn't fit, before any tensor is read; and
   * where rows name different files.
   */
  at(network: LoraTarget, rows: readonly (readonly LoraUse[] | undefined)[]): BatchLoras {
    const [first = []] = rows;
    if (
      rows.some(
        (row = []) => row.length !== first.length || row.some(({ path }, i) => path !== first[i].path)
      )
    ) {
      throw new Error('rows of one batch have the same LoRAs in the same order');
    }
    const places = first.flatMap(({ path }, i) => (this.source(network, path).adapted.size > 0 ? [i] : []));
    return {
      paths: places.map(i => first[i].path),
      weights: rows.map((row = []) => places.map(i => row[i].weight))
    };
  }

  /** The adapters of the files at `paths`, in order, for a network, ready to be built into its graph. */
  async sources(network: LoraTarget, paths: readonly string[]): Promise<LoraSource[]> {
    const sources = paths.map(path => this.source(network, path));
    for (const source of sources) {
      source.readScales();
      await computeWeightNorms(this.weightsOf(network), source);
    }
    return sources;
  }

  /** Whether a file puts convolutions beside a network's own. */
  adaptsConvolutions(network: LoraTarget, paths: readonly string[]): boolean {
    const shapes = paths.flatMap(path => [...this.source(network, path).adapted.values()]);
    return shapes.some(({ shape }) => shape.length === 4);
  }

  /** What a person should know of the LoRA at `path` with this checkpoint. Throws as `at`. */
  warnings(path: string): readonly LoraWarning[] {
    return this.fit(path).warnings;
  }

  /** All tensors that the LoRA at `path` adapts with. Throws as `at`. */
  entries(path: string): TensorEntry[] {
    return [...this.fit(path).unet.file.modules.values()].flatMap(parts => [...parts.values()]);
  }

  private source(network: LoraTarget, path: string): LoraSource {
    const { unet, text } = this.fit(path);
    return network === 'unet' ? unet : text[network];
  }

  private weightsOf(network: LoraTarget): WeightSource {
    return network === 'unet' ? this.checkpoint.unet : this.checkpoint.text[network];
  }

  private fit(path: string): Fitted {
    const known = this.fitted.get(path);
    if (known) {
      return known;
    }
    const { name, arch, unet, text } = this.checkpoint;
    const file = readLora(resolve(path));
    const keys = unetKeyMap(arch.unet);
    const ldmName = (module: string): string | undefined =>
      keys.fromDiffusers(`${module}.weight`)?.slice(0, -'.weight'.length);
    const fitted: Fitted = {
      unet: new LoraSource(file, unetModuleNames(ldmName)),
      text: text.map((_, i) => new LoraSource(file, textModuleNames(i, text.length))),
      warnings: []
    };
    // Built for the names and shapes of the modules alone.
    unetGraph(unet, arch.unet, 'even', { adapters: [probing(fitted.unet)] });
    fitted.text.forEach((source, i) => clipTextGraph(text[i], arch.text[i], [probing(source)]));
    fitted.warnings = checkFit(file, [fitted.unet, ...fitted.text], { name, family: arch.family });
    this.fitted.set(path, fitted);
    return fitted;
  }
}

/** What a person should know of the LoRA at `path` with a checkpoint, by their headers. Throws Fault model_* and lora_unfit. */
export function checkLora(checkpoint: Checkpoint, path: string): readonly LoraWarning[] {
  return new Loras(checkpoint).warnings(path);
}

/** Shows a source the modules of a network without putting anything into its graph. */
function probing(source: LoraSource): AdapterSource {
  const find = (module: string, shape: readonly number[]): undefined => {
    source.find(module, shape);
  };
  return { find, scales: new Map(), weightNorms: new Map() };
}

/** Lets DoRA's weight norms be computed, once: a session whose graph isn't rewritten holds one module's weights at a time. */
async function computeWeightNorms(weights: WeightSource, source: LoraSource): Promise<void> {
  const graph = source.weightNorms.size === 0 ? weightNormsGraph(weights, source) : null;
  if (!graph) {
    return;
  }
  const session = await openSession(graph, {
    optimization: 'none',
    arena: false,
    weightsPath: source.file.path
  });
  const outputs = await session.run({});
  await session.release();
  for (const [module, { data }] of Object.entries(outputs)) {
    source.weightNorms.set(module, data as Float32Array);
  }
}
