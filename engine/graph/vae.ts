/** AutoencoderKL (Rombach et al. 2022, appendix G): pictures to latents and back, under the names diffusers gives its modules. */
import { VaeArch, WeightSource } from '../weights';
import { Graph } from './graph';
import type { GraphOptions, Value } from './graph';
import {
  add,
  attention,
  channelsOf,
  conv,
  fromSequences,
  groupNorm,
  linear,
  silu,
  toPicture,
  toRows,
  toSequences
} from './layers';
import { resnet } from './resnet';
import { upsampledConv } from './upsampled-conv';

const EPS = 1e-6;
/** Bounds of the log variance (diffusers' DiagonalGaussianDistribution). */
const LOGVAR_RANGE = [-30, 20] as const;

/** The decoder as a model: `latent` (b, c, h, w), unscaled -> `image` (b, 3, 8h, 8w), not clamped. */
export function vaeDecoderGraph(weights: WeightSource, arch: VaeArch, options?: GraphOptions): Uint8Array {
  const g = Graph.of(weights, options);
  const latent = g.input('latent', 'float', [null, arch.latentChannels, null, null]);
  const start = arch.postQuantConv ? conv(g, 'post_quant_conv', latent, arch.latentChannels, 1) : latent;
  g.output('image', decoder(g.at('decoder'), arch, start));
  return g.finish('vae decoder');
}

/** The encoder as a model: `image` (b, 3, 8h, 8w) -> `mean` and `logvar` (b, c, h, w) of the unscaled latent. */
export function vaeEncoderGraph(weights: WeightSource, arch: VaeArch, options?: GraphOptions): Uint8Array {
  const g = Graph.of(weights, options);
  const moments = 2 * arch.latentChannels;
  const image = g.input('image', 'float', [null, arch.imageChannels, null, null]);
  const encoded = encoder(g.at('encoder'), arch, image);
  const both = arch.quantConv ? conv(g, 'quant_conv', encoded, moments, 1) : encoded;
  const half = (from: number): Value =>
    g.op(
      'Slice',
      [both, g.ints([from]), g.ints([from + arch.latentChannels]), g.ints([1])],
      [null, arch.latentChannels, null, null]
    );
  const logvar = half(arch.latentChannels);
  const [low, high] = LOGVAR_RANGE.map(bound => g.floats([bound], []));
  g.output('mean', half(0));
  g.output('logvar', g.op('Clip', [logvar, low, high], logvar.shape));
  return g.finish('vae encoder');
}

function decoder(g: Graph, arch: VaeArch, latent: Value): Value {
  const norm = { groups: arch.groups, eps: EPS };
  const channels = [...arch.channels].reverse();
  let h = midBlock(g.at('mid_block'), arch, conv(g, 'conv_in', latent, channels[0], 3));
  channels.forEach((width, i) => {
    const up = g.at(`up_blocks.${i}`);
    for (let j = 0; j <= arch.resnets; j++) {
      h = resnet(up.at(`resnets.${j}`), h, width, norm);
    }
    if (i < channels.length - 1) {
      h = upsampledConv(up, 'upsamplers.0.conv', h, width);
    }
  });
  return conv(
    g,
    'conv_out',
    silu(g, groupNorm(g, 'conv_norm_out', h, arch.groups, EPS)),
    arch.imageChannels,
    3
  );
}

function encoder(g: Graph, arch: VaeArch, image: Value): Value {
  const norm = { groups: arch.groups, eps: EPS };
  let h = conv(g, 'conv_in', image, arch.channels[0], 3);
  arch.channels.forEach((width, i) => {
    const down = g.at(`down_blocks.${i}`);
    for (let j = 0; j < arch.resnets; j++) {
      h = resnet(down.at(`resnets.${j}`), h, width, norm);
    }
    if (i < arch.channels.length - 1) {
      h = conv(down, 'downsamplers.0.conv', h, width, 3, { stride: 2, pads: [0, 1] });
    }
  });
  h = midBlock(g.at('mid_block'), arch, h);
  const normal = silu(g, groupNorm(g, 'conv_norm_out', h, arch.groups, EPS));
  return conv(g, 'conv_out', normal, 2 * arch.latentChannels, 3);
}

function midBlock(g: Graph, arch: VaeArch, x: Value): Value {
  const norm = { groups: arch.groups, eps: EPS };
  const width = channelsOf(x);
  const h = resnet(g.at('resnets.0'), x, width, norm);
  return resnet(
    g.at('resnets.1'),
    arch.midAttention ? selfAttention(g.at('attentions.0'), arch, h) : h,
    width,
    norm
  );
}

/** Every pixel attends to every other with one head, beside a shortcut. */
function selfAttention(g: Graph, arch: VaeArch, x: Value): Value {
  const width = channelsOf(x);
  const rows = toRows(g, groupNorm(g, 'group_norm', x, arch.groups, EPS));
  const [q, k, v] = ['to_q', 'to_k', 'to_v'].map(name => toSequences(g, linear(g, name, rows, width), x));
  const mixed = linear(g, 'to_out.0', fromSequences(g, attention(g, q, k, v, 1)), width);
  return add(g, toPicture(g, mixed, x), x);
}
