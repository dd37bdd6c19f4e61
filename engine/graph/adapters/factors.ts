/** ΔW of an adapter from its factors, all constant: the runtime computes these once, when it loads the graph. */
import type { Delta, Product } from '../../weights';
import type { AppliedAdapter, Graph, Value } from '../graph';
import { reshape, transpose } from '../matrix';

type Rows = readonly [number, number] | undefined;

/** `value` times alpha / rank. */
export function scaled(g: Graph, value: Value, { scale }: AppliedAdapter): Value {
  return scale === 1 ? value : g.op('Mul', [value, g.floats([scale], [])], value.shape);
}

/** left (out, r) · right (r, in, ...kernel), or with a core between them, which then has the kernel. */
export type Split = { left: Value; right: Value; core?: Value };

/** A product's factors, left always (out, r); `rows` are taken of the outputs. */
export function splitOf(
  g: Graph,
  product: Exclude<Product, { whole: unknown }>,
  { factor }: AppliedAdapter
): Split {
  const right = factor(product.right);
  return product.core
    ? { left: transpose(g, factor(product.left), [1, 0]), right, core: factor(product.core) }
    : { left: factor(product.left), right };
}

/** A product multiplied out: (out, in, ...kernel). */
export function denseProduct(g: Graph, product: Product, applied: AppliedAdapter): Value {
  return 'whole' in product ? applied.factor(product.whole) : denseSplit(g, splitOf(g, product, applied));
}

function denseSplit(g: Graph, { left, right, core }: Split): Value {
  if (!core) {
    return flatProduct(g, left, right);
  }
  // Σ core[i, j, k] · left[p, i] · right[j, q] -> (p, q, k)
  const outer = flatProduct(g, left, core);
  const inner = transpose(g, right, [1, 0]);
  const [out, between, ...kernel] = outer.shape as number[];
  const cells = kernel.reduce((product, size) => product * size, 1);
  const columns = g.op(
    'MatMul',
    [inner, reshape(g, outer, [out, between, cells])],
    [out, inner.shape[0], cells]
  );
  return reshape(g, columns, [out, inner.shape[0] as number, ...kernel]);
}

/** (a, b) · (b, ...rest) -> (a, ...rest) */
function flatProduct(g: Graph, left: Value, right: Value): Value {
  const [between, ...rest] = right.shape as number[];
  const width = rest.reduce((product, size) => product * size, 1);
  const out = left.shape[0] as number;
  const flat = g.op('MatMul', [left, reshape(g, right, [between, width])], [out, width]);
  return reshape(g, flat, [out, ...rest]);
}

/** scale · ΔW of a weight of `shape` (out, in, ...kernel), multiplied out. */
export function denseDelta(g: Graph, delta: Delta, shape: readonly number[], applied: AppliedAdapter): Value {
  return reshape(g, scaled(g, unscaledDelta(g, delta, applied), applied), shape);
}

function unscaledDelta(g: Graph, delta: Delta, applied: AppliedAdapter): Value {
  const { factor } = applied;
  switch (delta.kind) {
    case 'full':
      return factor(delta.weight);
    case 'low_rank': {
      const { up, down, mid } = delta;
      const [left, right] = [flat(g, factor(up)), factor(down)];
      return mid
        ? denseSplit(g, { left, right: flat(g, right), core: factor(mid) })
        : denseSplit(g, { left, right });
    }
    case 'hadamard': {
      const [first, second] = [delta.first, delta.second].map(product => denseProduct(g, product, applied));
      return g.op('Mul', [first, second], first.shape);
    }
    case 'kronecker':
      return kronecker(g, denseProduct(g, delta.first, applied), denseProduct(g, delta.second, applied));
    case 'generalized': {
      const { a1, a2, b1, b2 } = delta;
      const weight = g.weight('weight', [b2.shape[0], b1.shape[1]]);
      const through = flatProduct(g, flatProduct(g, weight, factor(a2)), factor(a1));
      return g.op('Add', [flatProduct(g, factor(b2), factor(b1)), through], through.shape);
    }
  }
}

/** (p, q) ⊗ (m, n, ...kernel) -> (p·m, q·n, ...kernel) */
function kronecker(g: Graph, outer: Value, inner: Value): Value {
  const [p, q] = outer.shape as number[];
  const [m, n, ...kernel] = inner.shape as number[];
  const cells = kernel.reduce((product, size) => product * size, 1);
  const spread = g.op(
    'Mul',
    [reshape(g, outer, [p, 1, q, 1]), reshape(g, inner, [1, m, 1, n * cells])],
    [p, m, q, n * cells]
  );
  return reshape(g, spread, [p * m, q * n, ...kernel]);
}

/** A factor (a, b, 1, 1) as a matrix. */
function flat(g: Graph, value: Value): Value {
  const [a, b] = value.shape as number[];
  return value.shape.length === 2 ? value : reshape(g, value, [a, b]);
}

/**
 * (w1a · w1b) ∘ (w2a · w2b) as one product of rank r1·r2: each column of the left is a column of w1a times one of w2a, each row of the
 * right a row of w1b times one of w2b.
 */
export function khatriRao(g: Graph, first: Split, second: Split): Split {
  const out = first.left.shape[0] as number;
  const [r1, ...rest] = first.right.shape as number[];
  const r2 = second.right.shape[0] as number;
  const left = g.op(
    'Mul',
    [reshape(g, first.left, [out, r1, 1]), reshape(g, second.left, [out, 1, r2])],
    [out, r1, r2]
  );
  const right = g.op(
    'Mul',
    [reshape(g, first.right, [r1, 1, ...rest]), reshape(g, second.right, [1, r2, ...rest])],
    [r1, r2, ...rest]
  );
  return { left: reshape(g, left, [out, r1 * r2]), right: reshape(g, right, [r1 * r2, ...rest]) };
}

/** The rows [from, to) of a constant. */
export function takeRows(g: Graph, value: Value, rows: Rows): Value {
  return rows
    ? g.op(
        'Slice',
        [value, g.ints([rows[0]]), g.ints([rows[1]]), g.ints([0])],
        [rows[1] - rows[0], ...value.shape.slice(1)]
      )
    : value;
}
