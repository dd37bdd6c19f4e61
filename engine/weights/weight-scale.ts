/**
 * The scales of quantised floats: a tensor of eight-bit floats is stored divided by its largest number's share, and multiplied again
 * when it is used. Only the weights' scales count here; those of a layer's input (`scale_input`, `input_scale`) are for machines that
 * multiply in eight bits.
 */
import { basename } from 'node:path';
import type { WeightsHeader, TensorEntry } from './weights-header';
import { Fault } from '../../schema/fault';

/** Types a scale may have. */
const SCALE_DTYPES = ['F32', 'F16', 'BF16', 'F64'];

/** A scale with the number of rows it tells apart: 1 for the whole tensor. */
export type WeightScale = { entry: TensorEntry; rows: number };

/** Where the scale of a tensor may stand: as ComfyUI's first layout has it, its second one and diffusers', and Qwen's. */
function scaleNames(name: string): string[] {
  const base = name.replace(/(^|\.)weight$/, '$1');
  return [...(base === name ? [] : [`${base}scale_weight`]), `${name}_scale`, `${name}_scale_inv`];
}

/**
 * The scale of the tensor `weight`, undefined where it has none: one number, or one for each row. Throws Fault model_unsupported for
 * scales of blocks and of types that are no plain floats.
 */
export function scaleOf({ tensors }: WeightsHeader, weight: TensorEntry): WeightScale | undefined {
  const entry = scaleNames(weight.name)
    .map(name => tensors.get(name))
    .find(found => found !== undefined);
  if (!entry) {
    return undefined;
  }
  const file = basename(entry.file);
  if (!SCALE_DTYPES.includes(entry.dtype)) {
    const facts = { tensor: entry.name, value: entry.dtype };
    throw new Fault('model_unsupported', { file, reason: 'tensor_dtype', ...facts });
  }
  const count = entry.shape.reduce((product, size) => product * size, 1);
  const perRow = count === weight.shape[0] && (entry.shape[0] === count || entry.shape.length === 1);
  if (count !== 1 && !perRow) {
    const facts = { tensor: entry.name, found: `[${entry.shape}]` };
    throw new Fault('model_unsupported', { file, reason: 'scale_shape', ...facts });
  }
  return { entry, rows: count };
}
