/** RestoreFormer as an ONNX graph, under the names the published file gives its modules. */
import { conv, gemm, Graph, groupNorm, resnet, silu, toRows, toSequences, upsampledConv } from '../graph';
import type { Value } from '../graph';
import type { WeightSource } from '../weights';
import type { Codebook, RestoreFormerArch } from './architecture';
import { downsampled, fromCodebook, NORM, pixelAttention } from './blocks';

/** Not to be seen in the tensors. */
const HEADS = 8;

/** The network as a model: `face` (b, 3, h, w) in [-1, 1], sides multiples of the coarsest level's -> `restored`, not clamped. */
export function restoreFormerGraph(weights: WeightSource, arch: RestoreFormerArch): Uint8Array {
  const g = Graph.of(weights);
  const face = g.input('face', 'float', [null, 3, null, null]);
  const { latent, seen } = encoder(g.at('encoder'), arch, face);
  const asked = conv(g, 'quant_conv', latent, arch.codebook.width, 1);
  const quantised = fromCodebook(g, arch.codebook, nearest(g, arch.codebook, asked), asked);
  const start = conv(g, 'post_quant_conv', quantised, arch.latentChannels, 1);
  g.output('restored', decoder(g.at('decoder'), arch, start, seen));
  return g.finish('restoreformer');
}

/** What the encoder saw where the decoder attends: before and after its middle. */
type Seen = { last: Value; middle: Value };

function encoder(g: Graph, arch: RestoreFormerArch, face: Value): { latent: Value; seen: Seen } {
  let h = conv(g, 'conv_in', face, arch.levels[0], 3);
  arch.levels.forEach((width, i) => {
    const down = g.at(`down.${i}`);
    const isLast = i === arch.levels.length - 1;
    for (let j = 0; j < arch.resnets; j++) {
      h = resnet(down.at(`block.${j}`), h, width, NORM);
      h = isLast && arch.attends ? attended(down.at(`attn.${j}`), h) : h;
    }
    h = isLast ? h : downsampled(down, 'downsample.conv', h);
  });
  const width = arch.levels[arch.levels.length - 1];
  let last = h;
  if (arch.hasMiddle) {
    last = resnet(g.at('mid.block_1'), h, width, NORM);
    h = resnet(g.at('mid.block_2'), attended(g.at('mid.attn_1'), last), width, NORM);
  }
  const normal = silu(g, groupNorm(g, 'norm_out', h, NORM.groups, NORM.eps));
  return { latent: conv(g, 'conv_out', normal, arch.latentChannels, 3), seen: { last, middle: h } };
}

function decoder(g: Graph, arch: RestoreFormerArch, start: Value, seen: Seen): Value {
  const widths = arch.levels;
  const widest = widths[widths.length - 1];
  let h = conv(g, 'conv_in', start, widest, 3);
  if (arch.hasMiddle) {
    h = resnet(g.at('mid.block_1'), h, widest, NORM);
    h = resnet(g.at('mid.block_2'), attended(g.at('mid.attn_1'), h, seen.middle), widest, NORM);
  }
  for (let i = widths.length - 1; i >= 0; i--) {
    const up = g.at(`up.${i}`);
    for (let j = 0; j <= arch.resnets; j++) {
      h = resnet(up.at(`block.${j}`), h, widths[i], NORM);
      const attends = i === widths.length - 1 && arch.attends;
      h = attends ? attended(up.at(`attn.${j}`), h, seen.last) : h;
    }
    h = i > 0 ? upsampledConv(up, 'upsample.conv', h, widths[i]) : h;
  }
  return conv(g, 'conv_out', silu(g, groupNorm(g, 'norm_out', h, NORM.groups, NORM.eps)), arch.colours, 3);
}

function attended(g: Graph, x: Value, asking?: Value): Value {
  return pixelAttention(g, x, {
    heads: HEADS,
    norm: 'norm1',
    ...(asking && { asking: { x: asking, norm: 'norm2' } })
  });
}

/** The entry of the codebook that is nearest to each pixel, (b, h·w): |e|² - 2 e·z is least, for |z|² is the same for all. */
function nearest(g: Graph, { entries, width }: Codebook, pixels: Value): Value {
  const table = g.at('quantize.embedding').weight('weight', [entries, width]);
  const energies = g.op('ReduceSumSquare', [table, g.ints([1])], [entries], { attributes: { keepdims: 0 } });
  const rows = toRows(g, pixels);
  const distances = g.op('Sub', [energies, gemm(g, rows, table, { scale: 2 })], [null, entries]);
  const each = g.op('ArgMin', [distances], [null, 1], { attributes: { axis: 1, keepdims: 1 } });
  const sequences = toSequences(g, each, pixels);
  return g.op('Squeeze', [sequences, g.ints([2])], [pixels.shape[0], null]);
}
