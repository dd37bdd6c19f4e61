import { add, concatChannels, conv, upsampledConv } from '../graph';
import type { Graph, Value } from '../graph';
import { channelsTimes, folded, leaky } from './layers';
import { FLOAT } from './network';
import type { PictureNetwork } from './network';
import { root, tensorsWith } from './tensors';
import type { Tensors } from './tensors';
import type { WeightsHeader } from '../weights';

/** RRDBNet (Wang et al. 2018, arXiv 1809.00219): blocks of densely joined convolutions, then doublings of the size. */
type Config = {
  features: number;
  growth: number;
  blocks: number;
  doublings: number;
  /** How many pixels of a side are folded into channels first (Real-ESRGAN's models of scale 2 and 1). */
  unshuffle: number;
  colours: number;
};

const SLOPE = 0.2;
/** What of a block is added to what came into it. */
const RESIDUAL = 0.2;
/** Pixels that nearly all of a result is told from: the convolutions one behind the other reach several hundred. */
const SEEN = 16;

/** ESRGAN, Real-ESRGAN and BSRGAN under the names of three generations of the code, ESRGAN+ among them. */
export function recogniseEsrgan(header: WeightsHeader): PictureNetwork | null {
  for (const naming of NAMINGS) {
    const tensors = naming.marks.map(marks => tensorsWith(header, marks)).find(found => found !== undefined);
    if (tensors) {
      return networkOf(readConfig(naming, tensors), naming, tensors);
    }
  }
  return null;
}

function networkOf(config: Config, naming: Naming, tensors: Tensors): PictureNetwork {
  const { features, blocks, doublings, unshuffle, colours } = config;
  const plus = tensors.names.some(name => name.includes('.conv1x1.'));
  return {
    architecture: 'ESRGAN',
    scale: 2 ** doublings / unshuffle,
    channels: { in: colours, out: colours },
    tags: [
      ...(plus ? ['ESRGAN+'] : []),
      `${features}nf`,
      `${blocks}nb`,
      ...(unshuffle > 1 ? ['unshuffle'] : [])
    ],
    framing: { border: 0, multiple: unshuffle, beyond: 'mirror' },
    sight: { kind: 'fading', pixels: SEEN * unshuffle },
    // At the end two layers of features of the large picture, and their input.
    bytesPerPixel: (FLOAT * 3 * features * 4 ** doublings) / unshuffle ** 2,
    build: (g, picture) => rrdbNet(g, config, picture),
    spell: name => [tensors.prefix + naming.spell(name, config)]
  };
}

type Naming = {
  /** Tensors that every file of this generation has, one set of them. */
  marks: readonly (readonly string[])[];
  first: string;
  last: (doublings: number) => string;
  /** The k-th convolution of the d-th dense block of block n. */
  block(n: number, d: number, k: number): string;
  doublings(tensors: Tensors): number;
  spell(name: string, config: Config): string;
};

const DENSE = /^body\.(\d+)\.rdb(\d)\.conv(\w+)\./;

