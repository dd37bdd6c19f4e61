import { add, conv, gelu, layerNorm, linear, toPicture, toRows } from '../graph';
import type { Graph, Value } from '../graph';
import type { WeightsHeader } from '../weights';
import {
  centred,
  doubledByNearest,
  folded,
  readSteps,
  reconstructed,
  residualConv,
  leaky,
  uncentred,
  unfolded
} from './layers';
import type { Steps } from './layers';
import { FLOAT } from './network';
import type { PictureNetwork } from './network';
import { root, tensorsWith } from './tensors';
import type { Tensors } from './tensors';
import { positionBias, relativeIndex, windowAttention, windowsOf } from './windows';
import type { Windows } from './windows';

/** SwinIR (Liang et al. 2021, arXiv 2108.10257): blocks of attention in windows, every second time shifted by half of one. */
type Config = {
  width: number;
  hidden: number;
  window: number;
  /** Heads of attention and blocks of each group. */
  groups: readonly { heads: number; blocks: number }[];
  /** How the picture comes back: in steps, in one, by nearest doublings, or as what is added to the picture. */
  end: 'steps' | 'direct' | 'nearest' | 'added';
  steps: Steps;
  features: number;
  scale: number;
  unshuffle: number;
  range: number;
  colours: number;
};

const EPS = 1e-5;
const GROUP = 'residual_group.blocks';
const MARKS = ['norm1.weight', 'mlp.fc1.bias', 'attn.relative_position_bias_table'].map(
  name => `layers.0.${GROUP}.0.${name}`
);
/** The window of the networks for JPEG alone, which take levels instead of shares. */
const JPEG_WINDOW = 7;
/** What the file says beside the weights; an index of positions is the same for all windows of a size. */
const BUFFERS = /(\.attn_mask|\.relative_position_index)$/;

export function recogniseSwinir(header: WeightsHeader): PictureNetwork | null {
  const tensors =
    tensorsWith(header, ['conv_first.weight', ...MARKS]) ??
    tensorsWith(header, ['conv_first.1.weight', ...MARKS]);
  if (!tensors) {
    return null;
  }
  const config = readConfig(tensors);
  const { width, window, unshuffle, colours, hidden } = config;
  return {
    architecture: 'SwinIR',
    scale: config.scale / unshuffle,
    channels: { in: colours, out: colours },
    tags: tagsOf(config, tensors),
    framing: { border: 0, multiple: window * unshuffle, beyond: 'mirror' },
    sight: { kind: 'fading', pixels: 2 * window * unshuffle },
    bytesPerPixel:
      (FLOAT * (8 * width + hidden + 3 * Math.max(...config.groups.map(each => each.heads)) * window ** 2) +
        3 *
          FLOAT *
          config.features *
          config.scale ** 2 *
          Number(config.end !== 'direct' && config.end !== 'added')) /
      unshuffle ** 2,
    build: (g, picture) => swinir(g, config, picture),
    spell: name => [tensors.prefix + name, tensors.prefix + name.replace(/^conv_first\./, 'conv_first.1.')],
    unused: BUFFERS
  };
}

function readConfig(tensors: Tensors): Config {
  const unshuffled = tensors.has('conv_first.1.weight');
  const [width, channels] = tensors.of('conv_first.weight', 'conv_first.1.weight');
  const unshuffle = unshuffled ? root(Math.floor(channels / 3)) : 1;
  const colours = channels / unshuffle ** 2;
  const [entries] = tensors.at(MARKS[2]);
  const window = (root(entries) + 1) / 2;
  const groups = Array.from({ length: tensors.length('layers', `${GROUP}.0.norm1.weight`) }, (_, i) => ({
    blocks: tensors.length(`layers.${i}.${GROUP}`, 'norm1.weight'),
    heads: tensors.at(`layers.${i}.${GROUP}.0.attn.relative_position_bias_table`)[1]
  }));
  const { steps, features } = readSteps(tensors);
  const doublings = tensors.count(i => `conv_up${i + 1}.weight`);
  const end = !tensors.has('conv_before_upsample.0.weight')
    ? tensors.has('upsample.0.weight')
      ? 'direct'
      : 'added'
    : doublings > 0
      ? 'nearest'
      : 'steps';
  const direct = end === 'direct' ? root(tensors.at('upsample.0.weight')[0] / colours) : 1;
  const scale = { direct, added: 1, nearest: 2 ** doublings, steps: steps.reduce((a, b) => a * b, 1) }[end];
  return {
    ...{ width, window, groups, end, steps, scale, unshuffle, colours },
    hidden: tensors.at(MARKS[1])[0],
    features: end === 'nearest' ? tensors.at('conv_up1.weight')[0] : end === 'steps' ? features : 64,
    range: window === JPEG_WINDOW ? 255 : 1
  };
}

