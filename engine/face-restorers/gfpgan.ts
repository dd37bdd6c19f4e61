/** GFPGAN v1 "clean" as an ONNX graph, under the names the published files give its modules. */
import { add, channelsOf, conv, gemm, Graph, linear, mul, reshape } from '../graph';
import type { Value } from '../graph';
import type { WeightSource } from '../weights';
import type { GfpganArch } from './architecture';
import { doubled, halved, leaky, twoConvs } from './blocks';

/** Added before a root is taken (StyleGAN2). */
const EPS = 1e-8;

/**
 * The network as a model: `face` (b, 3, side, side) in [-1, 1] -> `restored` of the same shape, not clamped. Noise is the file's own,
 * so that a face always gives the same one; the original program draws another each time.
 */
export function gfpganGraph(weights: WeightSource, arch: GfpganArch): Uint8Array {
  const g = Graph.of(weights);
  const face = g.input('face', 'float', [null, 3, arch.side, arch.side]);
  g.output('restored', generator(g.at('stylegan_decoder'), arch, encoder(g, arch, face)));
  return g.finish('gfpgan');
}

/** What the U-Net makes of a face: a style for each layer, and what scales and shifts its pictures. */
type Conditions = { style(layer: number): Value; scales: readonly Value[]; shifts: readonly Value[] };

function encoder(
  g: Graph,
  { down, up, style, styleWidth, ownStyles, halfChanged }: GfpganArch,
  face: Value
): Conditions {
  const [first, ...widths] = down;
  let h = leaky(g, conv(g, 'conv_body_first', face, first, 1));
  const skips = widths.map((out, i) => (h = residual(g.at(`conv_body_down.${i}`), h, out, halved)));
  h = leaky(g, conv(g, 'final_conv', h, channelsOf(h), 3));
  const layers = ownStyles ? 2 * style.length : 1;
  const flat = reshape(g, h, [-1, channelsOf(h) * 16]);
  const codes = linear(g, 'final_linear', flat, layers * styleWidth);
  const conditions = up.map((out, i) => {
    h = residual(g.at(`conv_body_up.${i}`), add(g, h, skips[skips.length - 1 - i]), out, doubled);
    const changed = halfChanged ? style[i + 1] / 2 : style[i + 1];
    const [scale, shift] = ['condition_scale', 'condition_shift'].map(name =>
      twoConvs(g.at(`${name}.${i}`), h, out, changed)
    );
    return { scale, shift };
  });
  return {
    style: layer => (ownStyles ? columns(g, codes, layer * styleWidth, styleWidth) : codes),
    scales: conditions.map(({ scale }) => scale),
    shifts: conditions.map(({ shift }) => shift)
  };
}

/** Two convolutions with a change of size between them, beside a shortcut. */
function residual(g: Graph, x: Value, out: number, resize: (g: Graph, x: Value) => Value): Value {
  const inner = leaky(g, conv(g, 'conv1', x, channelsOf(x), 3));
  const h = leaky(g, conv(g, 'conv2', resize(g, inner), out, 3));
  const skip = g.at('skip');
  const weight = skip.weight('weight', [out, channelsOf(x), 1, 1]);
  return add(
    g,
    h,
    skip.op('Conv', [resize(g, x), weight], h.shape, { attributes: { kernel_shape: [1, 1] } })
  );
}

/** StyleGAN2's generator (Karras et al. 2020, arXiv 1912.04958), from a learnt beginning of 4 x 4. */
function generator(g: Graph, arch: GfpganArch, { style, scales, shifts }: Conditions): Value {
  const [first, ...widths] = arch.style;
  const start = g.at('constant_input').weight('weight', [1, first, 4, 4]);
  let h = styled(g.at('style_conv1'), start, style(0), first, noise(g, 0));
  let picture = toRgb(g.at('to_rgb1'), h, style(1));
  widths.forEach((out, i) => {
    const [before, after] = [2 * i, 2 * i + 1];
    h = styled(g.at(`style_convs.${before}`), doubled(g, h), style(2 * i + 1), out, noise(g, before + 1));
    h = shifted(g, h, scales[i], shifts[i]);
    h = styled(g.at(`style_convs.${after}`), h, style(2 * i + 2), out, noise(g, after + 1));
    picture = add(g, toRgb(g.at(`to_rgbs.${i}`), h, style(2 * i + 3)), doubled(g, picture));
  });
  return picture;
}

