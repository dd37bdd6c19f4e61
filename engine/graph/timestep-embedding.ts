/** What a UNet knows beside its picture and its prompt: the clock, LCM's guidance scale, SDXL's pooled text and sizes. */
import type { UNetArch } from '../weights';
import type { Graph, Value } from './graph';
import { add, linear, silu } from './layers';

/** Longest period of the sinusoids (Vaswani et al. 2017, section 3.5). */
const MAX_PERIOD = 10000;

/** Inputs of the embedding; those that a UNet doesn't take are null. */
export type EmbeddingInputs = {
  /** (b) */ timestep: Value;
  /** (b, guidanceDim) */ guidance: Value | null;
  /** (b, pooledDim) and (b, sizeIds) */ added: { pooled: Value; ids: Value } | null;
};

/** `timestep`, and for UNets that take them LCM's `guidance` and SDXL's `pooled` and `ids`, as inputs of a model. */
export function embeddingInputs(g: Graph, { guidanceDim, added }: UNetArch): EmbeddingInputs {
  return {
    timestep: g.input('timestep', 'float', [null]),
    guidance: guidanceDim > 0 ? g.input('guidance', 'float', [null, guidanceDim]) : null,
    added: added && {
      pooled: g.input('pooled', 'float', [null, added.pooledDim]),
      ids: g.input('ids', 'float', [null, added.sizeIds])
    }
  };
}

/** -> (b, timeDim): sinusoids of the clock through two linear layers, and SDXL's other embedding added. */
export function timestepEmbedding(
  g: Graph,
  arch: UNetArch,
  { timestep, guidance, added }: EmbeddingInputs
): Value {
  const at = g.at('time_embedding');
  const { channels } = arch.levels[0];
  const waves = sinusoids(at, at.op('Unsqueeze', [timestep, at.ints([1])], [null, 1]), channels, arch);
  const clock = guidance
    ? add(at, waves, linear(at, 'cond_proj', guidance, channels, { bias: false }))
    : waves;
  const emb = perceptron(at, clock, arch.timeDim);
  return added ? add(g, emb, addedEmbedding(g.at('add_embedding'), arch, added)) : emb;
}

/** The pooled text and the sinusoids of every size, side by side (SDXL, Podell et al. 2023, section 2.2). */
function addedEmbedding(g: Graph, arch: UNetArch, { pooled, ids }: { pooled: Value; ids: Value }): Value {
  const { pooledDim, sizeIds, idDim } = arch.added!;
  const column = g.op('Reshape', [ids, g.ints([-1, 1])], [null, 1]);
  const waves = sinusoids(g, column, idDim, arch);
  const sizes = g.op('Reshape', [waves, g.ints([-1, sizeIds * idDim])], [null, sizeIds * idDim]);
  const both = g.op('Concat', [pooled, sizes], [null, pooledDim + sizeIds * idDim], {
    attributes: { axis: 1 }
  });
  return perceptron(g, both, arch.timeDim);
}

function perceptron(g: Graph, x: Value, width: number): Value {
  return linear(g, 'linear_2', silu(g, linear(g, 'linear_1', x, width)), width);
}

/** (n, 1) -> (n, width): half of them sines and half cosines. */
function sinusoids(g: Graph, column: Value, width: number, { flipSinToCos, freqShift }: UNetArch): Value {
  const half = width / 2;
  const angles = g.op('Mul', [column, g.floats(frequencies(half, freqShift), [1, half])], [null, half]);
  const waves = [g.op('Sin', [angles], [null, half]), g.op('Cos', [angles], [null, half])];
  return g.op('Concat', flipSinToCos ? waves.reverse() : waves, [null, width], { attributes: { axis: 1 } });
}

/** exp(-ln(10000) · i / (half - shift)), rounded to float32 after each operation as torch does. */
export function frequencies(half: number, shift: number): Float32Array {
  const slope = Math.fround(-Math.log(MAX_PERIOD));
  const exponent = (i: number): number => Math.fround(Math.fround(slope * i) / Math.fround(half - shift));
  return Float32Array.from({ length: half }, (_, i) => Math.exp(exponent(i)));
}

/**
 * A guidance scale (minus 1) as LCM's UNet takes it, (width): sines, cosines and for odd widths a zero, of 1000 times the scale (Luo et
 * al. 2023, arXiv 2310.04378). Computed here because the angles are too large for every runtime's float32 sine; rounded to float32
 * after each operation as diffusers does.
 */
export function guidanceEmbedding(scale: number, width: number): Float32Array {
  const half = Math.floor(width / 2);
  const slope = Math.fround(Math.fround(Math.log(MAX_PERIOD)) / Math.fround(half - 1));
  const scaled = Math.fround(Math.fround(scale) * 1000);
  const embedding = new Float32Array(width);
  for (let i = 0; i < half; i++) {
    const angle = Math.fround(scaled * Math.fround(Math.exp(Math.fround(-slope * i))));
    embedding[i] = Math.sin(angle);
    embedding[half + i] = Math.cos(angle);
  }
  return embedding;
}
