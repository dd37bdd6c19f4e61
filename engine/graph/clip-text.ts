/** CLIPTextModel (Radford et al. 2021) with or without projection, under the names transformers gives its modules. */
import { ONNX_TYPE, TextArch, WeightSource } from '../weights';
import { adaptedLayer, withAdapterInputs, withItemWeights } from './adapters';
import { Graph } from './graph';
import type { AdapterSource, Value } from './graph';
import { add, attention, fromSequences, gelu, layerNorm, linear, quickGelu, toSequences } from './layers';
import { gemm } from './matrix';

/** Added to a score to forbid it: the lowest float32, as transformers uses. */
const FORBIDDEN = -3.4028234663852886e38;

/** Output of the text model for A1111's "Clip skip" n: the n-th last hidden state, normed. */
export function skipOutput(clipSkip: number): string {
  return `skip${clipSkip}`;
}

/** Output of the text model after `layers` of its layers, as it is: 0 is the embeddings. */
export function hiddenOutput(layers: number): string {
  return `hidden${layers}`;
}

/** Output of the text model at the end of the text, normed and, where the model has one, through its projection. */
export const POOLED_OUTPUT = 'pooled';

/**
 * The text encoder as a model: `ids` (b, positions) int64, and learnt vectors `given` (b, positions, width) that stand in for the
 * tokens' own where `is_given` (b, positions, 1) -> `hidden0`..`hiddenL` (b, positions, width); `skip1`..`skipL`, the state after all
 * but n - 1 layers through the final layer norm; `pooled` (b, width or projection). The k-th LoRA has the weights `lora.k` (b).
 */
export function clipTextGraph(
  weights: WeightSource,
  arch: TextArch,
  adapters: readonly AdapterSource[] = []
): Uint8Array {
  const root = Graph.of(weights, { adapters });
  const ids = root.input('ids', 'int64', [null, arch.positions]);
  const chunks = withAdapterInputs(root, 'lora');
  const g = withItemWeights(chunks, ids);
  const given = {
    vectors: g.input('given', 'float', [null, arch.positions, arch.width]),
    where: g.input('is_given', 'bool', [null, arch.positions, 1])
  };
  const at = g.at('text_model');
  let h = embeddings(at.at('embeddings'), arch, ids, given);
  g.output(hiddenOutput(0), toSequences(g, h, ids));
  for (let i = 0; i < arch.layers; i++) {
    h = encoderLayer(at.at(`encoder.layers.${i}`), arch, h, ids);
    g.output(hiddenOutput(i + 1), toSequences(g, h, ids));
    const normal = toSequences(g, layerNorm(at, 'final_layer_norm', h, arch.eps), ids);
    g.output(skipOutput(arch.layers - i), normal);
    if (i === arch.layers - 1) {
      g.output(POOLED_OUTPUT, pooled(chunks, arch, normal, ids));
    }
  }
  return g.finish('text encoder');
}

/** The last state at the end of the text. OpenCLIP keeps its projection as (in, out), transformers as (out, in). */
function pooled(g: Graph, arch: TextArch, normal: Value, ids: Value): Value {
  const { endOfText, width, projection } = arch;
  const score =
    endOfText === 'highest'
      ? ids
      : g.op('Cast', [g.op('Equal', [ids, g.ints([endOfText])], ids.shape)], ids.shape, {
          attributes: { to: ONNX_TYPE.int64 }
        });
  const place = g.op('ArgMax', [score], [null, 1], { attributes: { axis: 1, keepdims: 1 } });
  const state = g.op('GatherND', [normal, place], [null, width], { attributes: { batch_dims: 1 } });
  if (projection === 0) {
    return state;
  }
  const stored = 'text_projection';
  if (!g.has(stored)) {
    return linear(g, stored, state, projection, { bias: false });
  }
  const y = g.op('MatMul', [state, g.weight(stored, [width, projection])], [null, projection]);
  const shape = [projection, width];
  return adaptedLayer(g.at(stored), { x: state, y, shape, product: (x, weight) => gemm(g, x, weight) });
}

type Given = { vectors: Value; where: Value };

/** Token and position vectors added, as rows (b·positions, width). */
function embeddings(g: Graph, arch: TextArch, ids: Value, given: Given): Value {
  const shape = [null, arch.positions, arch.width];
  const tokens = g.lookUp('token_embedding.weight', [arch.vocabulary, arch.width], ids);
  const words = g.op('Where', [given.where, given.vectors, tokens], shape);
  return fromSequences(g, add(g, words, g.weight('position_embedding.weight', [arch.positions, arch.width])));
}

function encoderLayer(g: Graph, arch: TextArch, x: Value, ids: Value): Value {
  const h = add(g, selfAttention(g.at('self_attn'), arch, layerNorm(g, 'layer_norm1', x, arch.eps), ids), x);
  const wide = linear(g, 'mlp.fc1', layerNorm(g, 'layer_norm2', h, arch.eps), arch.mlpWidth);
  const active = arch.activation === 'gelu' ? gelu(g, wide) : quickGelu(g, wide);
  return add(g, linear(g, 'mlp.fc2', active, arch.width), h);
}

function selfAttention(g: Graph, arch: TextArch, x: Value, ids: Value): Value {
  const [q, k, v] = ['q_proj', 'k_proj', 'v_proj'].map(name =>
    toSequences(g, linear(g, name, x, arch.width), ids)
  );
  const mixed = attention(g, q, k, v, arch.heads, causalBias(g, arch.positions));
  return linear(g, 'out_proj', fromSequences(g, mixed), arch.width);
}

/** (1, 1, n, n): a token sees itself and what came before. */
function causalBias(g: Graph, n: number): Value {
  const bias = Array.from({ length: n * n }, (_, i) => (i % n > Math.floor(i / n) ? FORBIDDEN : 0));
  return g.floats(bias, [1, 1, n, n]);
}
