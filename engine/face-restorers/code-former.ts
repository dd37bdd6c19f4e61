/** CodeFormer as an ONNX graph, under the names the published file gives its modules. */
import {
  add,
  attention,
  channelsOf,
  concatChannels,
  conv,
  fromSequences,
  gelu,
  gemm,
  Graph,
  groupNorm,
  layerNorm,
  linear,
  mul,
  resnet,
  toRows,
  toSequences,
  upsampledConv
} from '../graph';
import type { Value } from '../graph';
import type { WeightSource } from '../weights';
import type { Block, CodeFormerArch } from './architecture';
import { downsampled, fromCodebook, NORM, pixelAttention, twoConvs } from './blocks';

/** Not to be seen in the tensors. */
const HEADS = 8;
const LAYER_EPS = 1e-5;
/** Added to a variance (adaptive instance normalisation). */
const EPS = 1e-5;

/** After which block of the encoder a side's picture is kept, and after which of the generator it is mixed in. */
const KEPT: Readonly<Record<number, number>> = { 512: 2, 256: 5, 128: 8, 64: 11, 32: 14, 16: 18 };
const MIXED: Readonly<Record<number, number>> = { 16: 6, 32: 9, 64: 12, 128: 15, 256: 18, 512: 21 };

/**
 * The network as a model: `face` (b, 3, side, side) in [-1, 1] and `fidelity` (1), from 0 for the codebook's best to 1 for the
 * given face's own -> `restored`, not clamped, and `codes` (b, tokens), the entries of the codebook that were chosen, as floats.
 */
export function codeFormerGraph(weights: WeightSource, arch: CodeFormerArch): Uint8Array {
  const g = Graph.of(weights);
  const face = g.input('face', 'float', [null, 3, arch.side, arch.side]);
  const fidelity = g.input('fidelity', 'float', [1]);
  const kept = new Map<number, Value>();
  const latent = walk(g.at('encoder'), arch.encoder, face, downsampled, (i, h) => {
    arch.fused.filter(side => KEPT[side] === i).forEach(side => kept.set(side, h));
    return h;
  });
  const codes = chosenCodes(g, arch, latent);
  const normal = adapted(g, fromCodebook(g, arch.codebook, codes, latent), latent, arch.tokens);
  const doubled = (at: Graph, name: string, x: Value): Value => upsampledConv(at, name, x, channelsOf(x));
  const restored = walk(g.at('generator'), arch.generator, normal, doubled, (i, h) => {
    const side = arch.fused.find(each => MIXED[each] === i);
    return side === undefined ? h : mixed(g.at(`fuse_convs_dict.${side}`), kept.get(side)!, h, fidelity);
  });
  g.output('restored', restored);
  g.output('codes', g.op('Cast', [codes], codes.shape, { attributes: { to: 1 } }));
  return g.finish('codeformer');
}

/** Through `blocks` one after the other; `after` sees and may change what each made. */
function walk(
  g: Graph,
  blocks: readonly Block[],
  x: Value,
  resample: (g: Graph, name: string, x: Value) => Value,
  after: (i: number, x: Value) => Value
): Value {
  return blocks.reduce((h, { kind, out }, i) => {
    const at = g.at(`blocks.${i}`);
    const step = {
      conv: () => conv(g, `blocks.${i}`, h, out, 3),
      norm: () => groupNorm(g, `blocks.${i}`, h, NORM.groups, NORM.eps),
      resnet: () => resnet(at, h, out, NORM),
      attention: () => pixelAttention(at, h, { heads: 1, norm: 'norm' }),
      resample: () => resample(at, 'conv', h)
    };
    return after(i, step[kind]());
  }, x);
}

/** The transformer's guess of the codebook's entries, (b, tokens). */
function chosenCodes(g: Graph, { codebook, tokens, width, layers }: CodeFormerArch, latent: Value): Value {
  const places = g.weight('position_emb', [tokens, width]);
  let h = linear(g, 'feat_emb', toRows(g, latent), width);
  for (let i = 0; i < layers; i++) {
    h = layer(g.at(`ft_layers.${i}`), h, places, latent);
  }
  const head = layerNorm(g, 'idx_pred_layer.0', h, LAYER_EPS);
  const logits = gemm(g, head, g.at('idx_pred_layer.1').weight('weight', [codebook.entries, width]));
  const best = g.op('ArgMax', [logits], [null, 1], { attributes: { axis: 1, keepdims: 1 } });
  return g.op('Squeeze', [toSequences(g, best, latent), g.ints([2])], [latent.shape[0], null]);
}

/** Of rows (b·tokens, width); places are added to what asks and answers, and not to what is told. */
function layer(g: Graph, x: Value, places: Value, latent: Value): Value {
  const width = channelsOf(x);
  const normal = toSequences(g, layerNorm(g, 'norm1', x, LAYER_EPS), latent);
  const placed = fromSequences(g, add(g, normal, places));
  const told = fromSequences(g, normal);
  const at = g.at('self_attn');
  const [q, k, v] = (['q', 'k', 'v'] as const).map(name =>
    toSequences(g, linear(at, name, name === 'v' ? told : placed, width), latent)
  );
  const asked = linear(at, 'out_proj', fromSequences(g, attention(g, q, k, v, HEADS)), width);
  const h = add(g, x, asked);
  const inner = gelu(g, linear(g, 'linear1', layerNorm(g, 'norm2', h, LAYER_EPS), 2 * width));
  return add(g, h, linear(g, 'linear2', inner, width));
}

/** `x` with the mean and the deviation of `like` in each channel (Huang & Belongie 2017, arXiv 1703.06868). */
function adapted(g: Graph, x: Value, like: Value, pixels: number): Value {
  const own = spread(g, x, pixels);
  const wanted = spread(g, like, pixels);
  const normal = g.op('Div', [g.op('Sub', [x, own.mean], x.shape), own.deviation], x.shape);
  return add(g, mul(g, normal, wanted.deviation), wanted.mean);
}

/** Of the `pixels` of each channel, (b, c, 1, 1). */
function spread(g: Graph, x: Value, pixels: number): { mean: Value; deviation: Value } {
  const axes = g.ints([2, 3]);
  const shape = [x.shape[0], channelsOf(x), 1, 1];
  const mean = g.op('ReduceMean', [x, axes], shape);
  const squares = g.op('ReduceSumSquare', [g.op('Sub', [x, mean], x.shape), axes], shape);
  const variance = g.op('Div', [squares, g.floats([pixels - 1], [])], shape);
  return { mean, deviation: g.op('Sqrt', [add(g, variance, g.floats([EPS], []))], shape) };
}

/** The decoder's picture, scaled and shifted by `fidelity` of what the encoder saw. */
function mixed(g: Graph, seen: Value, x: Value, fidelity: Value): Value {
  const width = channelsOf(x);
  const both = resnet(g.at('encode_enc'), concatChannels(g, seen, x), width, NORM);
  const [scale, shift] = ['scale', 'shift'].map(name => twoConvs(g.at(name), both, width));
  return add(g, x, mul(g, add(g, mul(g, x, scale), shift), fidelity));
}
