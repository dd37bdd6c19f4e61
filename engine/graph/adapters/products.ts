/** scale · ΔW · x of an adapter, without multiplying ΔW out where its factors take less. */
import type { Delta, Product } from '../../weights';
import type { AppliedAdapter, Graph, Value } from '../graph';
import { gemm, reshape, transpose } from '../matrix';
import { denseDelta, khatriRao, scaled, splitOf, takeRows } from './factors';
import type { Split } from './factors';
import type { Layer } from './layer';

/** (…, r) values and the last product that brings them to the layer's outputs; it is linear, so rows may be weighted between. */
export type LowRankProducts = { inner: Value; last(inner: Value, onto?: Value): Value };

/** scale · ΔW · x. */
export function deltaProduct(g: Graph, layer: Layer, applied: AppliedAdapter, x: Value): Value {
  const delta = applied.adapter.delta as Delta;
  const { rows } = layer;
  if (delta.kind === 'kronecker') {
    return kroneckerProduct(g, layer, applied, delta, x);
  }
  const { inner, last } = lowRankProducts(g, layer, applied, x) ?? {
    inner: x,
    last: value =>
      layer.product(value, takeRows(g, denseDelta(g, delta, deltaShape(layer, applied), applied), rows))
  };
  const y = last(inner);
  return delta.kind === 'generalized' ? g.op('Add', [y, throughWeight(g, layer, applied, x)], y.shape) : y;
}

/** The low-rank form of an adapter, for the outputs that are wanted; undefined where it has none, or one that is no cheaper than ΔW. */
export function lowRankProducts(
  g: Graph,
  layer: Layer,
  applied: AppliedAdapter,
  x: Value
): LowRankProducts | undefined {
  const split = lowRank(g, layer, applied);
  if (!split) {
    return undefined;
  }
  if (x.shape.length === 2) {
    const { scale } = applied;
    return {
      inner: layer.product(x, split.right),
      last: (inner, bias) => gemm(g, inner, split.left, { bias, scale })
    };
  }
  const left = scaled(g, split.left, applied);
  const inner = split.core
    ? layer.product(pointwise(g, x, split.right), split.core)
    : layer.product(x, split.right);
  return {
    inner,
    last: (value, onto) => {
      const y = pointwise(g, value, left);
      return onto ? g.op('Add', [onto, y], onto.shape) : y;
    }
  };
}

/** Shape of an adapter's ΔW: the layer's weight, or its first input channels. */
export function deltaShape({ shape }: Layer, { adapter }: AppliedAdapter): readonly number[] {
  return [shape[0], adapter.inputs, ...shape.slice(2)];
}

function lowRank(g: Graph, layer: Layer, applied: AppliedAdapter): Split | undefined {
  const { factor, adapter } = applied;
  const { rows } = layer;
  const delta = adapter.delta as Delta;
  switch (delta.kind) {
    case 'low_rank': {
      const { entry, shape } = delta.up;
      const split = { left: factor({ entry, shape: shape.slice(0, 2) }, rows), right: factor(delta.down) };
      return delta.mid ? { ...split, core: factor(delta.mid) } : split;
    }
    case 'hadamard': {
      const { first, second } = delta;
      if ('whole' in first || 'whole' in second || first.core || second.core) {
        return undefined;
      }
      const [out, ...inputs] = deltaShape(layer, applied);
      const width = inputs.reduce((product, size) => product * size, 1);
      const rank = first.right.shape[0] * second.right.shape[0];
      if (rank * (out + width) >= out * width) {
        return undefined;
      }
      const { left, right } = khatriRao(g, splitOf(g, first, applied), splitOf(g, second, applied));
      return { left: takeRows(g, left, rows), right };
    }
    case 'generalized':
      return { left: factor(delta.b2, rows), right: factor(delta.b1) };
    default:
      return undefined;
  }
}

/** GLoRA's W · a2 · a1 · x. */
function throughWeight(
  g: Graph,
  { shape, rows }: Layer,
  { adapter, factor }: AppliedAdapter,
  x: Value
): Value {
  const { a1, a2 } = adapter.delta as Extract<Delta, { kind: 'generalized' }>;
  return gemm(g, gemm(g, gemm(g, x, factor(a1)), factor(a2)), g.weight('weight', shape, rows));
}

