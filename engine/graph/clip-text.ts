/** CLIPTextModel (Radford et al. 2021), under the names transformers gives its modules. */
import type { TextArch } from '../weights/architecture';
import type { WeightSource } from '../weights/weight-source';
import { ONNX_TYPE } from '../weights/dtypes';
import { Graph } from './graph';
import type { Value } from './graph';
import { add, attention, fromSequences, gelu, layerNorm, linear, quickGelu, toSequences } from './layers';

/** Added to a score to forbid it: the lowest float32, as transformers uses. */
const FORBIDDEN = -3.4028234663852886e38;

/** Output of the text model for A1111's "Clip skip" n: the n-th last hidden state, normed. */
export function skipOutput(clipSkip: number): string {
  return `skip${clipSkip}`;
}

/**
 * The text encoder as a model: `ids` (b, positions) int64 -> `skip1`..`skipL` (b, positions, width): the state after all but n - 1
 * layers, through the final layer norm.
 */
export function clipTextGraph(weights: WeightSource, arch: TextArch): Uint8Array {
  const g = Graph.of(weights);
  const ids = g.input('ids', 'int64', [null, arch.positions]);
  const at = g.at('text_model');
  let h = embeddings(at.at('embeddings'), arch, ids);
  for (let i = 0; i < arch.layers; i++) {
    h = encoderLayer(at.at(`encoder.layers.${i}`), arch, h, ids);
    const normal = layerNorm(at, 'final_layer_norm', h, arch.eps);
    g.output(skipOutput(arch.layers - i), toSequences(g, normal, ids));
  }
  return g.finish('text encoder');
}

/** Token and position vectors added, as rows (b·positions, width). */
function embeddings(g: Graph, arch: TextArch, ids: Value): Value {
  const shape = [null, arch.positions, arch.width];
  const table = g.stored('token_embedding.weight', [arch.vocabulary, arch.width]);
  // The rows are widened after the look-up: the table is most of the model and would double in memory as float32.
  const found = g.op('Gather', [table, ids], shape);
  const tokens =
    table.type === ONNX_TYPE.float
      ? found
      : g.op('Cast', [found], shape, { attributes: { to: ONNX_TYPE.float } });
  return fromSequences(
    g,
    add(g, tokens, g.weight('position_embedding.weight', [arch.positions, arch.width]))
  );
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
