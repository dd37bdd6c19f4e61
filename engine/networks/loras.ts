import { resolve } from 'node:path';
import { clipTextGraph } from '../graph/clip-text';
import { lengthsGraph } from '../graph/adapters/index';
import type { AdapterSource } from '../graph/graph';
import { unetGraph } from '../graph/unet';
import type { LoraUse } from '../types';
import type { Checkpoint } from '../weights/checkpoint';
import { unetKeyMap } from '../weights/ldm-names';
import { checkFit, LoraSource, readLora, textModuleNames, unetModuleNames } from '../weights/lora/index';
import type { LoraWarning } from '../weights/lora/index';
import type { WeightSource } from '../weights/weight-source';
import { openSession } from '../runtime/session';

/** The UNet, or a text encoder by its number. */
export type Adaptable = 'unet' | number;

/** The LoRAs that adapt a network, and their weights in each row of a batch. */
export type LorasAtWork = { paths: readonly string[]; weights: readonly (readonly number[])[] };

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
  at(network: Adaptable, rows: readonly (readonly LoraUse[] | undefined)[]): LorasAtWork {
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
  async sources(network: Adaptable, paths: readonly string[]): Promise<LoraSource[]> {
    const sources = paths.map(path => this.source(network, path));
    for (const source of sources) {
      source.readScales();
      await computeLengths(this.weightsOf(network), source);
    }
    return sources;
  }

  /** Whether a file puts convolutions beside a network's own. */
  adaptsConvolutions(network: Adaptable, paths: readonly string[]): boolean {
    const shapes = paths.flatMap(path => [...this.source(network, path).adapted.values()]);
    return shapes.some(({ shape }) => shape.length === 4);
  }

  /** What a person should know of the LoRA at `path` with this checkpoint. Throws as `at`. */
  warnings(path: string): readonly LoraWarning[] {
    return this.fit(path).warnings;
  }

  private source(network: Adaptable, path: string): LoraSource {
    const { unet, text } = this.fit(path);
    return network === 'unet' ? unet : text[network];
  }

  private weightsOf(network: Adaptable): WeightSource {
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
    unetGraph(unet, arch.unet, 'even', { adapters: [seen(fitted.unet)] });
    fitted.text.forEach((source, i) => clipTextGraph(text[i], arch.text[i], [seen(source)]));
    fitted.warnings = checkFit(file, [fitted.unet, ...fitted.text], { name, family: arch.family });
    this.fitted.set(path, fitted);
    return fitted;
  }
}

/** Shows a source the modules of a network without putting anything into its graph. */
function seen(source: LoraSource): AdapterSource {
  const find = (module: string, shape: readonly number[]): undefined => {
    source.find(module, shape);
  };
  return { find, scales: new Map(), lengths: new Map() };
}

/** Lets DoRA's lengths be computed, once: a session whose graph isn't rewritten holds one module's weights at a time. */
async function computeLengths(weights: WeightSource, source: LoraSource): Promise<void> {
  const graph = source.lengths.size === 0 ? lengthsGraph(weights, source) : null;
  if (!graph) {
    return;
  }
  const session = await openSession(graph, {
    rewriting: 'none',
    arena: false,
    weightsPath: source.file.path
  });
  const outputs = await session.run({});
  await session.release();
  for (const [module, { data }] of Object.entries(outputs)) {
    source.lengths.set(module, data as Float32Array);
  }
}
