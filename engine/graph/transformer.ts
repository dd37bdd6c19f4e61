import { withPixelWeights } from './adapters';
import type { Graph, RowWeights, Value } from './graph';
import {
  add,
  attention,
  channelsOf,
  fromSequences,
  gather,
  gelu,
  groupNorm,
  layerNorm,
  linear,
  mul,
  splitHeads,
  toPicture,
  toRows,
  toSequences
} from './layers';

/**
 * What pixels attend to: the batch's different contexts (u, tokens, contextDim), and which of them each row of the batch has. Contexts
 * that differ only in the LoRAs' weights, which are `loras`, differ.
 */
export type CrossAttentionContext = { distinct: Value; index: Value; loras?: readonly RowWeights[] };

export type TransformerShape = { heads: number; depth: number; groups: number; linearProjection: boolean };

const GROUP_NORM_EPS = 1e-6;
const LAYER_NORM_EPS = 1e-5;

/**
 * Transformer2DModel: the pixels of (b, c, h, w) attend to each other and to `context`, `depth` times over, beside a
 * shortcut.
 */
export function transformer(
  at: Graph,
  x: Value,
  context: CrossAttentionContext,
  shape: TransformerShape
): Value {
  const g = withPixelWeights(at, x);
  const channels = channelsOf(x);
  // proj_in and proj_out are 1x1 convolutions in SD1: the same numbers as a linear layer on rows of pixels.
  const rows = toRows(g, groupNorm(g, 'norm', x, shape.groups, GROUP_NORM_EPS));
  let h = linear(g, 'proj_in', rows, channels);
  for (let i = 0; i < shape.depth; i++) {
    h = transformerBlock(g.at(`transformer_blocks.${i}`), h, context, x, shape.heads);
  }
  return add(g, toPicture(g, linear(g, 'proj_out', h, channels), x), x);
}

/** BasicTransformerBlock on rows of pixels (b·n, c); `picture` tells the batch. */
function transformerBlock(
  g: Graph,
  x: Value,
  context: CrossAttentionContext,
  picture: Value,
  heads: number
): Value {
  const normed = (name: string, value: Value): Value => layerNorm(g, name, value, LAYER_NORM_EPS);
  let h = add(g, selfAttention(g.at('attn1'), normed('norm1', x), picture, heads), x);
  h = add(g, crossAttention(g.at('attn2'), normed('norm2', h), context, picture, heads), h);
  return add(g, feedForward(g.at('ff'), normed('norm3', h)), h);
}

function selfAttention(g: Graph, x: Value, picture: Value, heads: number): Value {
  const project = (name: string): Value => toSequences(g, projection(g, name, x, channelsOf(x)), picture);
  const mixed = attention(g, project('to_q'), project('to_k'), project('to_v'), heads);
  return linear(g, 'to_out.0', fromSequences(g, mixed), channelsOf(x));
}

/**
 * Keys and values are computed once for each different context and handed out to its rows: the rows of a sweep share a few prompts,
 * and this is a tenth of a small UNet's work.
 */
function crossAttention(
  g: Graph,
  x: Value,
  context: CrossAttentionContext,
  picture: Value,
  heads: number
): Value {
  const { distinct, index, loras = [] } = context;
  const words = fromSequences(g, distinct);
  const project = (name: string): Value => {
    const all = toSequences(g, projection(g.weighted(loras), name, words, channelsOf(x)), distinct);
    return gather(g, splitHeads(g, all, heads), index);
  };
  const q = toSequences(g, projection(g, 'to_q', x, channelsOf(x)), picture);
  const mixed = attention(g, q, project('to_k'), project('to_v'), heads);
  return linear(g, 'to_out.0', fromSequences(g, mixed), channelsOf(x));
}

function projection(g: Graph, name: string, x: Value, width: number): Value {
  return linear(g, name, x, width, { bias: false });
}

/** GEGLU (Shazeer 2020, arXiv 2002.05202): half of a widened layer gates the other half. */
function feedForward(g: Graph, x: Value): Value {
  const width = channelsOf(x);
  const inner = 4 * width;
  // Both halves are slices of one weight, read where they lie instead of splitting the product.
  const hidden = linear(g, 'net.0.proj', x, 2 * inner, { slice: [0, inner] });
  const gate = linear(g, 'net.0.proj', x, 2 * inner, { slice: [inner, 2 * inner] });
  return linear(g, 'net.2', mul(g, hidden, gelu(g, gate)), width);
}
