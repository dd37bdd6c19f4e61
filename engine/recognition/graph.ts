/** EfficientNet-Lite0 (Tan & Le 2019, arXiv 1905.11946; without squeeze-excite, with ReLU6) as an ONNX graph. */
import { add, channelsOf, Graph, linear } from '../graph';
import type { Value } from '../graph';
import type { WeightSource } from '../weights';

/** Pixels of a side of what it takes. */
export const SIDE = 224;
export const CLASSES = 1000;

const EPS = 1e-3;
const STEM = 32;
const HEAD = 1280;

type Stage = { repeats: number; kernel: number; stride: number; expand: number; out: number };

const stage = (repeats: number, kernel: number, stride: number, expand: number, out: number): Stage => ({
  repeats,
  kernel,
  stride,
  expand,
  out
});

const STAGES = [
  stage(1, 3, 1, 1, 16),
  stage(2, 3, 2, 6, 24),
  stage(2, 5, 2, 6, 40),
  stage(3, 3, 2, 6, 80),
  stage(3, 5, 1, 6, 112),
  stage(4, 5, 2, 6, 192),
  stage(1, 3, 1, 6, 320)
];

/** A picture on its way, and the pixels of its side, by which it is padded. */
type Step = { x: Value; side: number };

/** The network as a model: `picture` (b, 3, 224, 224), (RGB - 127) / 128 -> `logits` (b, 1000). */
export function efficientNetGraph(weights: WeightSource): Uint8Array {
  const g = Graph.of(weights);
  const picture = g.input('picture', 'float', [null, 3, SIDE, SIDE]);
  let step = convolved(g, { x: picture, side: SIDE }, ['_conv_stem', '_bn0'], {
    out: STEM,
    kernel: 3,
    stride: 2
  });
  let block = 0;
  for (const { repeats, stride, ...shape } of STAGES) {
    for (let i = 0; i < repeats; i++) {
      step = inverted(g.at(`_blocks.${block++}`), step, { ...shape, stride: i === 0 ? stride : 1 });
    }
  }
  const { x } = convolved(g, step, ['_conv_head', '_bn1'], { out: HEAD, kernel: 1 });
  const pooled = g.op('ReduceMean', [x, g.ints([2, 3])], [null, HEAD], { attributes: { keepdims: 0 } });
  g.output('logits', linear(g, '_fc', pooled, CLASSES));
  return g.finish('efficientnet-lite0');
}

/** An inverted residual (Sandler et al. 2018, arXiv 1801.04381): wider, then each channel by itself, then narrower. */
function inverted(g: Graph, step: Step, { kernel, stride, expand, out }: Omit<Stage, 'repeats'>): Step {
  const width = channelsOf(step.x);
  const wide = expand * width;
  const first = expand > 1 ? convolved(g, step, ['_expand_conv', '_bn0'], { out: wide, kernel: 1 }) : step;
  const deep = convolved(g, first, ['_depthwise_conv', '_bn1'], { out: wide, kernel, stride, groups: wide });
  const last = convolved(g, deep, ['_project_conv', '_bn2'], { out, kernel: 1, bounded: false });
  return stride === 1 && width === out ? { ...last, x: add(g, last.x, step.x) } : last;
}

type Conv = { out: number; kernel: number; stride?: number; groups?: number; bounded?: boolean };

/** A convolution without bias and its batch norm, cut to 0..6 unless `bounded` is false; padded as TensorFlow's SAME. */
function convolved(
  g: Graph,
  { x, side }: Step,
  [name, norm]: readonly [string, string],
  { out, kernel, stride = 1, groups = 1, bounded = true }: Conv
): Step {
  const after = Math.ceil(side / stride);
  const padding = Math.max(0, (after - 1) * stride + kernel - side);
  const [before, behind] = [Math.floor(padding / 2), Math.ceil(padding / 2)];
  const at = g.at(name);
  const weight = at.weight('weight', [out, channelsOf(x) / groups, kernel, kernel]);
  const shape = [x.shape[0], out, after, after];
  const y = at.op('Conv', [x, weight], shape, {
    attributes: {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      group: groups,
      pads: [before, before, behind, behind]
    }
  });
  const normed = batchNorm(g.at(norm), y, out);
  const cut = (): Value => g.op('Clip', [normed, g.floats([0], []), g.floats([6], [])], shape);
  return { x: bounded ? cut() : normed, side: after };
}

function batchNorm(g: Graph, x: Value, width: number): Value {
  const parts = ['weight', 'bias', 'running_mean', 'running_var'].map(name => g.weight(name, [width]));
  return g.op('BatchNormalization', [x, ...parts], x.shape, { attributes: { epsilon: { float: EPS } } });
}
