import { closeSync, openSync, readSync } from 'node:fs';
import { fileOf } from './check-onnx';
import { fromHalf } from '../weights';
import type { OnnxFile, OnnxWeight } from './read-onnx';

/** The text encoder's last layer norm, which a state before the last has to pass by itself. */
export type FinalNorm = { scale: Float32Array; shift: Float32Array };

/** What PyTorch's modules are called, which exporters keep for the parameters of a norm. */
const NAME = /(^|\.)final_layer_norm\.(weight|bias)$/;

/** Its scale and shift, read from the file; null where the exporter renamed or folded them away. */
export function readFinalNorm(file: OnnxFile): FinalNorm | null {
  const found = file.weights.filter(({ name }) => NAME.test(name));
  const [scale, shift] = ['weight', 'bias'].map(end => found.find(({ name }) => name.endsWith(end)));
  const [scales, shifts] = [scale, shift].map(weight => weight && floatTensorOf(file, weight));
  return scales && shifts ? { scale: scales, shift: shifts } : null;
}

/** `states` (rows, width), each row with its mean and variance taken out, then scaled and shifted. */
export function layerNormed(states: Float32Array, { scale, shift }: FinalNorm, eps: number): Float32Array {
  const width = scale.length;
  const result = new Float32Array(states.length);
  for (let at = 0; at < states.length; at += width) {
    const row = states.subarray(at, at + width);
    const mean = row.reduce((sum, value) => sum + value, 0) / width;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
    const slope = 1 / Math.sqrt(variance + eps);
    for (let i = 0; i < width; i++) {
      result[at + i] = (row[i] - mean) * slope * scale[i] + shift[i];
    }
  }
  return result;
}

function floatTensorOf(file: OnnxFile, { type, place }: OnnxWeight): Float32Array | null {
  if (!place || (type !== 1 && type !== 10)) {
    return null;
  }
  const bytes = new Uint8Array(place.length);
  const fd = openSync(fileOf(file, place), 'r');
  try {
    readSync(fd, bytes, 0, bytes.length, place.offset);
  } finally {
    closeSync(fd);
  }
  return type === 1 ? new Float32Array(bytes.buffer) : fromHalf(new Uint16Array(bytes.buffer));
}
