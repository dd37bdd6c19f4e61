/**
 * UNet2DConditionModel of SD1.x (Rombach et al. 2022, arXiv 2112.10752), under the names diffusers gives its modules.
 */
import type { UNetArch, UNetLevel } from '../weights/architecture';
import type { WeightSource } from '../weights/weight-source';
import { Graph } from './graph';
import type { Value } from './graph';
import { concatChannels, conv, groupNorm, resizeLike, silu, upsampleTwice } from './layers';
import { resnet } from './resnet';
import { timestepEmbedding } from './timestep-embedding';
import { transformer } from './transformer';
import type { Context, TransformerShape } from './transformer';

/**
 * How the up path meets skips of an odd size. `even`: sizes divide by 2^(levels - 1), so there is nothing to do. `diffusers` doubles
 * straight to the skip's size and then convolves; `a1111` (and LDM) doubles, convolves and stretches what it joins to the skip.
 */
export type SizeRule = 'even' | 'diffusers' | 'a1111';

/**
 * The UNet as a model: `sample` (b, c, h, w), `timestep` (b), the batch's different contexts `context`
 * (u, tokens, contextDim) and each row's place among them `context_index` (b) -> `out` (b, c, h, w).
 */
export function unetGraph(weights: WeightSource, arch: UNetArch, rule: SizeRule): Uint8Array {
  const g = Graph.of(weights);
  const sample = g.input('sample', 'float', [null, arch.inChannels, null, null]);
  const timestep = g.input('timestep', 'float', [null]);
  const context = {
    distinct: g.input('context', 'float', [null, null, arch.contextDim]),
    index: g.input('context_index', 'int64', [null])
  };
  g.output('out', unet(g, arch, rule, sample, timestep, context));
  return g.finish('unet');
}

function unet(
  g: Graph,
  arch: UNetArch,
  rule: SizeRule,
  sample: Value,
  timestep: Value,
  context: Context
): Value {
  const { levels, groups, eps } = arch;
  const block: Block = {
    arch,
    emb: silu(g.at('time_embedding'), timestepEmbedding(g, arch, timestep)),
    context
  };
  let h = conv(g, 'conv_in', sample, levels[0].channels, 3);
  const skips = [h];
  levels.forEach((level, i) => {
    h = downBlock(g.at(`down_blocks.${i}`), block, level, i === levels.length - 1, h, skips);
  });
  h = midBlock(g.at('mid_block'), block, h);
  [...levels].reverse().forEach((level, i) => {
    h = upBlock(g.at(`up_blocks.${i}`), block, level, i === levels.length - 1, h, skips, rule);
  });
  const normal = silu(g.at('conv_norm_out'), groupNorm(g, 'conv_norm_out', h, groups, eps));
  return conv(g, 'conv_out', normal, arch.outChannels, 3);
}

type Block = {
  arch: UNetArch;
  /** SiLU of the time embedding, which every resnet starts from. */ emb: Value;
  context: Context;
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
  const larger = rule === 'diffusers' ? resizeLike(g, h, skips[skips.length - 1]) : upsampleTwice(g, h);
  return conv(g, 'upsamplers.0.conv', larger, level.channels, 3);
}

function attentionShape(arch: UNetArch, heads: number, depth: number): TransformerShape {
  return { heads, depth, groups: arch.groups, linearProjection: arch.linearProjection };
}
