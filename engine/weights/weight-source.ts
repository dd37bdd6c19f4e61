import { basename } from 'node:path';
import { WEIGHT_DTYPES } from './dtypes';
import { rowsOf } from './tensor-bytes';
import type { WeightsHeader, TensorEntry } from './weights-header';
import { Fault } from '../../schema/fault';

/** A tensor's name in a file; for one of several that the file keeps stacked along their first axis, which of how many it is. */
export type TensorPart = string | { name: string; part: number; of: number };

/** Places a tensor may have in a file, most likely first; the engine's own names are those of diffusers. */
export type TensorNaming = (name: string) => readonly TensorPart[];

/** The weights of one network: tensors by the engine's name, wherever and however the checkpoint spells them. */
export class WeightSource {
  private readonly taken = new Map<string, { entry: TensorEntry; count: number }>();

  constructor(
    private readonly header: WeightsHeader,
    private readonly spell: TensorNaming = name => [name]
  ) {}

  has(name: string): boolean {
    return this.find(name) !== undefined;
  }

  /**
   * The tensor `name` of the given shape. Ones may be missing or added at the end: an LDM file keeps linear layers as (out, in, 1, 1).
   * Throws model_incomplete, in the checkpoint's own spelling, where it is missing or of another shape, and model_unsupported for
   * element types that are no weights.
   */
  get(name: string, shape: readonly number[]): TensorEntry {
    const entry = this.find(name);
    if (!entry) {
      const file = basename(this.header.file);
      const tensor = nameOf(this.spell(name)[0]);
      throw new Fault('model_incomplete', { file, reason: 'tensor_missing', tensor });
    }
    const file = basename(entry.file);
    if (!sameShape(entry.shape, shape)) {
      const facts = { tensor: entry.name, found: `[${entry.shape}]`, expected: `[${shape}]` };
      throw new Fault('model_incomplete', { file, reason: 'tensor_shape', ...facts });
    }
    if (!WEIGHT_DTYPES.includes(entry.dtype)) {
      const facts = { tensor: entry.name, value: entry.dtype };
      throw new Fault('model_unsupported', { file, reason: 'tensor_dtype', ...facts });
    }
    this.taken.set(name, { entry, count: shape.reduce((product, size) => product * size, 1) });
    return entry;
  }

  /** Numbers in the tensors that `get` gave so far. */
  get parametersTaken(): number {
    return [...this.taken.values()].reduce((sum, { count }) => sum + count, 0);
  }

  /** The tensors that `get` gave so far. */
  get entriesTaken(): TensorEntry[] {
    return [...this.taken.values()].map(({ entry }) => entry);
  }

  private find(name: string): TensorEntry | undefined {
    for (const place of this.spell(name)) {
      const entry = this.header.tensors.get(nameOf(place));
      if (entry) {
        return typeof place === 'string' ? entry : partOf(entry, place.part, place.of);
      }
    }
    return undefined;
  }
}

const nameOf = (place: TensorPart): string => (typeof place === 'string' ? place : place.name);

/** Rows of a tensor that stacks `of` equal ones; one that can't be cut so keeps its shape, which then won't be the expected one. */
function partOf(entry: TensorEntry, part: number, of: number): TensorEntry {
  const [rows = 0] = entry.shape;
  if (rows % of !== 0) {
    return entry;
  }
  return rowsOf(entry, (part * rows) / of, ((part + 1) * rows) / of);
}

function sameShape(found: readonly number[], expected: readonly number[]): boolean {
  const length = Math.max(found.length, expected.length);
  return Array.from({ length }, (_, axis) => (found[axis] ?? 1) === (expected[axis] ?? 1)).every(Boolean);
}
