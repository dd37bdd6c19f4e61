import type { AppliedAdapter, Graph, Value } from '../graph';
import { reshape } from '../matrix';
import { magnitudeRatio } from './weight-norms';
import type { Layer } from './layer';
import { deltaProduct, lowRankProducts } from './products';
import { timesRowWeights } from './row-weights';

/** A layer's output with what every LoRA adds to it. */
export function adaptedLayer(g: Graph, layer: Layer): Value {
  return g.adapters(layer.shape).reduce((y, applied) => withAdapter(g, layer, applied, y), layer.y);
}

/** A norm's output with what every LoRA adds to its scale (width) and shift (width); `normal` is its input, normed only. */
export function adaptedNorm(g: Graph, normal: () => Value, y: Value): Value {
  const picture = y.shape.length === 4;
  const width = y.shape[1] as number;
  const broadcast = (value: Value): Value => reshape(g, value, picture ? [width, 1, 1] : [width]);
  return g.adapters([width]).reduce((sum, applied) => {
    const { adapter, factor } = applied;
    const { delta, bias } = adapter;
    let change: Value | undefined;
    if (delta?.kind === 'full') {
      change = g.op('Mul', [normal(), broadcast(factor(delta.weight))], y.shape);
      change = bias ? g.op('Add', [change, broadcast(factor(bias))], y.shape) : change;
    } else if (bias) {
      change = spread(g, broadcast(factor(bias)), y);
    }
    return change ? plus(g, sum, timesRowWeights(g, change, applied)) : sum;
  }, y);
}

function withAdapter(g: Graph, layer: Layer, applied: AppliedAdapter, y: Value): Value {
  const { adapter, factor } = applied;
  let sum = y;
  if (adapter.delta) {
    const x = firstChannels(g, layer.x, adapter.inputs);
    const low =
      adapter.magnitude || adapter.delta.kind === 'generalized'
        ? undefined
        : lowRankProducts(g, layer, applied, x);
    sum = low
      ? low.last(timesRowWeights(g, low.inner, applied), sum)
      : plus(g, sum, timesRowWeights(g, wholeDelta(g, layer, applied, x), applied));
  }
  if (adapter.bias) {
    const bias = factor(adapter.bias, layer.rows);
    const width = bias.shape[0] as number;
    const shaped = y.shape.length === 4 ? reshape(g, bias, [width, 1, 1]) : bias;
    sum = plus(g, sum, timesRowWeights(g, spread(g, shaped, y), applied));
  }
  return sum;
}

/**
 * What the adapter adds at weight 1. With DoRA that is V·x - W·x, where V is W + ΔW brought to the magnitudes: per output
 * V·x = c·(W·x + ΔW·x), per input V·x = (W + ΔW)·(c·x). Weights between interpolate, as A1111 and ComfyUI have it.
 */
function wholeDelta(g: Graph, layer: Layer, applied: AppliedAdapter, x: Value): Value {
  const { magnitude } = applied.adapter;
  if (!magnitude) {
    return deltaProduct(g, layer, applied, x);
  }
  const { shape, rows, y } = layer;
  const weight = g.weight('weight', shape, rows);
  const base = layer.product(x, weight);
  const ratio = magnitudeRatio(g, applied, magnitude, shape, rows);
  const changed =
    magnitude.axis === 'out'
      ? g.op('Mul', [plus(g, base, deltaProduct(g, layer, applied, x)), ratio], y.shape)
      : rescaledInput(g, layer, applied, g.op('Mul', [x, ratio], x.shape), weight);
  return g.op('Sub', [changed, base], y.shape);
}

function rescaledInput(g: Graph, layer: Layer, applied: AppliedAdapter, x: Value, weight: Value): Value {
  return plus(g, layer.product(x, weight), deltaProduct(g, layer, applied, x));
}

/** `value` (..., broadcastable) in the full shape of `like`. */
function spread(g: Graph, value: Value, like: Value): Value {
  return g.op('Expand', [value, g.op('Shape', [like], [like.shape.length])], like.shape);
}

function firstChannels(g: Graph, x: Value, count: number): Value {
  return x.shape[1] === count
    ? x
    : g.op('Slice', [x, g.ints([0]), g.ints([count]), g.ints([1])], [x.shape[0], count, ...x.shape.slice(2)]);
}

function plus(g: Graph, a: Value, b: Value): Value {
  return g.op('Add', [a, b], a.shape);
}
