import type { Value } from '../graph';

/** A linear layer on rows or a convolution of pictures, as adapters see it. */
export type Layer = {
  /** Its input (rows, in) or (b, in, h, w), borders already added where the convolution wraps around. */
  x: Value;
  /** What it computes without adapters, its bias included. */
  y: Value;
  /** Of its whole weight (out, in, ...kernel). */
  shape: readonly number[];
  /** The slice of its outputs that is wanted. */
  rows?: readonly [number, number];
  /** The layer's own product of a value and a weight (..., in, ...kernel), with its strides and padding. */
  product(x: Value, weight: Value): Value;
};
