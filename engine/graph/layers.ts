/** Layers of a network as functions of a graph. The module's weights are found under the name it has in the checkpoint. */
import { adaptedLayer, adaptedNorm } from './adapters';
import type { Graph, Value } from './graph';
import { gemm } from './matrix';
import type { Dim } from './onnx';

/** Input channels of a picture-shaped value (b, c, h, w), or the width of a row-shaped one (rows, c). */
export function channelsOf(value: Value): number {
  const size = value.shape[1];
  if (size === null || size === undefined) {
    throw new Error(`${value.name} has no known channels`);
  }
  return size;
}

type ConvOptions = {
  stride?: number;
  /** Top and left, bottom and right; unequal ones are the checkpoint's own zeros, also in a graph whose convolutions wrap around. */
  pads?: readonly [number, number];
  bias?: boolean;
  /** What weights and bias are multiplied by, when the session loads. */
  scale?: number;
  /** Each channel sees itself alone. */
  depthwise?: boolean;
  /** Only the outputs [from, to) of the layer's. */
  slice?: readonly [number, number];
};

/** (b, c, h, w) -> (b, out, h', w'), a square kernel; padded to keep the size unless told otherwise. */
export function conv(
  g: Graph,
  name: string,
  x: Value,
  out: number,
  kernel: number,
  { stride = 1, pads, bias = true, scale = 1, depthwise = false, slice }: ConvOptions = {}
): Value {
  const half = (kernel - 1) / 2;
  const [before, after] = pads ?? [half, half];
  const at = g.at(name);
  const wraps = g.circular && before === after && before > 0;
  const input = wraps ? wrapped(at, x, before) : x;
  const attributes = {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: wraps ? [0, 0, 0, 0] : [before, before, after, after],
    ...(depthwise && { group: channelsOf(x) })
  };
  const convolved = (value: Value, weight: Value, added: Value[] = []): Value =>
    at.op('Conv', [value, weight, ...added], [x.shape[0], weight.shape[0], null, null], { attributes });
  const shape = [out, depthwise ? 1 : channelsOf(x), kernel, kernel];
  const times = (value: Value): Value =>
    scale === 1 ? value : at.op('Mul', [value, at.floats([scale], [])], value.shape);
  const shift = bias ? [times(at.weight('bias', [out], slice))] : [];
  const y = convolved(input, times(at.weight('weight', shape, slice)), shift);
  return adaptedLayer(at, { x: input, y, shape, rows: slice, product: convolved });
}

/** `x` with `border` rows and columns of its other end around it (torch's padding_mode "circular"). */
function wrapped(g: Graph, x: Value, border: number): Value {
  const pads = g.ints([0, 0, border, border, 0, 0, border, border]);
  return g.op('Pad', [x, pads], [x.shape[0], channelsOf(x), null, null], { attributes: { mode: 'wrap' } });
}

/** (rows, in) -> (rows, out). `rows` takes a slice of the layer's outputs. */
export function linear(
  g: Graph,
  name: string,
  x: Value,
  out: number,
  { bias = true, slice }: { bias?: boolean; slice?: readonly [number, number] } = {}
): Value {
  const at = g.at(name);
  const shape = [out, channelsOf(x)];
  const y = gemm(at, x, at.weight('weight', shape, slice), {
    bias: bias ? at.weight('bias', [out], slice) : undefined
  });
  return adaptedLayer(at, { x, y, shape, rows: slice, product: (value, weight) => gemm(at, value, weight) });
}

/** Mean and variance of each group of channels taken out, then the channels' own scale and shift (Wu & He 2018). */
export function groupNorm(g: Graph, name: string, x: Value, groups: number, eps: number): Value {
  const at = g.at(name);
  const channels = channelsOf(x);
  const grouped = at.op('Reshape', [x, at.ints([0, groups, -1])], [x.shape[0], groups, null]);
  const ones = at.floats(new Array<number>(groups).fill(1), [groups]);
  const zeros = at.floats(new Array<number>(groups).fill(0), [groups]);
  const normal = at.op('InstanceNormalization', [grouped, ones, zeros], grouped.shape, {
    attributes: { epsilon: { float: eps } }
  });
  const back = at.op('Reshape', [normal, shapeOf(at, x)], x.shape);
  const scaled = at.op('Mul', [back, perChannel(at, 'weight', channels)], x.shape);
  return adaptedNorm(at, () => back, at.op('Add', [scaled, perChannel(at, 'bias', channels)], x.shape));
}

function perChannel(at: Graph, name: string, channels: number): Value {
  return at.weight(name, [channels, 1, 1]);
}

/** Over the last axis of (rows, c). */
export function layerNorm(g: Graph, name: string, x: Value, eps: number): Value {
  const at = g.at(name);
  const width = x.shape.at(-1) as number;
  const normed = (scale: Value, bias: Value[]): Value =>
    at.op('LayerNormalization', [x, scale, ...bias], x.shape, {
      attributes: { axis: -1, epsilon: { float: eps } }
    });
  const y = normed(at.weight('weight', [width]), [at.weight('bias', [width])]);
  return adaptedNorm(at, () => normed(at.floats(new Array<number>(width).fill(1), [width]), []), y);
}

export function silu(g: Graph, x: Value): Value {
  return quickGelu(g, x, 1);
}

