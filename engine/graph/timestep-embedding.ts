import type { UNetArch } from '../weights/architecture';
import type { Graph, Value } from './graph';
import { linear, silu } from './layers';

/** Longest period of the sinusoids (Vaswani et al. 2017, section 3.5). */
const MAX_PERIOD = 10000;

/** `timestep` (b) -> (b, timeDim): sinusoids of the clock, then two linear layers. */
export function timestepEmbedding(g: Graph, arch: UNetArch, timestep: Value): Value {
  const at = g.at('time_embedding');
  const half = arch.levels[0].channels / 2;
  const column = at.op('Unsqueeze', [timestep, at.ints([1])], [null, 1]);
  const angles = at.op(
    'Mul',
    [column, at.floats(frequencies(half, arch.freqShift), [1, half])],
    [null, half]
  );
  const waves = [at.op('Sin', [angles], [null, half]), at.op('Cos', [angles], [null, half])];
  const joined = at.op('Concat', arch.flipSinToCos ? waves.reverse() : waves, [null, 2 * half], {
    attributes: { axis: 1 }
  });
  return linear(at, 'linear_2', silu(at, linear(at, 'linear_1', joined, arch.timeDim)), arch.timeDim);
}

/** exp(-ln(10000) · i / (half - shift)), rounded to float32 after each operation as torch does. */
export function frequencies(half: number, shift: number): Float32Array {
  const slope = Math.fround(-Math.log(MAX_PERIOD));
  const exponent = (i: number): number => Math.fround(Math.fround(slope * i) / Math.fround(half - shift));
  return Float32Array.from({ length: half }, (_, i) => Math.exp(exponent(i)));
}
