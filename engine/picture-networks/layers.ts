/** Layers that several of these networks have. */
import { add, channelsOf, conv, layerNorm, mul, reshape, transpose, upsampledConv } from '../graph';
import type { Graph, Value } from '../graph';
import { root } from './tensors';
import type { Tensors } from './tensors';

export function leaky(g: Graph, x: Value, slope: number): Value {
  return g.op('LeakyRelu', [x], x.shape, { attributes: { alpha: { float: slope } } });
}

export function sigmoid(g: Graph, x: Value): Value {
  return g.op('Sigmoid', [x], x.shape);
}

export function scaled(g: Graph, x: Value, factor: number): Value {
  return g.op('Mul', [x, g.floats([factor], [])], x.shape);
}

/** `x` times `factor` as a convolution of each channel: between convolutions it stays in the layout that the runtime gives these. */
export function channelsTimes(g: Graph, x: Value, factor: number): Value {
  const channels = channelsOf(x);
  const weight = g.floats(new Float32Array(channels).fill(factor), [channels, 1, 1, 1]);
  return g.op('Conv', [x, weight], x.shape, { attributes: { kernel_shape: [1, 1], group: channels } });
}

/** The mean of each channel, (b, c, 1, 1). */
export function channelMeans(g: Graph, x: Value): Value {
  return g.op('GlobalAveragePool', [x], [x.shape[0], channelsOf(x), 1, 1]);
}

/** `x` without `border` rows and columns at each side. */
export function cropped(g: Graph, x: Value, border: number): Value {
  const [from, to] = [g.ints([border, border]), g.ints([-border, -border])];
  return g.op('Slice', [x, from, to, g.ints([2, 3])], x.shape);
}

/** Channels unfolded into blocks of pixels, in torch's order (PixelShuffle). */
export function unfolded(g: Graph, x: Value, block: number): Value {
  if (block === 1) {
    return x;
  }
  return g.op('DepthToSpace', [x], [x.shape[0], channelsOf(x) / block ** 2, null, null], {
    attributes: { blocksize: block, mode: 'CRD' }
  });
}

/** Blocks of pixels folded into channels, in torch's order: the colour's place in the block changes faster than the colour. */
export function folded(g: Graph, x: Value, block: number): Value {
  if (block === 1) {
    return x;
  }
  const colours = channelsOf(x);
  const shape = [x.shape[0], colours * block ** 2, null, null];
  const deep = g.op('SpaceToDepth', [x], shape, { attributes: { blocksize: block } });
  const order = Array.from({ length: colours * block ** 2 }, (_, to) => {
    return (to % block ** 2) * colours + Math.floor(to / block ** 2);
  });
  return g.op('Gather', [deep, g.ints(order)], shape, { attributes: { axis: 1 } });
}

/** Layer norm over the channels of each pixel of a picture. */
export function pixelNorm(g: Graph, name: string, x: Value, eps: number): Value {
  const last = transpose(g, x, [0, 2, 3, 1]);
  return transpose(g, layerNorm(g, name, last, eps), [0, 3, 1, 2]);
}

/** Batch norm with the statistics of the file; the runtime folds it into the convolution before it. */
export function batchNorm(g: Graph, name: string, x: Value): Value {
  const at = g.at(name);
  const numbers = ['weight', 'bias', 'running_mean', 'running_var'].map(each =>
    at.weight(each, [channelsOf(x)])
  );
  return at.op('BatchNormalization', [x, ...numbers], x.shape, { attributes: { epsilon: { float: 1e-5 } } });
}

/** `x` times a gate in (0, 1) of its channels' means: two pointwise convolutions, the first followed by a ReLU (Hu et al. 2018). */
export function squeezed(g: Graph, names: readonly [string, string], x: Value, hidden: number): Value {
  const means = conv(g, names[0], channelMeans(g, x), hidden, 1);
  const relu = g.op('Relu', [means], means.shape);
  return mul(g, x, sigmoid(g, conv(g, names[1], relu, channelsOf(x), 1)));
}

/** `x` less a mean of each colour, times `range`; and the way back. */
export const MEANS = {
  /** The mean colour of DIV2K, which this family of networks was trained around; grey pictures are taken as they are. */
  of: (colours: number): readonly number[] =>
    colours === 3 ? [0.4488, 0.4371, 0.404] : new Array<number>(colours).fill(0)
} as const;

export function centred(g: Graph, x: Value, range: number): Value {
  const colours = channelsOf(x);
  const shifted = g.op('Sub', [x, g.floats(MEANS.of(colours), [1, colours, 1, 1])], x.shape);
  return range === 1 ? shifted : scaled(g, shifted, range);
}

