/**
 * UNet2DConditionModel of Stable Diffusion (Rombach et al. 2022, arXiv 2112.10752; XL: Podell et al. 2023, arXiv 2307.01952), under
 * the names diffusers gives its modules.
 */
import { UNetArch, UNetLevel, WeightSource } from '../weights';
import { withAdapterInputs, withItemWeights } from './adapters';
import { Graph } from './graph';
import type { GraphOptions, Value } from './graph';
import { add, concatChannels, conv, groupNorm, resizeLike, silu } from './layers';
import { resnet } from './resnet';
import { upsampledConv } from './upsampled-conv';
import { embeddingInputs, timestepEmbedding } from './timestep-embedding';
import { transformer } from './transformer';
import type { CrossAttentionContext, TransformerShape } from './transformer';

/**
 * How the up path meets skips of an odd size. `even`: sizes divide by 2^(levels - 1), so there is nothing to do. `diffusers` doubles
 * straight to the skip's size and then convolves; `a1111` (and LDM) doubles, convolves and stretches what it joins to the skip.
 */
export type SizeRule = 'even' | 'diffusers' | 'a1111';

export type UNetOptions = GraphOptions & {
  /** Takes what a ControlNet adds to each skip (`controlInput`) and to the middle (`CONTROL_MIDDLE`). */
  controlled?: boolean;
};

/** The input with what is added to the k-th skip, (b, c, h, w) like it. */
export function controlInput(k: number): string {
  return `control_${k}`;
}

export const CONTROL_MIDDLE = 'control_middle';

/**
 * The UNet as a model: `sample` (b, c, h, w), `timestep` (b), the batch's different contexts `context`
 * (u, tokens, contextDim) and each row's place among them `context_index` (b) -> `out` (b, c, h, w). LCM's takes `guidance`
 * (b, guidanceDim) as well, SDXL's `pooled` (b, pooledDim) and `ids` (b, sizeIds). The k-th LoRA has the weights `lora.k` (b), and
 * `context_lora.k` (u) for the contexts.
 */
export function unetGraph(
  weights: WeightSource,
  arch: UNetArch,
  rule: SizeRule,
  { controlled = false, ...options }: UNetOptions = {}
): Uint8Array {
  const root = Graph.of(weights, options);
  const g = withAdapterInputs(root, 'lora');
  const sample = g.input('sample', 'float', [null, arch.inChannels, null, null]);
  const clock = embeddingInputs(g, arch);
  const distinct = g.input('context', 'float', [null, null, arch.contextDim]);
  const context = {
    distinct,
    index: g.input('context_index', 'int64', [null]),
    loras: withItemWeights(withAdapterInputs(root, 'context_lora'), distinct).rowWeights
  };
  const block = {
    arch,
    emb: silu(g.at('time_embedding'), timestepEmbedding(g, arch, clock)),
    context
  };
  const first = conv(g, 'conv_in', sample, arch.levels[0].channels, 3);
  const down = downPath(g, block, first);
  g.output('out', upPath(g, block, controlled ? withControl(g, down) : down, rule));
  return g.finish('unet');
}

/** What the way down leaves: the picture after the middle, and the skips in the order they were made. */
export type DownPath = { middle: Value; skips: readonly Value[] };

/** From what `conv_in` made down through the middle: the half of the UNet that a ControlNet is a copy of. */
export function downPath(g: Graph, block: Block, first: Value): DownPath {
  const { levels } = block.arch;
  let h = first;
  const skips = [h];
  levels.forEach((level, i) => {
    h = downBlock(g.at(`down_blocks.${i}`), block, level, i === levels.length - 1, h, skips);
  });
  return { middle: midBlock(g.at('mid_block'), block, h), skips };
}

function withControl(g: Graph, { middle, skips }: DownPath): DownPath {
  const plus = (value: Value, name: string): Value => add(g, value, g.input(name, 'float', value.shape));
  return {
    middle: plus(middle, CONTROL_MIDDLE),
    skips: skips.map((skip, k) => plus(skip, controlInput(k)))
  };
}

function upPath(g: Graph, block: Block, { middle, skips: left }: DownPath, rule: SizeRule): Value {
  const { levels, groups, eps, outChannels } = block.arch;
  const skips = [...left];
  let h = middle;
  [...levels].reverse().forEach((level, i) => {
    h = upBlock(g.at(`up_blocks.${i}`), block, level, i === levels.length - 1, h, skips, rule);
  });
  const normal = silu(g.at('conv_norm_out'), groupNorm(g, 'conv_norm_out', h, groups, eps));
  return conv(g, 'conv_out', normal, outChannels, 3);
}

/** What all blocks of one UNet share. */
export type Block = {
  arch: UNetArch;
  /** SiLU of the time embedding, which every resnet starts from. */ emb: Value;
  context: CrossAttentionContext;
};

function downBlock(g: Graph, block: Block, level: UNetLevel, last: boolean, x: Value, skips: Value[]): Value {
  const { arch, emb, context } = block;
  let h = x;
  for (let i = 0; i < level.resnets; i++) {
    h = resnet(g.at(`resnets.${i}`), h, level.channels, arch, emb);
    if (level.downDepth > 0) {
      h = transformer(
        g.at(`attentions.${i}`),
        h,
        context,
        attentionShape(arch, level.heads, level.downDepth)
      );
    }
    skips.push(h);
  }
  if (!last) {
    // Without padding diffusers pads one row and column at the far end itself.
    const pads = arch.downsamplePadding === 0 ? ([0, 1] as const) : ([1, 1] as const);
    h = conv(g, 'downsamplers.0.conv', h, level.channels, 3, { stride: 2, pads });
    skips.push(h);
  }
  return h;
}

function midBlock(g: Graph, { arch, emb, context }: Block, x: Value): Value {
  const { channels } = arch.levels[arch.levels.length - 1];
  let h = resnet(g.at('resnets.0'), x, channels, arch, emb);
  if (arch.midDepth > 0) {
    h = transformer(g.at('attentions.0'), h, context, attentionShape(arch, arch.midHeads, arch.midDepth));
  }
  return resnet(g.at('resnets.1'), h, channels, arch, emb);
}

function upBlock(
  g: Graph,
  { arch, emb, context }: Block,
  level: UNetLevel,
  last: boolean,
  x: Value,
  skips: Value[],
  rule: SizeRule
): Value {
  let h = x;
  for (let i = 0; i <= level.resnets; i++) {
    const skip = skips.pop() as Value;
    const met = rule === 'a1111' && i === 0 ? resizeLike(g, h, skip) : h;
    h = resnet(g.at(`resnets.${i}`), concatChannels(g, met, skip), level.channels, arch, emb);
    if (level.upDepth > 0) {
      h = transformer(g.at(`attentions.${i}`), h, context, attentionShape(arch, level.heads, level.upDepth));
    }
  }
  if (last) {
    return h;
  }
  return rule === 'diffusers'
    ? conv(g, 'upsamplers.0.conv', resizeLike(g, h, skips[skips.length - 1]), level.channels, 3)
    : upsampledConv(g, 'upsamplers.0.conv', h, level.channels);
}

function attentionShape(arch: UNetArch, heads: number, depth: number): TransformerShape {
  return { heads, depth, groups: arch.groups, linearProjection: arch.linearProjection };
}
