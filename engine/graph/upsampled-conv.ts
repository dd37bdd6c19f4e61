import type { Graph, Value } from './graph';
import { channelsOf, conv, upsampleTwice } from './layers';

/**
 * Nearest neighbour twice as high and wide, then a 3x3 convolution, in 4/9 of its multiplications: an output pixel sees only two
 * different rows and two different columns of the small picture, so the pixels of each parity are a 2x2 convolution of it, whose
 * weights are sums of the 3x3 ones (Shi et al. 2016, arXiv 1609.07009). The sums are constants, folded when the session loads.
 * `activate` is applied to what comes out, before it lies as a picture: there the runtime joins it to the convolutions.
 */
export function upsampledConv(
  g: Graph,
  name: string,
  x: Value,
  out: number,
  activate: (y: Value) => Value = y => y
): Value {
  const at = g.at(name);
  const kernel = [out, channelsOf(x), 3, 3];
  // Both would need the large picture: an adapter's product of it, and a border that wraps around.
  if (g.circular || at.adapters(kernel).length > 0) {
    return activate(conv(g, name, upsampleTwice(g, x), out, 3));
  }
  const weight = at.weight('weight', kernel);
  const bias = at.weight('bias', [out]);
  const shape = [x.shape[0], out, null, null];
  const parities = [0, 1].flatMap(dy =>
    [0, 1].map(dx =>
      activate(
        at.op('Conv', [x, parityKernel(at, weight, dy, dx), bias], shape, {
          attributes: { kernel_shape: [2, 2], strides: [1, 1], pads: [1 - dy, 1 - dx, dy, dx] }
        })
      )
    )
  );
  const together = at.op('Concat', parities, [x.shape[0], 4 * out, null, null], { attributes: { axis: 1 } });
  return at.op('DepthToSpace', [together], shape, { attributes: { blocksize: 2 } });
}

/** Which of a parity's two taps along an axis a kernel's tap (a, b, c) belongs to: a | b + c for the even one, a + b | c for the odd. */
const TAPS = [
  [0, 1, 1],
  [0, 0, 1]
] as const;

/** The 3x3 kernel (out, in, 3, 3) as the 2x2 one that the pixels of a parity see. In one step: what is folded stays while it loads. */
function parityKernel(g: Graph, weight: Value, dy: number, dx: number): Value {
  const places = [0, 1, 2].flatMap(y =>
    [0, 1, 2].flatMap(x =>
      [0, 1].flatMap(a => [0, 1].map(b => Number(TAPS[dy][y] === a && TAPS[dx][x] === b)))
    )
  );
  return g.op('Einsum', [weight, g.floats(places, [3, 3, 2, 2])], [...weight.shape.slice(0, 2), 2, 2], {
    attributes: { equation: 'oiyx,yxab->oiab' }
  });
}
