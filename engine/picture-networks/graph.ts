/** The networks of `architecture.ts` as ONNX graphs, under the names Real-ESRGAN gives their modules. */
import { add, channelsOf, concatChannels, conv, Graph, upsampleTwice } from '../graph';
import type { Value } from '../graph';
import type { WeightSource } from '../weights';
import { COLOURS } from './architecture';
import type { CompactArch, RrdbArch, UpscalerArch } from './architecture';

const SLOPE = 0.2;
/** What of a block is added to what came into it. */
const RESIDUAL = 0.2;

/** The network as a model: `picture` (b, 3, h, w) in [0, 1] -> `enlarged` (b, 3, scale·h, scale·w), not clamped. */
export function upscalerGraph(weights: WeightSource, arch: UpscalerArch): Uint8Array {
  const g = Graph.of(weights);
  const picture = g.input('picture', 'float', [null, COLOURS, null, null]);
  g.output('enlarged', arch.kind === 'rrdb' ? rrdbNet(g, arch, picture) : compactNet(g, arch, picture));
  return g.finish('upscaler');
}

function rrdbNet(g: Graph, arch: RrdbArch, picture: Value): Value {
  const { features, blocks, doublings } = arch;
  const first = conv(g, 'conv_first', unshuffled(g, picture, arch.unshuffle), features, 3);
  let h = first;
  for (let n = 0; n < blocks; n++) {
    h = residualBlock(g.at(`body.${n}`), arch, h);
  }
  h = add(g, first, conv(g, 'conv_body', h, features, 3));
  for (let i = 1; i <= doublings; i++) {
    h = leaky(g, conv(g, `conv_up${i}`, upsampleTwice(g, h), features, 3));
  }
  return conv(g, 'conv_last', leaky(g, conv(g, 'conv_hr', h, features, 3)), COLOURS, 3);
}

/** Residual in residual: three dense blocks, a fifth of them added to what came in. */
function residualBlock(g: Graph, arch: RrdbArch, x: Value): Value {
  const dense = ['rdb1', 'rdb2', 'rdb3'].reduce((h, name) => denseBlock(g.at(name), arch, h), x);
  return add(g, scaled(g, dense, RESIDUAL), x);
}

/** Each convolution sees all that came before it. ESRGAN+ (Rakotonirina & Rasoanaivo 2020) adds shortcuts around pairs. */
function denseBlock(g: Graph, { features, growth }: RrdbArch, x: Value): Value {
  const plus = g.has('conv1x1.weight');
  let seen = x;
  let shortcut = plus ? pointwise(g, 'conv1x1', x, growth) : null;
  for (let k = 1; k <= 4; k++) {
    let h = leaky(g, conv(g, `conv${k}`, seen, growth, 3));
    if (shortcut && k % 2 === 0) {
      h = add(g, h, shortcut);
      shortcut = h;
    }
    seen = concatChannels(g, seen, h);
  }
  return add(g, scaled(g, conv(g, 'conv5', seen, features, 3), RESIDUAL), x);
}

function compactNet(g: Graph, { features, convolutions, scale }: CompactArch, picture: Value): Value {
  let h = picture;
  for (let i = 0; i < convolutions - 1; i++) {
    h = conv(g, `body.${2 * i}`, h, features, 3);
    const slope = g.at(`body.${2 * i + 1}`).weight('weight', [features, 1, 1]);
    h = g.op('PRelu', [h, slope], h.shape);
  }
  h = conv(g, `body.${2 * (convolutions - 1)}`, h, COLOURS * scale ** 2, 3);
  const unfolded = g.op('DepthToSpace', [h], picture.shape, {
    attributes: { blocksize: scale, mode: 'CRD' }
  });
  const nearest = g.op('Resize', [picture, null, g.floats([1, 1, scale, scale], [4])], picture.shape, {
    attributes: { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
  });
  return add(g, unfolded, nearest);
}

/** Pixels of a block as channels, in torch's order: the colour's place in the block changes faster than the colour. */
function unshuffled(g: Graph, x: Value, block: number): Value {
  if (block === 1) {
    return x;
  }
  const colours = channelsOf(x);
  const shape = [x.shape[0], colours * block ** 2, null, null];
  const folded = g.op('SpaceToDepth', [x], shape, { attributes: { blocksize: block } });
  const order = Array.from({ length: colours * block ** 2 }, (_, to) => {
    return (to % block ** 2) * colours + Math.floor(to / block ** 2);
  });
  return g.op('Gather', [folded, g.ints(order)], shape, { attributes: { axis: 1 } });
}

function leaky(g: Graph, x: Value): Value {
  return g.op('LeakyRelu', [x], x.shape, { attributes: { alpha: { float: SLOPE } } });
}

function scaled(g: Graph, x: Value, factor: number): Value {
  return g.op('Mul', [x, g.floats([factor], [])], x.shape);
}

/** A 1x1 convolution without bias. */
function pointwise(g: Graph, name: string, x: Value, out: number): Value {
  const weight = g.at(name).weight('weight', [out, channelsOf(x), 1, 1]);
  return g.at(name).op('Conv', [x, weight], [x.shape[0], out, null, null], {
    attributes: { kernel_shape: [1, 1] }
  });
}
