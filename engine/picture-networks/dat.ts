import {
  add,
  attention,
  conv,
  gelu,
  gemm,
  layerNorm,
  linear,
  mul,
  reshape,
  toPicture,
  toRows,
  transpose
} from '../graph';
import type { Graph, Value } from '../graph';
import type { WeightsHeader } from '../weights';
import {
  batchNorm,
  centred,
  channelMeans,
  readSteps,
  reconstructed,
  residualConv,
  sigmoid,
  uncentred,
  unfolded
} from './layers';
import type { Steps } from './layers';
import { FLOAT } from './network';
import type { PictureNetwork } from './network';
import { root, tensorsWith } from './tensors';
import type { Tensors } from './tensors';
import { inWindows, masked, outOfWindows, positionBias, relativeIndex, windowsOf } from './windows';
import type { Windows } from './windows';

/** DAT (Chen et al. 2023, arXiv 2308.03364): blocks of attention between pixels of windows and between channels in turn. */
type Config = {
  width: number;
  /** Rows and columns of the windows of one half of the channels; the other half's lie across. */
  window: readonly [number, number];
  groups: readonly { heads: number; blocks: number }[];
  hidden: number;
  /** Steps at the end; null where the pixels are unfolded at once. */
  steps: Steps | null;
  features: number;
  scale: number;
  colours: number;
};

const EPS = 1e-5;
const ATTENTION = 'layers.0.blocks.0.attn.attns.0';
const BUFFERS = /(\.attn_mask_[01]|\.relative_position_index|\.rpe_biases|\.num_batches_tracked)$/;

export function recogniseDat(header: WeightsHeader): PictureNetwork | null {
  const tensors = tensorsWith(header, [
    ...['conv_first.weight', 'before_RG.1.weight', 'layers.0.blocks.0.ffn.fc1.weight'],
    ...[`${ATTENTION}.rpe_biases`, `${ATTENTION}.pos.pos_proj.weight`]
  ]);
  if (!tensors) {
    return null;
  }
  const config = readConfig(tensors);
  const { width, window, hidden, colours, scale, features, steps } = config;
  const heads = Math.max(...config.groups.map(group => group.heads));
  return {
    architecture: 'DAT',
    scale,
    channels: { in: colours, out: colours },
    tags: tagsOf(config, tensors),
    framing: { border: 0, multiple: 1, beyond: 'zero' },
    sight: { kind: 'average', pixels: Math.max(...window) },
    grid: Math.max(...window),
    bytesPerPixel:
      FLOAT *
      (12 * width + hidden + 2 * heads * window[0] * window[1] + (steps ? 3 * features * scale ** 2 : 0)),
    build: (g, picture) => dat(g, config, picture),
    spell: name => [tensors.prefix + name],
    unused: BUFFERS
  };
}

function readConfig(tensors: Tensors): Config {
  const [width, colours] = tensors.at('conv_first.weight');
  const groups = Array.from({ length: tensors.length('layers', 'blocks.0.norm1.weight') }, (_, i) => {
    const blocks = tensors.length(`layers.${i}.blocks`, 'norm1.weight');
    const temperatures = tensors.at(`layers.${i}.blocks.1.attn.temperature`)[0];
    const half = tensors.at(`layers.${i}.blocks.0.attn.attns.0.pos.pos3.2.weight`)[0];
    return { blocks, heads: temperatures ?? 2 * half };
  });
  const inSteps = tensors.has('conv_last.weight');
  const { steps, features } = readSteps(tensors);
  const scale = inSteps
    ? steps.reduce((a, b) => a * b, 1)
    : root(tensors.of('upsample.0.weight')[0] / colours);
  return {
    ...{ width, colours, groups, scale, steps: inSteps ? steps : null, features },
    window: windowOf(tensors),
    hidden: tensors.at('layers.0.blocks.0.ffn.fc1.weight')[0]
  };
}

/**
 * Rows and columns of the first half's windows: one less than the last distance that the file lists. Where only shapes are known, from
 * how many distances and pixels there are, as authors have it with more columns than rows.
 */
function windowOf(tensors: Tensors): [number, number] {
  const distances = tensors.values(`${ATTENTION}.rpe_biases`);
  if (distances) {
    return [distances[distances.length - 2] + 1, distances[distances.length - 1] + 1];
  }
  const [count] = tensors.at(`${ATTENTION}.rpe_biases`);
  const [pixels] = tensors.at(`${ATTENTION}.relative_position_index`);
  // (2h − 1)(2w − 1) = count and h·w = pixels.
  const sum = (4 * pixels + 1 - count) / 2;
  const apart = root(sum ** 2 - 4 * pixels);
  return [(sum - apart) / 2, (sum + apart) / 2];
}

