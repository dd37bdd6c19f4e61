import type { AppliedAdapter, Graph, RowWeights, Value } from '../graph';
import { reshape } from '../matrix';

/** The graph whose LoRAs have the weights of the new inputs `<name>.0`, `<name>.1`, … (b), for values with one row each. */
export function withAdapterInputs(g: Graph, name: string): Graph {
  const weights = Array.from({ length: g.adapterCount }, (_, i) => {
    const input = g.input(`${name}.${i}`, 'float', [null]);
    return { pictures: reshape(g, input, [-1, 1, 1, 1]), rows: reshape(g, input, [-1, 1]) };
  });
  return g.weighted(weights);
}

/** The graph for rows of the pixels of `picture` (b, c, h, w), b times h·w of them. */
export function withPixelWeights(g: Graph, picture: Value): Graph {
  return withRepeated(g, () => {
    const shape = g.op('Shape', [picture], [4]);
    const sizes = g.op('Slice', [shape, g.ints([2]), g.ints([4])], [2]);
    return g.op('ReduceProd', [sizes], [1], { attributes: { keepdims: 1 } });
  });
}

/** The graph for rows of the items of `sequences` (b, n, ...), b times n of them. */
export function withItemWeights(g: Graph, sequences: Value): Graph {
  return withRepeated(g, () => {
    const shape = g.op('Shape', [sequences], [sequences.shape.length]);
    return g.op('Slice', [shape, g.ints([1]), g.ints([2])], [1]);
  });
}

function withRepeated(g: Graph, count: () => Value): Graph {
  if (g.adapterCount === 0) {
    return g;
  }
  const target = g.op('Concat', [g.ints([1]), count()], [2], { attributes: { axis: 0 } });
  const weights = g.rowWeights.map(({ pictures }): RowWeights => {
    const repeated = g.op('Expand', [reshape(g, pictures, [-1, 1]), target], [null, null]);
    return { pictures, rows: reshape(g, repeated, [-1, 1]) };
  });
  return g.weighted(weights);
}

/** Each row of the batch in `x`, (b·n, c) or (b, c, h, w), times its weight. */
export function timesRowWeights(g: Graph, x: Value, { rowWeights }: AppliedAdapter): Value {
  return g.op('Mul', [x, x.shape.length === 4 ? rowWeights.pictures : rowWeights.rows], x.shape);
}
