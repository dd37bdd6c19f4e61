import { add, attention, conv, gelu, layerNorm, linear, toPicture, toRows } from '../graph';
import type { Graph, Value } from '../graph';
import type { WeightsHeader } from '../weights';
import { centred, readSteps, reconstructed, scaled, squeezed, uncentred } from './layers';
import type { Steps } from './layers';
import { FLOAT } from './network';
import type { PictureNetwork } from './network';
import { mlp, swinAttention } from './swinir';
import { root, tensorsWith } from './tensors';
import type { Tensors } from './tensors';
import { inWindows, outOfWindows, positionBias, projected, relativeIndex, windowsOf } from './windows';
import type { Windows } from './windows';

/** HAT (Chen et al. 2023, arXiv 2205.04437): SwinIR's blocks with channel attention beside, and windows that see over their edges. */
type Config = {
  width: number;
  hidden: number;
  window: number;
  /** Pixels that the last block of a group sees around its windows. */
  overlap: number;
  groups: readonly { heads: number; blocks: number }[];
  /** Channels of the convolutions beside attention, and of their gate. */
  narrow: number;
  squeeze: number;
  steps: Steps;
  features: number;
  colours: number;
};

const EPS = 1e-5;
const GROUP = 'residual_group';
/** What of the convolutions beside attention is added: no file says it, every published one was trained with it. */
const CONV_SCALE = 0.01;
const CAB = `layers.0.${GROUP}.blocks.0.conv_block.cab`;
const OVERLAP_TABLE = `${GROUP}.overlap_attn.relative_position_bias_table`;
const BUFFERS = /^(relative_position_index_(SA|OCA)|attn_mask)$/;

export function recogniseHat(header: WeightsHeader): PictureNetwork | null {
  const tensors = tensorsWith(header, [
    ...['conv_first.weight', `layers.0.${GROUP}.blocks.0.attn.relative_position_bias_table`],
    ...[`${CAB}.0.weight`, `layers.0.${OVERLAP_TABLE}`]
  ]);
  if (!tensors) {
    return null;
  }
  const config = readConfig(tensors);
  const { width, window, overlap, colours, features, steps } = config;
  const scale = steps.reduce((a, b) => a * b, 1);
  const heads = Math.max(...config.groups.map(group => group.heads));
  return {
    architecture: 'HAT',
    scale,
    channels: { in: colours, out: colours },
    tags: tagsOf(config, tensors),
    framing: { border: 0, multiple: window, beyond: 'mirror' },
    sight: { kind: 'average', pixels: window + overlap },
    bytesPerPixel:
      FLOAT *
      (10 * width + config.hidden + 3 * heads * (window + 2 * overlap) ** 2 + 3 * features * scale ** 2),
    build: (g, picture) => hat(g, config, picture),
    spell: name => [tensors.prefix + name],
    unused: BUFFERS
  };
}

function readConfig(tensors: Tensors): Config {
  const [width, colours] = tensors.at('conv_first.weight');
  const window =
    (root(tensors.at(`layers.0.${GROUP}.blocks.0.attn.relative_position_bias_table`)[0]) + 1) / 2;
  // The table has an entry for each distance between a pixel of a window and one of the larger window around it.
  const large = root(tensors.at(`layers.0.${OVERLAP_TABLE}`)[0]) + 1 - window;
  const groups = Array.from({ length: tensors.length('layers', OVERLAP_TABLE) }, (_, i) => ({
    blocks: tensors.length(`layers.${i}.${GROUP}.blocks`, 'norm1.weight'),
    heads: tensors.at(`layers.${i}.${OVERLAP_TABLE}`)[1]
  }));
  const { steps, features } = readSteps(tensors);
  return {
    ...{ width, colours, window, groups, steps, features },
    overlap: (large - window) / 2,
    hidden: tensors.at(`layers.0.${GROUP}.blocks.0.mlp.fc1.weight`)[0],
    narrow: tensors.at(`${CAB}.0.weight`)[0],
    squeeze: tensors.at(`${CAB}.3.attention.1.weight`)[0]
  };
}

function tagsOf({ groups, width, narrow, window, features }: Config, tensors: Tensors): string[] {
  const size = groups.length >= 9 ? 'large' : width / narrow > 4 ? 'small' : 'medium';
  const residual = tensors.has('conv_after_body.weight') ? '1conv' : 'identity';
  return [size, `s64w${window}`, `${features}nf`, `${width}dim`, residual];
}

