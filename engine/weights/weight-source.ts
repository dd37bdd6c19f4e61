import { basename } from 'node:path';
import { WEIGHT_DTYPES } from './dtypes';
import { rowsOf } from './tensor-bytes';
import type { WeightsHeader, TensorEntry } from './weights-header';
import { scaleOf } from './weight-scale';
import type { WeightScale } from './weight-scale';
import { Fault } from '../../schema/fault';

/** A tensor's name in a file; for one of several that the file keeps stacked along their first axis, which of how many it is. */
export type TensorPart = string | { name: string; part: number; of: number };

/** Places a tensor may have in a file, most likely first; the engine's own names are those of diffusers. */
export type TensorNaming = (name: string) => readonly TensorPart[];

/** A weight in its file, and what its numbers are multiplied by. */
export type WeightEntry = TensorEntry & { scale?: WeightScale };

/** The weights of one network: tensors by the engine's name, wherever and however the checkpoint spells them. */
export class WeightSource {
  private readonly taken = new Map<string, { entry: WeightEntry; count: number }>();

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
   * element types that are no weights and for scales that can't be applied.
   */
  get(name: string, shape: readonly number[]): WeightEntry {
    const found = this.find(name);
    if (!found) {
      const file = basename(this.header.file);
      const tensor = nameOf(this.spell(name)[0]);
      throw new Fault('model_incomplete', { file, reason: 'tensor_missing', tensor });
    }
    const file = basename(found.entry.file);
    if (!WEIGHT_DTYPES.includes(found.entry.dtype)) {
      const facts = { tensor: found.entry.name, value: found.entry.dtype };
      throw new Fault('model_unsupported', { file, reason: 'tensor_dtype', ...facts });
    }
    const entry = this.at(found.place, found.entry);
    if (!sameShape(entry.shape, shape)) {
      const facts = { tensor: entry.name, found: `[${entry.shape}]`, expected: `[${shape}]` };
      throw new Fault('model_incomplete', { file, reason: 'tensor_shape', ...facts });
    }
    this.taken.set(name, { entry, count: shape.reduce((product, size) => product * size, 1) });
    return entry;
  }

  /** Numbers in the tensors that `get` gave so far. */
  get parametersTaken(): number {
    return [...this.taken.values()].reduce((sum, { count }) => sum + count, 0);
  }

  /** The tensors that `get` gave so far, and their scales. */
  get entriesTaken(): TensorEntry[] {
    return [...this.taken.values()].flatMap(({ entry }) => [
      entry,
      ...(entry.scale ? [entry.scale.entry] : [])
    ]);
  }

  private find(name: string): { entry: TensorEntry; place: TensorPart } | undefined {
    for (const place of this.spell(name)) {
      const entry = this.header.tensors.get(nameOf(place));
      if (entry) {
        return { entry, place };
      }
    }
    return undefined;
  }

  /** The tensor or the part of it that stands at `place`, with its scale. */
  private at(place: TensorPart, entry: TensorEntry): WeightEntry {
    const scale = scaleOf(this.header, entry);
    return typeof place === 'string'
      ? { ...entry, scale }
      : partOf({ ...entry, scale }, place.part, place.of);
  }
}

const nameOf = (place: TensorPart): string => (typeof place === 'string' ? place : place.name);

/** Rows of a tensor that stacks `of` equal ones; one that can't be cut so keeps its shape, which then won't be the expected one. */
function partOf(entry: WeightEntry, part: number, of: number): WeightEntry {
  const [rows = 0] = entry.shape;
  if (rows % of !== 0) {
    return entry;
  }
  const [from, to] = [(part * rows) / of, ((part + 1) * rows) / of];
  const { scale } = entry;
  const own = scale && scale.rows > 1 ? { entry: rowsOf(scale.entry, from, to), rows: to - from } : scale;
  return { ...rowsOf(entry, from, to), ...(own && { scale: own }) };
}

function sameShape(found: readonly number[], expected: readonly number[]): boolean {
  const length = Math.max(found.length, expected.length);
  return Array.from({ length }, (_, axis) => (found[axis] ?? 1) === (expected[axis] ?? 1)).every(Boolean);
}
