import { add, concatChannels, conv, gelu, layerNorm, linear, toPicture, toRows } from '../graph';
import type { Graph, Value } from '../graph';
import type { WeightsHeader } from '../weights';
import { doubledByTransposed } from './layers';
import { FLOAT } from './network';
import type { PictureNetwork } from './network';
import { tensorsWith } from './tensors';
import type { Tensors } from './tensors';
import { positionBias, relativeIndex, windowAttention, windowsOf } from './windows';
import type { Windows } from './windows';

/** SCUNet (Zhang et al. 2022, arXiv 2203.13278): a U-Net whose blocks convolve half of the channels and attend with the other. */
type Config = { width: number; window: number; colours: number; levels: readonly Level[] };

/** A list of blocks, each half as wide as the channels of its level, and what comes before or after them. */
type Level = {
  name: string;
  /** The first block's place in the list: what doubles the size comes before the blocks. */
  first: number;
  blocks: number;
  width: number;
  heads: readonly number[];
};

const EPS = 1e-5;
const [DOWN, BODY, UP] = [['m_down1', 'm_down2', 'm_down3'], 'm_body', ['m_up3', 'm_up2', 'm_up1']] as const;
const PARAMS = 'trans_block.msa.relative_position_params';
/** What spandrel fills pictures up to. */
const MULTIPLE = 64;

export function recogniseScunet(header: WeightsHeader): PictureNetwork | null {
  const tensors = tensorsWith(header, ['m_head.0.weight', 'm_tail.0.weight', `${BODY}.0.${PARAMS}`]);
  if (!tensors) {
    return null;
  }
  const config = readConfig(tensors);
  const { width, colours, window } = config;
  return {
    architecture: 'SCUNet',
    scale: 1,
    channels: { in: colours, out: colours },
    tags: [],
    framing: { border: 0, multiple: MULTIPLE, beyond: 'mirror' },
    sight: { kind: 'fading', pixels: MULTIPLE / 2 },
    bytesPerPixel: FLOAT * (8 * width + 3 * (config.levels[0].heads[0] ?? 1) * window ** 2),
    build: (g, picture) => scunet(g, config, picture),
    spell: name => [tensors.prefix + name]
  };
}

function readConfig(tensors: Tensors): Config {
  const [width, colours] = tensors.at('m_head.0.weight');
  const level = (name: string, first: number, times: number): Level => {
    const heads: number[] = [];
    while (tensors.has(`${name}.${first + heads.length}.${PARAMS}`)) {
      heads.push(tensors.at(`${name}.${first + heads.length}.${PARAMS}`)[0]);
    }
    return { name, first, blocks: heads.length, width: width * times, heads };
  };
  const [, side] = tensors.at(`${BODY}.0.${PARAMS}`);
  return {
    width,
    colours,
    window: (side + 1) / 2,
    levels: [
      ...DOWN.map((name, i) => level(name, 0, 2 ** i)),
      level(BODY, 0, 8),
      ...UP.map((name, i) => level(name, 1, 2 ** (2 - i)))
    ]
  };
}

function scunet(g: Graph, config: Config, picture: Value): Value {
  const { width, levels } = config;
  const index = g.ints(relativeIndex(config.window, config.window));
  const skips: Value[] = [conv(g, 'm_head.0', picture, width, 3, { bias: false })];
  const cuts: Cuts[] = [];
  for (const level of levels.slice(0, DOWN.length)) {
    const fine = skips[skips.length - 1];
    cuts.push(cutsOf(g, config, fine));
    const x = blocks(g, level, fine, cuts[cuts.length - 1], index);
    skips.push(
      conv(g, `${level.name}.${level.blocks}`, x, 2 * level.width, 2, {
        stride: 2,
        pads: [0, 0],
        bias: false
      })
    );
  }
  const coarse = skips[skips.length - 1];
  let x = blocks(g, levels[DOWN.length], coarse, cutsOf(g, config, coarse), index);
  for (const level of levels.slice(DOWN.length + 1)) {
    const fine = doubledByTransposed(g, `${level.name}.0`, add(g, x, skips.pop()!), level.width, 2, false);
    x = blocks(g, level, fine, cuts.pop()!, index);
  }
  return conv(g, 'm_tail.0', add(g, x, skips.pop()!), config.colours, 3, { bias: false });
}

type Cuts = { still: Windows; shifted: Windows; window: number };

function cutsOf(g: Graph, { window }: Config, like: Value): Cuts {
  const cut = { height: window, width: window };
  const half = Math.floor(window / 2);
  return {
    window,
    still: windowsOf(g, like, cut),
    shifted: windowsOf(g, like, { ...cut, shift: [half, half] }, -Infinity)
  };
}

function blocks(g: Graph, level: Level, x: Value, cuts: Cuts, index: Value): Value {
  return level.heads.reduce((h, heads, i) => {
    const windows = i % 2 === 0 ? cuts.still : cuts.shifted;
    return block(g.at(`${level.name}.${level.first + i}`), h, windows, { ...cuts, heads, index });
  }, x);
}

type BlockOptions = { heads: number; window: number; index: Value };

/** One half of the channels is convolved, the other attends; both are mixed and added to what came in. */
function block(g: Graph, x: Value, windows: Windows, options: BlockOptions): Value {
  const width = x.shape[1] as number;
  const half = width / 2;
  const [convolved, attended] = [0, 1].map(part =>
    conv(g, 'conv1_1', x, width, 1, { slice: [part * half, (part + 1) * half] })
  );
  const once = conv(g, 'conv_block.0', convolved, half, 3, { bias: false });
  const twice = conv(g, 'conv_block.2', g.op('Relu', [once], once.shape), half, 3, { bias: false });
  const rows = attend(g.at('trans_block'), toRows(g, attended), windows, options);
  const both = concatChannels(g, add(g, twice, convolved), toPicture(g, rows, attended));
  return add(g, x, conv(g, 'conv1_2', both, width, 1));
}

function attend(g: Graph, x: Value, windows: Windows, { heads, window, index }: BlockOptions): Value {
  const width = x.shape[1] as number;
  const [size, side] = [window ** 2, 2 * window - 1];
  const params = g.at('msa').weight('relative_position_params', [heads, side, side]);
  const table = g.op(
    'Transpose',
    [g.op('Reshape', [params, g.ints([heads, side ** 2])], [heads, side ** 2])],
    [side ** 2, heads]
  );
  const bias = positionBias(g, table, index, { size, seen: size, heads });
  const normed = layerNorm(g, 'ln1', x, EPS);
  const seen = windowAttention(g, normed, windows, { qkv: 'msa.embedding_layer', heads, bias });
  const h = add(g, x, linear(g, 'msa.linear', seen, width));
  const wide = gelu(g, linear(g, 'mlp.0', layerNorm(g, 'ln2', h, EPS), 4 * width));
  return add(g, h, linear(g, 'mlp.2', wide, width));
}