function hat(g: Graph, config: Config, picture: Value): Value {
  const first = conv(g, 'conv_first', centred(g, picture, 1), config.width, 3);
  const h = add(g, convolved(g, 'conv_after_body', body(g, config, first)), first);
  return uncentred(g, reconstructed(g, h, config.steps, config.features, config.colours), 1);
}

/** The convolution before a residual connection, which some networks do without. */
function convolved(g: Graph, name: string, x: Value): Value {
  return g.has(`${name}.weight`) ? conv(g, name, x, x.shape[1] as number, 3) : x;
}

/** What all blocks share. */
type Shared = Config & {
  like: Value;
  still: Windows;
  shifted: Windows;
  wide: Windows;
  near: Value;
  far: Value;
};

function body(g: Graph, config: Config, first: Value): Value {
  const { window, overlap, groups } = config;
  const cut = { height: window, width: window };
  const half = Math.floor(window / 2);
  const shared: Shared = {
    ...config,
    like: first,
    still: windowsOf(g, first, cut),
    shifted: windowsOf(g, first, { ...cut, shift: [half, half] }),
    wide: windowsOf(g, first, { ...cut, overlap }),
    near: g.ints(relativeIndex(window, window)),
    far: g.ints(overlapIndex(window, overlap))
  };
  let x = toRows(g, first);
  if (g.has('patch_embed.norm.weight')) {
    x = layerNorm(g, 'patch_embed.norm', x, EPS);
  }
  groups.forEach(({ heads, blocks }, i) => {
    const at = g.at(`layers.${i}`);
    let h = x;
    for (let n = 0; n < blocks; n++) {
      h = block(at.at(`${GROUP}.blocks.${n}`), h, n % 2 === 0 ? shared.still : shared.shifted, heads, shared);
    }
    h = overlapBlock(at.at(`${GROUP}.overlap_attn`), h, heads, shared);
    x = add(g, toRows(g, convolved(at, 'conv', toPicture(g, h, first))), x);
  });
  return toPicture(g, layerNorm(g, 'norm', x, EPS), first);
}

/** Attention in windows and convolutions gated by their channels' means, side by side. */
function block(g: Graph, x: Value, windows: Windows, heads: number, shared: Shared): Value {
  const { window, near, hidden, narrow, squeeze, width, like } = shared;
  const normed = layerNorm(g, 'norm1', x, EPS);
  const inner = gelu(g, conv(g, 'conv_block.cab.0', toPicture(g, normed, like), narrow, 3));
  const outer = conv(g, 'conv_block.cab.2', inner, width, 3);
  const gate = ['conv_block.cab.3.attention.1', 'conv_block.cab.3.attention.3'] as const;
  const beside = scaled(g, toRows(g, squeezed(g, gate, outer, squeeze)), CONV_SCALE);
  const attended = swinAttention(g, normed, windows, { heads, window, index: near, hidden });
  const h = add(g, add(g, x, attended), beside);
  return add(g, h, mlp(g, layerNorm(g, 'norm2', h, EPS), hidden));
}

/** Pixels of a window attend to those of a larger one around it. */
function overlapBlock(g: Graph, x: Value, heads: number, shared: Shared): Value {
  const { window, still, wide, far, width, hidden } = shared;
  const normed = layerNorm(g, 'norm1', x, EPS);
  const q = inWindows(g, projected(g, 'qkv', normed, 0, width), still);
  const [k, v] = [1, 2].map(part => inWindows(g, projected(g, 'qkv', normed, part, width), wide));
  const entries = (window + Math.sqrt(wide.size) - 1) ** 2;
  const bias = positionBias(g, g.weight('relative_position_bias_table', [entries, heads]), far, {
    size: window ** 2,
    seen: wide.size,
    heads
  });
  const attended = outOfWindows(g, attention(g, q, k, v, heads, bias), still);
  const h = add(g, linear(g, 'proj', attended, width), x);
  return add(g, h, mlp(g, layerNorm(g, 'norm2', h, EPS), hidden));
}

/** The authors' numbering of distances, which begins below 0: those are counted from the table's end. */
function overlapIndex(window: number, overlap: number): number[] {
  const large = window + 2 * overlap;
  const pixels = (side: number): number[][] =>
    Array.from({ length: side ** 2 }, (_, i) => [Math.floor(i / side), i % side]);
  const [start, row] = [window - large + 1, window + large - 1];
  return pixels(window).flatMap(([y, x]) =>
    pixels(large).map(([v, u]) => {
      const entry = (v - y + start) * row + (u - x + start);
      return entry < 0 ? entry + row ** 2 : entry;
    })
  );
}
