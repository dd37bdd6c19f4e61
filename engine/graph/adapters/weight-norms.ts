/** DoRA's weight norms: they need W + ΔW multiplied out, so a graph of their own computes them once, module after module. */
import { Adapter, LoraSource, WeightSource } from '../../weights';
import { Graph } from '../graph';
import type { AppliedAdapter, Value } from '../graph';
import { denseDelta } from './factors';

type Magnitude = NonNullable<Adapter['magnitude']>;

/**
 * The model whose output `<module>` (out or in) is the length of W + scale·ΔW per output or per input, for each module that `source`
 * was seen to adapt with a magnitude; null where there is none.
 */
export function weightNormsGraph(weights: WeightSource, source: LoraSource): Uint8Array | null {
  const modules = [...source.adapted].filter(([, { adapter }]) => adapter.magnitude);
  if (modules.length === 0) {
    return null;
  }
  const root = Graph.of(weights, { adapters: [source] });
  for (const [module, { adapter, shape }] of modules) {
    const g = root.at(module);
    const [applied] = g.adapters(shape);
    const delta = adapter.delta && denseDelta(g, adapter.delta, shape, applied);
    const weight = g.weight('weight', shape);
    const merged = delta ? g.op('Add', [weight, delta], shape) : weight;
    const kept = adapter.magnitude?.axis === 'in' ? 1 : 0;
    const axes = shape.map((_, axis) => axis).filter(axis => axis !== kept);
    const length = g.op('ReduceL2', [merged, g.ints(axes)], [shape[kept]], { attributes: { keepdims: 0 } });
    root.output(module, length);
  }
  return root.finish('lengths of adapted weights');
}

/** magnitude / length, shaped to multiply the layer's outputs or inputs. */
export function magnitudeRatio(
  g: Graph,
  { factor, weightNorms }: AppliedAdapter,
  magnitude: Magnitude,
  shape: readonly number[],
  rows?: readonly [number, number]
): Value {
  const size = magnitude.axis === 'in' ? shape[1] : shape[0];
  const ones = shape.slice(2).map(() => 1);
  const slice = magnitude.axis === 'out' ? rows : undefined;
  const target = factor({ ...magnitude, shape: [size] }, slice);
  const length = g.floats(
    (weightNorms ?? new Float32Array(size).fill(1)).slice(...(slice ?? [])),
    target.shape as number[]
  );
  const ratio = g.op('Div', [target, length], target.shape);
  return g.op('Reshape', [ratio, g.ints([target.shape[0] as number, ...ones])], [target.shape[0], ...ones]);
}
