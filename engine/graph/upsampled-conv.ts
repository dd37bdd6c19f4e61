import type { Graph, Value } from './graph';
import { channelsOf, conv, upsampleTwice } from './layers';

/**
 * Nearest neighbour twice as high and wide, then a 3x3 convolution, in 4/9 of its multiplications: an output pixel sees only two
 * different rows and two different columns of the small picture, so the pixels of each parity are a 2x2 convolution of it, whose
 * weights are sums of the 3x3 ones (Shi et al. 2016, arXiv 1609.07009). The sums are constants, folded when the session loads.
 */
export function upsampledConv(g: Graph, name: string, x: Value, out: number): Value {
  const at = g.at(name);
  const kernel = [out, channelsOf(x), 3, 3];
  // Both would need the large picture: an adapter's product of it, and a border that wraps around.
  if (g.circular || at.adapters(kernel).length > 0) {
    return conv(g, name, upsampleTwice(g, x), out, 3);
  }
  const weight = at.weight('weight', kernel);
  const bias = at.weight('bias', [out]);
  const shape = [x.shape[0], out, null, null];
  const parities = [0, 1].flatMap(dy => {
    const rows = seenBy(at, weight, 2, dy);
    return [0, 1].map(dx =>
      at.op('Conv', [x, seenBy(at, rows, 3, dx), bias], shape, {
        attributes: { kernel_shape: [2, 2], strides: [1, 1], pads: [1 - dy, 1 - dx, dy, dx] }
      })
    );
  });
  const together = at.op('Concat', parities, [x.shape[0], 4 * out, null, null], { attributes: { axis: 1 } });
  return at.op('DepthToSpace', [together], shape, { attributes: { blocksize: 2 } });
}

/** A kernel's taps (a, b, c) along an axis as the two that a parity sees: (a, b + c) for the even one, (a + b, c) for the odd. */
function seenBy(g: Graph, weight: Value, axis: 2 | 3, parity: number): Value {
  const tap = (from: number): Value => {
    const shape = weight.shape.map((size, k) => (k === axis ? 1 : size));
    return g.op('Slice', [weight, g.ints([from]), g.ints([from + 1]), g.ints([axis])], shape);
  };
  const sum = (from: number): Value => {
    const first = tap(from);
    return g.op('Add', [first, tap(from + 1)], first.shape);
  };
  const taps = parity === 0 ? [tap(0), sum(1)] : [sum(0), tap(2)];
  const shape = weight.shape.map((size, k) => (k === axis ? 2 : size));
  return g.op('Concat', taps, shape, { attributes: { axis } });
}
