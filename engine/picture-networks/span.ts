import { add, conv, mul } from '../graph';
import type { Graph, Value } from '../graph';
import type { WeightsHeader } from '../weights';
import { centred, sigmoid, unfolded } from './layers';
import { FLOAT, UNFRAMED } from './network';
import type { PictureNetwork } from './network';
import { root, tensorsWith } from './tensors';

/** SPAN (Wan et al. 2024, arXiv 2311.12770): six blocks that weigh their features by the features themselves. */
type Config = { features: number; scale: number; colours: number; norm: boolean };

const BLOCKS = 6;
/** Convolutions one behind the other: three of each block, one before and two after. */
const REACH = 3 * BLOCKS + 3;
/** No file says it; the published ones were trained with it. */
const RANGE = 255;

export function recogniseSpan(header: WeightsHeader): PictureNetwork | null {
  const tensors = tensorsWith(header, [
    ...['conv_1.sk.weight', 'block_1.c1_r.sk.weight', 'upsampler.0.weight']
  ]);
  if (!tensors) {
    return null;
  }
  const [features, colours] = tensors.at('conv_1.sk.weight');
  const scale = root(tensors.at('upsampler.0.weight')[0] / colours);
  const config = { features, colours, scale, norm: !tensors.has('no_norm') };
  return {
    architecture: 'SPAN',
    scale,
    channels: { in: colours, out: colours },
    tags: [`${features}nf`],
    framing: UNFRAMED,
    sight: { kind: 'near', pixels: REACH },
    bytesPerPixel: FLOAT * (10 * features + 2 * colours * scale ** 2),
    build: (g, picture) => span(g, config, picture),
    spell: name => [tensors.prefix + name],
    // A fused convolution that is stored may be older than what it was fused from.
    unused: /(\.eval_conv\.(weight|bias)|^no_norm)$/
  };
}

function span(g: Graph, { features, scale, colours, norm }: Config, picture: Value): Value {
  const first = fusedConv(g, 'conv_1', norm ? centred(g, picture, RANGE) : picture, features);
  const outputs: { out: Value; inner: Value }[] = [];
  let x = first;
  for (let n = 1; n <= BLOCKS; n++) {
    const made = block(g.at(`block_${n}`), x, features);
    outputs.push(made);
    x = made.out;
  }
  const seen = [first, fusedConv(g, 'conv_2', x, features), outputs[0].out, outputs[BLOCKS - 1].inner];
  const all = g.op('Concat', seen, [first.shape[0], 4 * features, null, null], { attributes: { axis: 1 } });
  const joined = conv(g, 'conv_cat', all, features, 1);
  return unfolded(g, conv(g, 'upsampler.0', joined, colours * scale ** 2, 3), scale);
}

/** Three convolutions; what comes out is added to what came in and weighed by its own sigmoid less a half. */
function block(g: Graph, x: Value, features: number): { out: Value; inner: Value } {
  // Torch activates in place, so that what a block gives of its inside is activated, too.
  const inner = activated(g, fusedConv(g, 'c1_r', x, features));
  const second = fusedConv(g, 'c2_r', inner, features);
  const third = fusedConv(g, 'c3_r', activated(g, second), features);
  const weights = g.op('Sub', [sigmoid(g, third), g.floats([0.5], [])], third.shape);
  return { out: mul(g, add(g, third, x), weights), inner };
}

const activated = (g: Graph, x: Value): Value => mul(g, x, sigmoid(g, x));

/**
 * The convolution that the trained ones come to: 1x1 to twice the channels, 3x3, 1x1 back, and a 1x1 beside. It is made of their weights
 * when the session loads.
 */
function fusedConv(g: Graph, name: string, x: Value, out: number): Value {
  const at = g.at(name);
  const inputs = x.shape[1] as number;
  const first = at.weight('conv.0.weight', [2 * inputs, inputs, 1, 1]);
  const middle = at.weight('conv.1.weight', [2 * out, 2 * inputs, 3, 3]);
  const last = at.weight('conv.2.weight', [out, 2 * out, 1, 1]);
  const einsum = (equation: string, values: readonly Value[], shape: readonly number[]): Value =>
    at.op('Einsum', values, shape, { attributes: { equation } });
  const flat = (value: Value): Value => {
    const [rows, columns] = value.shape as number[];
    return at.op('Reshape', [value, at.ints([rows, columns])], [rows, columns]);
  };
  const through = einsum('bayx,ai->biyx', [middle, flat(first)], [2 * out, inputs, 3, 3]);
  const whole = einsum('ob,biyx->oiyx', [flat(last), through], [out, inputs, 3, 3]);
  const beside = at.op(
    'Pad',
    [at.weight('sk.weight', [out, inputs, 1, 1]), at.ints([0, 0, 1, 1, 0, 0, 1, 1])],
    whole.shape as number[]
  );
  const inner = add(
    at,
    einsum('bayx,a->b', [middle, at.weight('conv.0.bias', [2 * inputs])], [2 * out]),
    at.weight('conv.1.bias', [2 * out])
  );
  const outer = add(at, einsum('ob,b->o', [flat(last), inner], [out]), at.weight('conv.2.bias', [out]));
  return at.op(
    'Conv',
    [x, add(at, whole, beside), add(at, outer, at.weight('sk.bias', [out]))],
    [x.shape[0], out, null, null],
    { attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] } }
  );
}
