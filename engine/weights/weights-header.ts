import type { Dtype } from './dtypes';

/** Where a tensor lies: `offset` and `length` are bytes from the start of `file`. */
export type TensorEntry = {
  name: string;
  dtype: Dtype;
  shape: readonly number[];
  file: string;
  offset: number;
  /** Bytes of all its numbers. */
  length: number;
  /** How many numbers lie between neighbours along each axis, where they don't simply follow each other row by row. */
  strides?: readonly number[];
};

export type WeightsHeader = {
  file: string;
  /** All files whose tensors these are: more than one where a network is cut into shards. */
  files: readonly string[];
  sizeBytes: number;
  metadata: Readonly<Record<string, string>>;
  tensors: ReadonlyMap<string, TensorEntry>;
};

/** An open file of weights, for the readers of its formats. */
export type WeightsFile = { fd: number; path: string; size: number };
