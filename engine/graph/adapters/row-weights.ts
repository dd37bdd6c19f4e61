import type { Graph, Value } from '../graph';
import { reshape } from '../matrix';

/** Each row of the batch in `x`, (b·n, c) or (b, c, h, w), times its weight (b). */
export function timesRowWeights(g: Graph, x: Value, weights: Value): Value {
  if (x.shape.length === 4) {
    return g.op('Mul', [x, reshape(g, weights, [-1, 1, 1, 1])], x.shape);
  }
  const width = x.shape[1] as number;
  const batch = g.op('Shape', [weights], [1]);
  const shape = g.op('Concat', [batch, g.ints([-1, width])], [3], { attributes: { axis: 0 } });
  const sequences = g.op('Reshape', [x, shape], [weights.shape[0], null, width]);
  const weighted = g.op('Mul', [sequences, reshape(g, weights, [-1, 1, 1])], sequences.shape);
  return reshape(g, weighted, [-1, width]);
}
