import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTensors, valuesOf } from '../../engine/testing/read-tensors';
import type { Tensor } from '../../engine/testing/read-tensors';

/** How far a found number may lie from the expected: |a - b| <= atol + rtol·|b|, or equal; for pictures, levels and their mean. */
export type Tolerance = {
  exact?: boolean;
  atol?: number;
  rtol?: number;
  max_abs?: number;
  mean_abs?: number;
};

/** One entry of a manifest: a file with inputs and expected outputs, or a model. */
export type Fixture = {
  id: string;
  /** Relative to the folder of goldens. */
  file: string;
  what: string;
  /** The folder of the model it was made with, relative as well. */
  model?: string;
  files?: string[];
  config?: Record<string, unknown>;
  tensors?: Record<string, { dtype: string; shape: number[] }>;
  /** What a layout is told to be; null where the reference doesn't know it. */
  expect?: Record<string, unknown> | null;
  /** For the whole fixture, or per class of tensors (`latent`, `image_u8`, `cond`). */
  tolerance?: Tolerance & Record<string, unknown>;
  /** What computed the expected outputs. */
  reference?: string;
};

/** A folder in the format of the goldens' README. */
export class GoldenFolder {
  readonly fixtures: readonly Fixture[];

  /** Reads `path`/manifest.json; throws a sentence when it is missing or has no fixtures. */
  constructor(readonly path: string) {
    const file = join(path, 'manifest.json');
    let manifest: { fixtures?: Fixture[] };
    try {
      manifest = JSON.parse(readFileSync(file, 'utf8')) as { fixtures?: Fixture[] };
    } catch (error) {
      throw new Error(`${file} can't be read: ${(error as Error).message}`);
    }
    if (!Array.isArray(manifest.fixtures)) {
      throw new Error(`${file} lists no fixtures`);
    }
    this.fixtures = manifest.fixtures;
  }

  absolute(relative: string): string {
    return join(this.path, relative);
  }

  tensors(fixture: Fixture): Map<string, Tensor> {
    return readTensors(this.absolute(fixture.file));
  }

  json<T>(fixture: Fixture): T {
    return JSON.parse(readFileSync(this.absolute(fixture.file), 'utf8')) as T;
  }

  /** The diffusers folder of a model of this folder. */
  modelPath(model: string): string {
    return this.absolute(`${model}/diffusers`);
  }

  /** Whether a model's pipeline has zeros for a negative prompt that is not given, as SDXL's does by default and its refiner's doesn't. */
  hasZerosForNothing(model: string): boolean {
    const file = join(this.modelPath(model), 'model_index.json');
    const index = JSON.parse(readFileSync(file, 'utf8')) as { force_zeros_for_empty_prompt?: boolean };
    return index.force_zeros_for_empty_prompt ?? true;
  }
}

/** A tensor's numbers as float32, which the engine computes with. */
export function floatsOf(tensor: Tensor | undefined, name: string): Float32Array {
  if (!tensor) {
    throw new Error(`the file has no ${name}`);
  }
  return tensor.data instanceof Float32Array ? tensor.data : Float32Array.from(valuesOf(tensor));
}