function tagsOf({ groups, window, width, features, hidden }: Config, tensors: Tensors): string[] {
  const mask = tensors.at('layers.0.blocks.2.attn.attn_mask_0');
  const side = mask.length > 0 ? Math.trunc(Math.sqrt(mask[0] * mask[1])) : 64;
  const size = groups.length < 4 ? 'light' : window[0] === 8 && window[1] === 16 ? 'small' : 'medium';
  const factor = hidden / width;
  const residual = tensors.has('conv_after_body.weight') ? '1conv' : '3conv';
  return [
    size,
    `s${side}|${window.join('x')}`,
    `${features}nf`,
    `${width}dim`,
    `${Number.isInteger(factor) ? factor.toFixed(1) : factor}ef`,
    residual
  ];
}

function dat(g: Graph, config: Config, picture: Value): Value {
  const { width, steps, features, scale, colours } = config;
  const first = conv(g, 'conv_first', centred(g, picture, 1), width, 3);
  const h = add(g, residualConv(g, 'conv_after_body', body(g, config, first)), first);
  const enlarged = steps
    ? reconstructed(g, h, steps, features, colours)
    : unfolded(g, conv(g, 'upsample.0', h, colours * scale ** 2, 3), scale);
  return uncentred(g, enlarged, 1);
}

/** What the blocks share: for each half of the channels its windows, still and shifted, and the numbering of distances in them. */
type Shared = Config & { like: Value; halves: readonly Half[] };
type Half = { height: number; width: number; still: Windows; shifted: Windows; index: Value };

function body(g: Graph, config: Config, first: Value): Value {
  const [rows, columns] = config.window;
  const multiple = Math.max(rows, columns);
  const half = (height: number, width: number): Half => {
    const cut = { height, width, multiple };
    const shift = [Math.floor(height / 2), Math.floor(width / 2)] as const;
    return {
      ...{ height, width, index: g.ints(relativeIndex(height, width)) },
      still: windowsOf(g, first, cut),
      shifted: windowsOf(g, first, { ...cut, shift })
    };
  };
  const shared: Shared = { ...config, like: first, halves: [half(rows, columns), half(columns, rows)] };
  let x = layerNorm(g, 'before_RG.1', toRows(g, first), EPS);
  config.groups.forEach(({ heads, blocks }, i) => {
    const at = g.at(`layers.${i}`);
    let h = x;
    for (let n = 0; n < blocks; n++) {
      const shifted = i % 2 === 0 ? n > 0 && (n - 2) % 4 === 0 : n % 4 === 0;
      h = block(at.at(`blocks.${n}`), h, { heads, channels: n % 2 === 1, shifted }, shared);
    }
    x = add(g, toRows(g, residualConv(at, 'conv', toPicture(g, h, first))), x);
  });
  return toPicture(g, layerNorm(g, 'norm', x, EPS), first);
}

type BlockKind = { heads: number; channels: boolean; shifted: boolean };

function block(g: Graph, x: Value, { heads, channels, shifted }: BlockKind, shared: Shared): Value {
  const at = g.at('attn');
  const normed = layerNorm(g, 'norm1', x, EPS);
  const mixed = channels
    ? channelAttention(at, normed, heads, shared)
    : spatialAttention(at, normed, heads, shifted, shared);
  const h = add(g, x, linear(at, 'proj', toRows(g, mixed), shared.width));
  return add(g, h, gatedFeedForward(g.at('ffn'), layerNorm(g, 'norm2', h, EPS), shared));
}

/** Queries, keys or values of the channels [from, to). */
function part(
  g: Graph,
  x: Value,
  which: number,
  [from, to]: readonly [number, number],
  width: number
): Value {
  const slice = [which * width + from, which * width + to] as const;
  return linear(g, 'qkv', x, 3 * width, { bias: g.has('qkv.bias'), slice });
}

/** Each half of the channels attends in its own windows; a convolution of all values beside, and each gates the other. */
function spatialAttention(g: Graph, x: Value, heads: number, shifted: boolean, shared: Shared): Value {
  const { width, halves, like } = shared;
  const values: Value[] = [];
  const attended = halves.map(({ still, shifted: moved, ...half }, i) => {
    const range = [(i * width) / 2, ((i + 1) * width) / 2] as const;
    const windows = shifted ? moved : still;
    const [q, k, v] = [0, 1, 2].map(which => part(g, x, which, range, width));
    values.push(v);
    const bias = distanceBias(g.at(`attns.${i}`), half, heads / 2, windows.size, width / 2);
    const [inQ, inK, inV] = [q, k, v].map(rows => inWindows(g, rows, windows));
    return outOfWindows(g, attention(g, inQ, inK, inV, heads / 2, masked(g, bias, windows, inQ)), windows);
  });
  const joined = (rows: readonly Value[]): Value =>
    toPicture(g, g.op('Concat', rows, [null, width], { attributes: { axis: 1 } }), like);
  const beside = convolved(g, joined(values));
  const seen = joined(attended);
  const gates = { channels: channelGate(g, beside), pixels: pixelGate(g, seen) };
  return add(g, mul(g, seen, gates.channels), mul(g, beside, gates.pixels));
}