function tagsOf({ groups, window, features, width, unshuffle }: Config, tensors: Tensors): string[] {
  const [masks = NaN] = tensors.at(`layers.0.${GROUP}.1.attn_mask`);
  const side = Number.isNaN(masks) ? 64 : Math.trunc(Math.sqrt(masks) * window);
  const size = groups.length <= 4 ? 'small' : groups.length < 9 ? 'medium' : 'large';
  const residual = tensors.has('conv_after_body.weight') ? '1conv' : '3conv';
  return [size, `s${side}w${window}`, `${features}nf`, `${width}dim`, residual, `${unshuffle}unshuf`];
}

function swinir(g: Graph, config: Config, picture: Value): Value {
  const { width, end, steps, features, unshuffle, range, colours } = config;
  const x = folded(g, centred(g, picture, range), unshuffle);
  const first = conv(g, 'conv_first', x, width, 3);
  const h = add(g, residualConv(g, 'conv_after_body', body(g, config, first)), first);
  return uncentred(g, ended(), range);

  function ended(): Value {
    switch (end) {
      case 'steps':
        return reconstructed(g, h, steps, features, colours);
      case 'direct':
        return enlargedDirectly(g, h, config);
      case 'nearest': {
        const before = leaky(g, conv(g, 'conv_before_upsample.0', h, features, 3), 0.01);
        return doubledByNearest(g, before, Math.log2(config.scale), features, colours);
      }
      case 'added':
        return add(g, x, conv(g, 'conv_last', h, colours * unshuffle ** 2, 3));
    }
  }
}

function enlargedDirectly(g: Graph, h: Value, { scale, colours }: Config): Value {
  return unfolded(g, conv(g, 'upsample.0', h, colours * scale ** 2, 3), scale);
}

/** Groups of blocks on the pixels as rows; each group ends in a convolution and is added to what came in. */
function body(g: Graph, { window, groups, hidden }: Config, first: Value): Value {
  const cut = { height: window, width: window };
  const half = Math.floor(window / 2);
  const still = windowsOf(g, first, cut);
  const shifted = windowsOf(g, first, { ...cut, shift: [half, half] });
  const index = g.ints(relativeIndex(window, window));
  let x = toRows(g, first);
  if (g.has('patch_embed.norm.weight')) {
    x = layerNorm(g, 'patch_embed.norm', x, EPS);
  }
  groups.forEach(({ heads, blocks }, i) => {
    const before = x;
    for (let n = 0; n < blocks; n++) {
      const at = g.at(`layers.${i}.${GROUP}.${n}`);
      x = swinBlock(at, x, n % 2 === 0 ? still : shifted, { heads, window, index, hidden });
    }
    const group = residualConv(g.at(`layers.${i}`), 'conv', toPicture(g, x, first));
    x = add(g, toRows(g, group), before);
  });
  return toPicture(g, layerNorm(g, 'norm', x, EPS), first);
}

export type SwinOptions = { heads: number; window: number; index: Value; hidden: number };

function swinBlock(g: Graph, x: Value, windows: Windows, options: SwinOptions): Value {
  const attended = add(g, x, swinAttention(g, layerNorm(g, 'norm1', x, EPS), windows, options));
  return add(g, attended, mlp(g, layerNorm(g, 'norm2', attended, EPS), options.hidden));
}

/** Attention in square windows, with what a table adds for how far two pixels lie apart. */
export function swinAttention(
  g: Graph,
  x: Value,
  windows: Windows,
  { heads, window, index }: SwinOptions
): Value {
  const table = g.at('attn').weight('relative_position_bias_table', [(2 * window - 1) ** 2, heads]);
  const bias = positionBias(g, table, index, { size: window ** 2, seen: window ** 2, heads });
  const attended = windowAttention(g, x, windows, { qkv: 'attn.qkv', heads, bias });
  return linear(g, 'attn.proj', attended, x.shape[1] as number);
}

export function mlp(g: Graph, x: Value, hidden: number): Value {
  return linear(g, 'mlp.fc2', gelu(g, linear(g, 'mlp.fc1', x, hidden)), x.shape[1] as number);
}