/** A 1 x 1 convolution by (out, in) or (out, in, 1, 1). */
function pointwise(g: Graph, x: Value, weight: Value): Value {
  const [out, inner] = weight.shape as number[];
  return g.op('Conv', [x, reshape(g, weight, [out, inner, 1, 1])], [x.shape[0], out, null, null], {
    attributes: { kernel_shape: [1, 1] }
  });
}

/**
 * (w1 ⊗ w2) · x: the q groups of n inputs each go through w2 (m, n, ...kernel), and then w1 (p, q) mixes the groups, so that neither
 * the product nor its memory grows with p·m·q·n.
 */
function kroneckerProduct(
  g: Graph,
  layer: Layer,
  applied: AppliedAdapter,
  delta: Extract<Delta, { kind: 'kronecker' }>,
  x: Value
): Value {
  const [p, q] = delta.outer;
  const [out, inputs] = deltaShape(layer, applied);
  const [m, n] = [out / p, inputs / q];
  const w1 = mixers(g, delta.first, applied);
  if (x.shape.length === 2) {
    const inner = through(g, layer, applied, delta.second, reshape(g, x, [-1, n]));
    const groups = transpose(g, reshape(g, inner, [-1, q, m]), [0, 2, 1]);
    const mixed = w1.reduce(
      (value, weight, k) => gemm(g, value, weight, { scale: k === 0 ? applied.scale : 1 }),
      reshape(g, groups, [-1, q])
    );
    const y = reshape(g, transpose(g, reshape(g, mixed, [-1, m, p]), [0, 2, 1]), [-1, out]);
    return layer.rows ? takeColumns(g, y, layer.rows) : y;
  }
  const inner = through(g, layer, applied, delta.second, pictures(g, x, x, [-1, n]));
  // The q groups as channels of pictures m times as high, for which a 1 x 1 convolution mixes them.
  const tall = g.op(
    'Reshape',
    [inner, join(g, [part(g, x, 0, 1), g.ints([q, -1]), part(g, inner, 3, 4)])],
    [x.shape[0], q, null, null]
  );
  const mixed = w1.reduce(
    (value, weight, k) => pointwise(g, value, k === 0 ? scaled(g, weight, applied) : weight),
    tall
  );
  const target = join(g, [part(g, x, 0, 1), g.ints([out]), part(g, inner, 2, 4)]);
  return g.op('Reshape', [mixed, target], [x.shape[0], out, null, null]);
}

/** w1, or its right and left factor: what is applied first comes first. */
function mixers(g: Graph, first: Product, applied: AppliedAdapter): Value[] {
  if ('whole' in first) {
    return [applied.factor(first.whole)];
  }
  const { left, right } = splitOf(g, first, applied);
  return [right, left];
}

/** A value through w2 with the layer's kernel, by its factors where it has them. */
function through(g: Graph, layer: Layer, applied: AppliedAdapter, product: Product, x: Value): Value {
  if ('whole' in product) {
    return layer.product(x, applied.factor(product.whole));
  }
  const { left, right, core } = splitOf(g, product, applied);
  if (x.shape.length === 2) {
    return gemm(g, gemm(g, x, right), left);
  }
  const inner = core ? layer.product(pointwise(g, x, right), core) : layer.product(x, right);
  return pointwise(g, inner, left);
}

/** `x` reshaped to pictures of the size `like` has. */
function pictures(g: Graph, x: Value, like: Value, [batch, channels]: readonly number[]): Value {
  const shape = join(g, [g.ints([batch, channels]), part(g, like, 2, 4)]);
  return g.op('Reshape', [x, shape], [null, channels, null, null]);
}

/** The sizes [from, to) of a value's shape. */
function part(g: Graph, value: Value, from: number, to: number): Value {
  const shape = g.op('Shape', [value], [value.shape.length]);
  return g.op('Slice', [shape, g.ints([from]), g.ints([to])], [to - from]);
}

function join(g: Graph, parts: readonly Value[]): Value {
  const length = parts.reduce((sum, { shape }) => sum + (shape[0] as number), 0);
  return g.op('Concat', parts, [length], { attributes: { axis: 0 } });
}

function takeColumns(g: Graph, x: Value, [from, to]: readonly [number, number]): Value {
  return g.op('Slice', [x, g.ints([from]), g.ints([to]), g.ints([1])], [x.shape[0], to - from]);
}
