import type { Graph, Value } from './graph';

/** (rows, in) times the transpose of `weight` (out, in), plus `bias` (out) or (rows, out): torch keeps weights this way round. */
export function gemm(g: Graph, x: Value, weight: Value, bias?: Value): Value {
  return g.op('Gemm', bias ? [x, weight, bias] : [x, weight], [x.shape[0], weight.shape[0]], {
    attributes: { transB: 1 }
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