export function uncentred(g: Graph, x: Value, range: number): Value {
  const colours = channelsOf(x);
  const back = range === 1 ? x : scaled(g, x, 1 / range);
  return add(g, back, g.floats(MEANS.of(colours), [1, colours, 1, 1]));
}

/**
 * torch's ConvTranspose2d of stride 2 as a convolution to the four pixels of each block and their unfolding, which runs many times
 * faster: pixels of a parity see the kernel's taps of theirs alone. (b, c, h, w) -> (b, out, 2h', 2w'), h' = h − (kernel − 2) / 2 … for the
 * two kinds there are: kernel 2 without padding, and kernel 4 with padding 3.
 */
export function doubledByTransposed(
  g: Graph,
  name: string,
  x: Value,
  out: number,
  kernel: 2 | 4,
  bias = true
): Value {
  const at = g.at(name);
  const inputs = channelsOf(x);
  const padding = kernel === 2 ? 0 : 3;
  const taps = kernel === 2 ? 1 : 3;
  // Output pixel 2u + parity takes input pixel u + a through tap k, where 2a = parity + padding − k.
  const places = [0, 1].flatMap(parity =>
    Array.from({ length: kernel }, (_, k) =>
      Array.from({ length: taps }, (_, a) => Number(2 * a === parity + padding - k))
    ).flat()
  );
  const chosen = at.floats(places, [2, kernel, taps]);
  const weight = at.weight('weight', [inputs, out, kernel, kernel]);
  const split = at.op('Einsum', [weight, chosen, chosen], [out, 2, 2, inputs, taps, taps], {
    attributes: { equation: 'ioyx,pya,qxb->opqiab' }
  });
  const flat = reshape(at, split, [4 * out, inputs, taps, taps]);
  const shifts = bias ? [eachTimesFour(at, at.weight('bias', [out]), out)] : [];
  const deep = at.op('Conv', [x, flat, ...shifts], [x.shape[0], 4 * out, null, null], {
    attributes: { kernel_shape: [taps, taps] }
  });
  return unfolded(at, deep, 2);
}

function eachTimesFour(g: Graph, x: Value, count: number): Value {
  const order = Array.from({ length: 4 * count }, (_, i) => Math.floor(i / 4));
  return g.op('Gather', [x, g.ints(order)], [4 * count]);
}

/** Nearest-neighbour doublings, each with a convolution and a leaky ReLU, called conv_up1, conv_up2 …, then conv_hr and conv_last. */
export function doubledByNearest(
  g: Graph,
  x: Value,
  doublings: number,
  features: number,
  colours: number
): Value {
  let h = x;
  for (let i = 1; i <= doublings; i++) {
    h = upsampledConv(g, `conv_up${i}`, h, features, y => leaky(g, y, 0.2));
  }
  return conv(g, 'conv_last', leaky(g, conv(g, 'conv_hr', h, features, 3), 0.2), colours, 3);
}

/** BasicSR's `Upsample`: at even places of a list convolutions to more channels, each unfolded into pixels. */
export type Steps = readonly number[];

/** By how much each step of `upsample` enlarges, and the features between. */
export function readSteps(tensors: Tensors): { steps: Steps; features: number } {
  const count = tensors.count(i => `upsample.${2 * i}.weight`);
  const steps = Array.from({ length: count }, (_, i) => {
    const [out, inputs] = tensors.at(`upsample.${2 * i}.weight`);
    return root(out / inputs);
  });
  return { steps, features: tensors.at('upsample.0.weight')[1] ?? tensors.at('conv_last.weight')[1] };
}

export function enlargedBySteps(g: Graph, x: Value, steps: Steps): Value {
  const features = channelsOf(x);
  return steps.reduce(
    (h, step, i) => unfolded(g, conv(g, `upsample.${2 * i}`, h, features * step ** 2, 3), step),
    x
  );
}

/** SwinIR's way out for classical enlarging: features for pixels, steps, colours. */
export function reconstructed(g: Graph, x: Value, steps: Steps, features: number, colours: number): Value {
  const before = leaky(g, conv(g, 'conv_before_upsample.0', x, features, 3), 0.01);
  return conv(g, 'conv_last', enlargedBySteps(g, before, steps), colours, 3);
}

/** The convolution before a residual connection: one of 3x3, or three that narrow to a quarter (`name`.0, .2, .4). */
export function residualConv(g: Graph, name: string, x: Value): Value {
  const width = channelsOf(x);
  if (g.has(`${name}.weight`)) {
    return conv(g, name, x, width, 3);
  }
  const narrow = Math.floor(width / 4);
  const first = leaky(g, conv(g, `${name}.0`, x, narrow, 3), 0.2);
  const second = leaky(g, conv(g, `${name}.2`, first, narrow, 1), 0.2);
  return conv(g, `${name}.4`, second, width, 3);
}