/** Channels attend to one another (Ali et al. 2021, XCiT): by how alike they are over all pixels. */
function channelAttention(g: Graph, x: Value, heads: number, { width, like }: Shared): Value {
  const [q, k, v] = [0, 1, 2].map(which => {
    const rows = part(g, x, which, [0, width], width);
    return reshape(g, transpose(g, rows, [1, 0]), [heads, width / heads, -1]);
  });
  const alike = g.op('MatMul', [q, transpose(g, k, [0, 2, 1])], [heads, width / heads, width / heads]);
  const lengths = g.op('Mul', [lengthOf(g, q), transpose(g, lengthOf(g, k), [0, 2, 1])], alike.shape);
  const cosines = g.op('Div', [alike, lengths], alike.shape);
  const warm = g.op('Mul', [cosines, g.weight('temperature', [heads, 1, 1])], alike.shape);
  const shares = g.op('Softmax', [warm], alike.shape, { attributes: { axis: -1 } });
  const picture = (value: Value): Value => g.op('Reshape', [value, g.op('Shape', [like], [4])], like.shape);
  const attended = picture(g.op('MatMul', [shares, v], v.shape));
  const beside = convolved(g, picture(v));
  const gates = { pixels: pixelGate(g, beside), channels: channelGate(g, attended) };
  return add(g, mul(g, attended, gates.pixels), mul(g, beside, gates.channels));
}

/** Lengths of vectors (heads, c, n), (heads, c, 1); torch's `normalize` takes none as shorter than 1e-12. */
function lengthOf(g: Graph, x: Value): Value {
  const [heads, width] = x.shape;
  const length = g.op('ReduceL2', [x, g.ints([2])], [heads, width, 1]);
  return g.op('Max', [length, g.floats([1e-12], [])], length.shape);
}

function convolved(g: Graph, x: Value): Value {
  const deep = conv(g, 'dwconv.0', x, x.shape[1] as number, 3, { depthwise: true });
  return gelu(g, batchNorm(g, 'dwconv.1', deep));
}

/** How much of each channel passes, by the channels' means. */
function channelGate(g: Graph, x: Value): Value {
  const width = x.shape[1] as number;
  const narrow = conv(g, 'channel_interaction.1', channelMeans(g, x), Math.floor(width / 8), 1);
  const inner = gelu(g, batchNorm(g, 'channel_interaction.2', narrow));
  return sigmoid(g, conv(g, 'channel_interaction.4', inner, width, 1));
}

/** How much of each pixel passes. */
function pixelGate(g: Graph, x: Value): Value {
  const narrow = conv(g, 'spatial_interaction.0', x, Math.floor((x.shape[1] as number) / 16), 1);
  const inner = gelu(g, batchNorm(g, 'spatial_interaction.1', narrow));
  return sigmoid(g, conv(g, 'spatial_interaction.3', inner, 1, 1));
}

/** What is added for how far pixels lie apart: a small network of the distance, whose answers are constants when the session has loaded. */
function distanceBias(
  g: Graph,
  { height, width, index }: Pick<Half, 'height' | 'width' | 'index'>,
  heads: number,
  size: number,
  channels: number
): Value {
  const inner = Math.floor(Math.floor(channels / 4) / 4);
  const span = (side: number): number[] => Array.from({ length: 2 * side - 1 }, (_, i) => i + 1 - side);
  const distances = span(height).flatMap(y => span(width).flatMap(x => [y, x]));
  const layer = (name: string, x: Value, out: number): Value => {
    const at = g.at(name);
    return gemm(at, x, at.weight('weight', [out, x.shape[1] as number]), { bias: at.weight('bias', [out]) });
  };
  const after = (name: string, x: Value, out: number): Value => {
    const normed = layerNorm(g, `pos.${name}.0`, x, EPS);
    return layer(`pos.${name}.2`, g.op('Relu', [normed], normed.shape), out);
  };
  const first = layer('pos.pos_proj', g.floats(distances, [distances.length / 2, 2]), inner);
  const table = after('pos3', after('pos2', after('pos1', first, inner), inner), heads);
  return positionBias(g, table, index, { size, seen: size, heads });
}

/** One half of the wide features gates the other, of which each pixel sees its neighbours. */
function gatedFeedForward(g: Graph, x: Value, { hidden, width, like }: Shared): Value {
  const half = hidden / 2;
  const [kept, gating] = [0, 1].map(which =>
    gelu(g, linear(g, 'fc1', x, hidden, { slice: [which * half, (which + 1) * half] }))
  );
  const near = toPicture(g, layerNorm(g, 'sg.norm', gating, EPS), like);
  const gate = toRows(g, conv(g, 'sg.conv', near, half, 3, { depthwise: true }));
  return linear(g, 'fc2', mul(g, kept, gate), width);
}
