import type { Graph, Value } from './graph';

type GemmOptions = {
  /** Added to the product: (out) or (rows, out). */
  bias?: Value;
  /** What the product is multiplied with. */
  scale?: number;
};

/** scale · (rows, in) times the transpose of `weight` (out, in), plus the bias: torch keeps weights this way round. */
export function gemm(g: Graph, x: Value, weight: Value, { bias, scale = 1 }: GemmOptions = {}): Value {
  return g.op('Gemm', bias ? [x, weight, bias] : [x, weight], [x.shape[0], weight.shape[0]], {
    attributes: { transB: 1, ...(scale !== 1 && { alpha: { float: scale } }) }
  });
}

export function reshape(g: Graph, x: Value, shape: readonly number[]): Value {
  const dims = shape.map(size => (size < 0 ? null : size));
  return g.op('Reshape', [x, g.ints(shape)], dims);
}

export function transpose(g: Graph, x: Value, perm: readonly number[]): Value {
  return g.op(
    'Transpose',
    [x],
    perm.map(axis => x.shape[axis]),
    { attributes: { perm } }
  );
}
