/** Textual inversion (Gal et al. 2022): words that are learnt vectors instead of tokens, in files of a few kilobytes. */
import { basename } from 'node:path';
import { readFloats, readWeightsHeader } from '../weights';
import type { WeightsHeader, TensorEntry } from '../weights';
import { Fault } from '../../schema/fault';

/** Vectors of one text encoder (count, width). */
export type EncoderVectors = { count: number; width: number; data: Float32Array };

/** An embedding's vectors: of the one encoder it was trained for, or of SDXL's two; every encoder has the same count. */
export type Embedding = { vectors: readonly EncoderVectors[] };

/** Words that a message names at most. */
const NAMES_MAX = 4;

/** What SDXL's files call their encoders, in the model's order. */
const SDXL = ['clip_l', 'clip_g'];

/**
 * The embedding in the file at `path`: `clip_l` and `clip_g` for SDXL, else one tensor of any name, of which one
 * dimension means one vector. Throws Fault model_pickled, model_truncated, model_corrupt or model_unsupported with the file.
 */
export function readEmbedding(path: string): Embedding {
  const header = readWeightsHeader(path);
  const vectors = entriesOf(header).map(entry => {
    const [count, width] = entry.shape.length === 1 ? [1, entry.shape[0]] : entry.shape;
    return { count, width, data: readFloats(entry) };
  });
  if (vectors.some(({ count }) => count !== vectors[0].count)) {
    throw unsupported(path, 'embedding_counts');
  }
  return { vectors };
}

function entriesOf({ file, tensors }: WeightsHeader): TensorEntry[] {
  const named = SDXL.flatMap(name => tensors.get(name) ?? []);
  const own = tensors.get('emb_params');
  const entries = named.length > 0 ? named : own ? [own] : [...tensors.values()];
  const isVectors = ({ shape }: TensorEntry): boolean =>
    (shape.length === 1 || shape.length === 2) && shape.every(size => size > 0);
  if (!entries.every(isVectors)) {
    throw unsupported(file, 'not_embedding');
  }
  if (entries.length !== Math.max(1, named.length)) {
    const value = entries.slice(0, NAMES_MAX).map(({ name }) => name);
    throw unsupported(file, 'embedding_words', { value: value.join(', '), found: entries.length });
  }
  return entries;
}

const unsupported = (path: string, reason: string, facts = {}): Fault =>
  new Fault('model_unsupported', { file: basename(path), reason, ...facts });

/**
 * The vectors for a model whose encoders' widths add up to `contextDim`; null when they are made for another family. SDXL's refiner has
 * the second of its encoders alone.
 */
export function vectorsFor({ vectors }: Embedding, contextDim: number): readonly EncoderVectors[] | null {
  const taken = encodersTaken(
    vectors.map(({ width }) => width),
    contextDim
  );
  return taken > 0 ? vectors.slice(-taken) : null;
}

/** How many of an embedding's encoders, the last of them, a model takes vectors for; 0 where it is made for another family. */
export function encodersTaken(widths: readonly number[], contextDim: number): number {
  const total = widths.reduce((sum, width) => sum + width, 0);
  return total === contextDim ? widths.length : widths.at(-1) === contextDim ? 1 : 0;
}
