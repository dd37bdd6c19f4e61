import { add, conv, mul } from '../graph';
import type { Graph, Value } from '../graph';
import type { WeightsHeader } from '../weights';
import { channelMeans, pixelNorm, unfolded } from './layers';
import { FLOAT } from './network';
import type { PictureNetwork } from './network';
import { tensorsWith } from './tensors';

/** NAFNet (Chen et al. 2022, arXiv 2204.04676): a U-Net whose only nonlinearity is the product of two halves of its channels. */
type Config = {
  width: number;
  colours: number;
  /** Blocks of each level on the way down, at the bottom and on the way up. */
  down: readonly number[];
  middle: number;
  up: readonly number[];
};

const EPS = 1e-6;

export function recogniseNafnet(header: WeightsHeader): PictureNetwork | null {
  const tensors = tensorsWith(header, [
    ...['intro.weight', 'ending.weight', 'middle_blks.0.beta', 'middle_blks.0.sca.1.weight'],
    'encoders.0.0.gamma'
  ]);
  if (!tensors) {
    return null;
  }
  const [width, colours] = tensors.at('intro.weight');
  const levels = (list: string): number[] =>
    Array.from({ length: tensors.length(list, '0.beta') }, (_, i) => tensors.length(`${list}.${i}`, 'beta'));
  const config = {
    ...{ width, colours, down: levels('encoders'), up: levels('decoders') },
    middle: tensors.length('middle_blks', 'beta')
  };
  const coarsest = 2 ** config.down.length;
  return {
    architecture: 'NAFNet',
    scale: 1,
    channels: { in: colours, out: colours },
    tags: [`${width}w`],
    framing: { border: 0, multiple: coarsest, beyond: 'zero' },
    sight: { kind: 'average', pixels: 2 * coarsest },
    bytesPerPixel: FLOAT * 10 * width,
    build: (g, picture) => nafnet(g, config, picture),
    spell: name => [tensors.prefix + name]
  };
}

function nafnet(g: Graph, { width, colours, down, middle, up }: Config, picture: Value): Value {
  let x = conv(g, 'intro', picture, width, 3);
  let channels = width;
  const skips: Value[] = [];
  down.forEach((blocks, i) => {
    x = allBlocks(g.at(`encoders.${i}`), x, blocks);
    skips.push(x);
    channels *= 2;
    x = conv(g, `downs.${i}`, x, channels, 2, { stride: 2, pads: [0, 0] });
  });
  x = allBlocks(g.at('middle_blks'), x, middle);
  up.forEach((blocks, i) => {
    const large = unfolded(g, conv(g, `ups.${i}.0`, x, 2 * channels, 1, { bias: false }), 2);
    channels /= 2;
    x = allBlocks(g.at(`decoders.${i}`), add(g, large, skips.pop()!), blocks);
  });
  return add(g, conv(g, 'ending', x, colours, 3), picture);
}

function allBlocks(g: Graph, x: Value, count: number): Value {
  return Array.from({ length: count }, (_, i) => i).reduce((h, i) => block(g.at(String(i)), h), x);
}

function block(g: Graph, x: Value): Value {
  const width = x.shape[1] as number;
  const normed = pixelNorm(g, 'norm1', x, EPS);
  const gated = halves(
    width,
    slice => {
      const wide = conv(g, 'conv1', normed, 2 * width, 1, { slice });
      return conv(g, 'conv2', wide, 2 * width, 3, { depthwise: true, slice });
    },
    g
  );
  const weighed = mul(g, gated, conv(g, 'sca.1', channelMeans(g, gated), width, 1));
  const y = add(g, x, weighted(g, 'beta', conv(g, 'conv3', weighed, width, 1)));
  const next = pixelNorm(g, 'norm2', y, EPS);
  const fed = halves(width, slice => conv(g, 'conv4', next, 2 * width, 1, { slice }), g);
  return add(g, y, weighted(g, 'gamma', conv(g, 'conv5', fed, width, 1)));
}

/** The product of the two halves of a layer's outputs, each computed by itself. */
function halves(width: number, part: (slice: readonly [number, number]) => Value, g: Graph): Value {
  return mul(g, part([0, width]), part([width, 2 * width]));
}

function weighted(g: Graph, name: string, x: Value): Value {
  return mul(g, x, g.weight(name, [1, x.shape[1] as number, 1, 1]));
}