/** x · sigmoid(alpha · x); CLIP's "quick gelu" at 1.702, SiLU at 1. */
export function quickGelu(g: Graph, x: Value, alpha = 1.702): Value {
  return g.op('QuickGelu', [x], x.shape, {
    domain: 'com.microsoft',
    attributes: { alpha: { float: alpha } }
  });
}

/** x · Φ(x) with the exact error function. */
export function gelu(g: Graph, x: Value): Value {
  return g.op('Gelu', [x], x.shape);
}

export function add(g: Graph, a: Value, b: Value): Value {
  return g.op('Add', [a, b], a.shape);
}

export function mul(g: Graph, a: Value, b: Value): Value {
  return g.op('Mul', [a, b], a.shape);
}

/** Pictures one behind the other along the channels. */
export function concatChannels(g: Graph, a: Value, b: Value): Value {
  const shape = [a.shape[0], channelsOf(a) + channelsOf(b), null, null];
  return g.op('Concat', [a, b], shape, { attributes: { axis: 1 } });
}

/**
 * Softmax attention of q (b, n, c) over k, v (b, m, c) or already split (b, heads, m, c/heads), scaled by 1/sqrt(c/heads); `bias`
 * (1, 1, n, m) is added before softmax.
 */
export function attention(
  g: Graph,
  q: Value,
  k: Value,
  v: Value,
  heads: number,
  bias: Value | null = null
): Value {
  const inputs = bias ? [q, k, v, null, null, bias] : [q, k, v];
  return g.op('MultiHeadAttention', inputs, q.shape, {
    domain: 'com.microsoft',
    attributes: { num_heads: heads }
  });
}

/** Sequences (b, n, c) as (b, heads, n, c/heads). */
export function splitHeads(g: Graph, x: Value, heads: number): Value {
  const width = x.shape[2] as number;
  const parts = g.op(
    'Reshape',
    [x, g.ints([0, 0, heads, width / heads])],
    [x.shape[0], null, heads, width / heads]
  );
  const shape = [x.shape[0], heads, null, width / heads];
  return g.op('Transpose', [parts], shape, { attributes: { perm: [0, 2, 1, 3] } });
}

/** Items of the first axis by their indices. */
export function gather(g: Graph, x: Value, indices: Value): Value {
  return g.op('Gather', [x, indices], [indices.shape[0], ...x.shape.slice(1)]);
}

/** Nearest neighbour, twice as high and wide. */
export function upsampleTwice(g: Graph, x: Value): Value {
  return g.op('Resize', [x, null, g.floats([1, 1, 2, 2], [4])], [x.shape[0], x.shape[1], null, null], {
    attributes: NEAREST
  });
}

/** Nearest neighbour to the height and width of `like`, pixel y taken from floor(y · from / to) as torch does. */
export function resizeLike(g: Graph, x: Value, like: Value): Value {
  const sizes = g.op('Concat', [slice(g, shapeOf(g, x), 0, 2), slice(g, shapeOf(g, like), 2, 4)], [4], {
    attributes: { axis: 0 }
  });
  return g.op('Resize', [x, null, null, sizes], [x.shape[0], x.shape[1], null, null], {
    attributes: NEAREST
  });
}

const NEAREST = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };

export function shapeOf(g: Graph, x: Value): Value {
  return g.op('Shape', [x], [x.shape.length]);
}

function slice(g: Graph, x: Value, from: number, to: number): Value {
  return g.op('Slice', [x, g.ints([from]), g.ints([to])], [to - from]);
}

/** (b, c, h, w) -> (b·h·w, c): a picture as rows of pixels, the form linear layers want. */
export function toRows(g: Graph, x: Value): Value {
  const channels = channelsOf(x);
  const flat = g.op('Reshape', [x, g.ints([0, channels, -1])], [x.shape[0], channels, null]);
  const pixels = g.op('Transpose', [flat], [x.shape[0], null, channels], { attributes: { perm: [0, 2, 1] } });
  return g.op('Reshape', [pixels, g.ints([-1, channels])], [null, channels]);
}

/** Rows of pixels as the picture (b, c, h, w) whose batch and size `like` has. */
export function toPicture(g: Graph, rows: Value, like: Value): Value {
  const channels = channelsOf(rows);
  const pixels = toSequences(g, rows, like);
  const flat = g.op('Transpose', [pixels], [like.shape[0], channels, null], {
    attributes: { perm: [0, 2, 1] }
  });
  const shape = g.op(
    'Concat',
    [slice(g, shapeOf(g, like), 0, 1), g.ints([channels]), slice(g, shapeOf(g, like), 2, 4)],
    [4],
    { attributes: { axis: 0 } }
  );
  return g.op('Reshape', [flat, shape], [like.shape[0], channels, null, null]);
}

/** Rows (b·n, c) as sequences (b, n, c), b being the batch of `like`. */
export function toSequences(g: Graph, rows: Value, like: Value): Value {
  const width = channelsOf(rows);
  const shape = g.op('Concat', [slice(g, shapeOf(g, like), 0, 1), g.ints([-1, width])], [3], {
    attributes: { axis: 0 }
  });
  return g.op('Reshape', [rows, shape], [like.shape[0], null, width]);
}

/** Sequences (b, n, c) as rows (b·n, c). */
export function fromSequences(g: Graph, x: Value): Value {
  const width = x.shape[2] as number;
  return g.op('Reshape', [x, g.ints([-1, width])], [null as Dim, width]);
}