/** The file's noise for a layer, (1, 1, side, side): two layers a side, one at 4 pixels. */
function noise(g: Graph, layer: number): Value {
  const side = 2 ** Math.floor((layer + 5) / 2);
  return g.at('noises').weight(`noise${layer}`, [1, 1, side, side]);
}

/** The channels that the U-Net's pictures are for, scaled and shifted; the others stay. */
function shifted(g: Graph, x: Value, scale: Value, shift: Value): Value {
  const [all, own] = [channelsOf(x), channelsOf(scale)];
  if (all === own) {
    return add(g, mul(g, x, scale), shift);
  }
  const kept = columns(g, x, 0, all - own);
  const changed = add(g, mul(g, columns(g, x, all - own, own), scale), shift);
  return g.op('Concat', [kept, changed], x.shape, { attributes: { axis: 1 } });
}

function styled(g: Graph, x: Value, style: Value, out: number, noiseOf: Value): Value {
  const h = modulated(g.at('modulated_conv'), x, style, { out, kernel: 3, demodulated: true });
  const strength = g.weight('weight', [1]);
  const noisy = add(g, h, g.op('Mul', [noiseOf, strength], noiseOf.shape));
  return leaky(g, add(g, noisy, g.weight('bias', [1, out, 1, 1])));
}

function toRgb(g: Graph, x: Value, style: Value): Value {
  const h = modulated(g.at('modulated_conv'), x, style, { out: 3, kernel: 1, demodulated: false });
  return add(g, h, g.weight('bias', [1, 3, 1, 1]));
}

/**
 * A convolution whose weight each row's style scales by input channel, and which is then scaled so that an output channel's weights have
 * the norm sqrt(2). The scales are put on what goes in and comes out instead, so that the weights stay one constant for all rows.
 */
function modulated(
  g: Graph,
  x: Value,
  style: Value,
  { out, kernel, demodulated }: { out: number; kernel: number; demodulated: boolean }
): Value {
  const input = channelsOf(x);
  const scales = linear(g, 'modulation', style, input);
  const weight = reshape(g, g.weight('weight', [1, out, input, kernel, kernel]), [
    out,
    input,
    kernel,
    kernel
  ]);
  const half = (kernel - 1) / 2;
  const attributes = { kernel_shape: [kernel, kernel], pads: [half, half, half, half] };
  // The learnt beginning is one for all rows; scaled it is one a row.
  const scaled = g.op('Mul', [x, perChannel(g, scales)], [style.shape[0], ...x.shape.slice(1)]);
  const h = g.op('Conv', [scaled, weight], [style.shape[0], out, null, null], { attributes });
  if (!demodulated) {
    return h;
  }
  const energies = g.op('ReduceSumSquare', [weight, g.ints([2, 3])], [out, input], {
    attributes: { keepdims: 0 }
  });
  const sums = add(g, gemm(g, mul(g, scales, scales), energies), g.floats([EPS], []));
  const norm = g.op('Div', [g.floats([Math.SQRT2], []), g.op('Sqrt', [sums], sums.shape)], sums.shape);
  return mul(g, h, perChannel(g, norm));
}

/** (b, c) as (b, c, 1, 1). */
function perChannel(g: Graph, x: Value): Value {
  return g.op('Unsqueeze', [x, g.ints([2, 3])], [...x.shape, 1, 1]);
}

/** The places [from, from + count) of the second axis. */
function columns(g: Graph, x: Value, from: number, count: number): Value {
  const shape = [x.shape[0], count, ...x.shape.slice(2)];
  return g.op('Slice', [x, g.ints([from]), g.ints([from + count]), g.ints([1])], shape);
}
