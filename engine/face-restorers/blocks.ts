/** What the three networks have in common, as functions of a graph. */
import {
  add,
  attention,
  channelsOf,
  conv,
  fromSequences,
  groupNorm,
  linear,
  toPicture,
  toRows,
  toSequences
} from '../graph';
import type { Graph, Value } from '../graph';

/** Of every group norm of a VQGAN. */
export const NORM = { groups: 32, eps: 1e-6 };

const SLOPE = 0.2;

export function leaky(g: Graph, x: Value): Value {
  return g.op('LeakyRelu', [x], x.shape, { attributes: { alpha: { float: SLOPE } } });
}

/** Bilinear, twice as high and wide; pixels are squares, so edges repeat (torch's `align_corners=False`). */
export function doubled(g: Graph, x: Value): Value {
  const attributes = { mode: 'linear', coordinate_transformation_mode: 'half_pixel' };
  return g.op('Resize', [x, null, g.floats([1, 1, 2, 2], [4])], [x.shape[0], x.shape[1], null, null], {
    attributes
  });
}

/** Bilinear without antialiasing, half as high and wide: of even sides, the mean of each four. */
export function halved(g: Graph, x: Value): Value {
  return g.op('AveragePool', [x], [x.shape[0], x.shape[1], null, null], {
    attributes: { kernel_shape: [2, 2], strides: [2, 2] }
  });
}

/** Two 3x3 convolutions, for scales and shifts. */
export function twoConvs(g: Graph, x: Value, out: number, last = out): Value {
  return conv(g, '2', leaky(g, conv(g, '0', x, out, 3)), last, 3);
}

/** 3x3, half as high and wide, with a row and a column of zeros at the far end. */
export function downsampled(g: Graph, name: string, x: Value): Value {
  return conv(g, name, x, channelsOf(x), 3, { stride: 2, pads: [0, 1] });
}

type Attention = {
  heads: number;
  norm: string;
  /** What asks instead of `x`, and its norm. */
  asking?: { x: Value; norm: string };
};

/** Pixels of (b, c, h, w) attend to one another, beside a shortcut. */
export function pixelAttention(g: Graph, x: Value, { heads, norm, asking }: Attention): Value {
  const width = channelsOf(x);
  const rows = (name: string, value: Value): Value =>
    toRows(g, groupNorm(g, name, value, NORM.groups, NORM.eps));
  const own = rows(norm, x);
  const asks = asking ? rows(asking.norm, asking.x) : own;
  const [q, k, v] = (['q', 'k', 'v'] as const).map(name =>
    toSequences(g, linear(g, name, name === 'q' ? asks : own, width), x)
  );
  const mixed = linear(g, 'proj_out', fromSequences(g, attention(g, q, k, v, heads)), width);
  return add(g, x, toPicture(g, mixed, x));
}

/** Rows of the codebook by their indices (b, n), as a picture with the batch and size of `like`. */
export function fromCodebook(
  g: Graph,
  { entries, width }: { entries: number; width: number },
  indices: Value,
  like: Value
): Value {
  const found = g.at('quantize.embedding').lookUp('weight', [entries, width], indices);
  return toPicture(g, fromSequences(g, found), like);
}