const NAMINGS: readonly Naming[] = [
  {
    marks: [['conv_first.weight', 'body.0.rdb1.conv1.weight']],
    first: 'conv_first',
    last: () => 'conv_last',
    block: (n, d, k) => `body.${n}.rdb${d}.conv${k}`,
    doublings: tensors => tensors.count(i => `conv_up${i + 1}.weight`),
    spell: name => name
  },
  {
    marks: [['conv_first.weight', 'RRDB_trunk.0.RDB1.conv1.weight']],
    first: 'conv_first',
    last: () => 'conv_last',
    block: (n, d, k) => `RRDB_trunk.${n}.RDB${d}.conv${k}`,
    doublings: tensors => tensors.count(i => `upconv${i + 1}.weight`),
    spell: name =>
      name
        .replace(DENSE, 'RRDB_trunk.$1.RDB$2.conv$3.')
        .replace(/^conv_body\./, 'trunk_conv.')
        .replace(/^conv_up/, 'upconv')
        .replace(/^conv_hr\./, 'HRconv.')
  },
  {
    marks: [
      ['model.0.weight', 'model.1.sub.0.RDB1.conv1.0.weight'],
      ['model.0.weight', 'model.1.sub.0.RDB1.conv1x1.weight']
    ],
    first: 'model.0',
    last: doublings => `model.${3 * doublings + 4}`,
    block: (n, d, k) => `model.1.sub.${n}.RDB${d}.conv${k}.0`,
    // Each doubling takes three places of the sequence; the first convolution, the blocks and the last three layers take the rest.
    doublings: tensors => {
      const places = tensors.names.map(name => Number(/^model\.(\d+)\.weight$/.exec(name)?.[1] ?? 0));
      return (Math.max(...places) - 4) / 3;
    },
    spell: (name, { blocks, doublings }) =>
      name
        .replace(DENSE, (_, n, d, k) => `model.1.sub.${n}.RDB${d}.conv${k}${k === '1x1' ? '' : '.0'}.`)
        .replace(/^conv_first\./, 'model.0.')
        .replace(/^conv_body\./, `model.1.sub.${blocks}.`)
        .replace(/^conv_up(\d+)\./, (_, i) => `model.${3 * Number(i)}.`)
        .replace(/^conv_hr\./, `model.${3 * doublings + 2}.`)
        .replace(/^conv_last\./, `model.${3 * doublings + 4}.`)
  }
];

function readConfig(naming: Naming, tensors: Tensors): Config {
  const [features, channels] = tensors.at(`${naming.first}.weight`);
  const [growth = 0] = tensors.at(`${naming.block(0, 1, 1)}.weight`);
  const blocks = tensors.count(n => `${naming.block(n, 1, 1)}.weight`);
  const doublings = naming.doublings(tensors);
  const [colours = NaN] = tensors.at(`${naming.last(doublings)}.weight`);
  return { features, growth, blocks, doublings, colours, unshuffle: root(channels / colours) };
}

function rrdbNet(g: Graph, config: Config, picture: Value): Value {
  const { features, blocks, doublings, colours } = config;
  const first = conv(g, 'conv_first', folded(g, picture, config.unshuffle), features, 3);
  let h = first;
  for (let n = 0; n < blocks; n++) {
    h = residualBlock(g.at(`body.${n}`), config, h);
  }
  h = add(g, first, conv(g, 'conv_body', h, features, 3));
  for (let i = 1; i <= doublings; i++) {
    h = upsampledConv(g, `conv_up${i}`, h, features, y => leaky(g, y, SLOPE));
  }
  return conv(g, 'conv_last', leaky(g, conv(g, 'conv_hr', h, features, 3), SLOPE), colours, 3);
}

/** Residual in residual: three dense blocks, a fifth of them added to what came in. */
function residualBlock(g: Graph, config: Config, x: Value): Value {
  const dense = ['rdb1', 'rdb2', 'rdb3'].reduce((h, name) => denseBlock(g.at(name), config, h), x);
  return add(g, channelsTimes(g, dense, RESIDUAL), x);
}

/** Each convolution sees all that came before it. ESRGAN+ (Rakotonirina & Rasoanaivo 2020) adds shortcuts around pairs. */
function denseBlock(g: Graph, { features, growth }: Config, x: Value): Value {
  let seen = x;
  let shortcut = g.has('conv1x1.weight') ? conv(g, 'conv1x1', x, growth, 1, { bias: false }) : null;
  for (let k = 1; k <= 4; k++) {
    let h = leaky(g, conv(g, `conv${k}`, seen, growth, 3), SLOPE);
    if (shortcut && k % 2 === 0) {
      h = add(g, h, shortcut);
      shortcut = h;
    }
    seen = concatChannels(g, seen, h);
  }
  return add(g, conv(g, 'conv5', seen, features, 3, { scale: RESIDUAL }), x);
}
