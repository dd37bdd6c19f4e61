/**
 * The bundled networks as an export from torch writes them, node by node: what others run with onnxruntime. The weights stay in the file,
 * under the root of its drive.
 */
import { add, channelsOf, concatChannels, conv, Graph, upsampleTwice } from '../engine/graph';
import type { Value } from '../engine/graph';
import { readWeightsHeader, WeightSource } from '../engine/weights';

/** The bytes of a model of the network in the file at `path`, `picture` -> `result`. */
export function plainModel(path: string): Uint8Array {
  const header = readWeightsHeader(path);
  const shape = (name: string): readonly number[] => header.tensors.get(name)?.shape ?? [];
  const g = Graph.of(new WeightSource(header));
  const picture = g.input('picture', 'float', [null, 3, null, null]);
  const plain = new Plain(g, shape);
  const build = header.tensors.has('unet1.conv_bottom.weight')
    ? plain.cunet
    : header.tensors.has('net.12.weight')
      ? plain.upconv
      : header.tensors.has('conv_first.weight')
        ? plain.rrdb
        : plain.compact;
  g.output('result', build.call(plain, picture));
  return g.finish('plain');
}

class Plain {
  constructor(
    private readonly g: Graph,
    private readonly shape: (name: string) => readonly number[]
  ) {}

  compact(picture: Value): Value {
    let h = picture;
    for (let i = 0; this.shape(`body.${i}.weight`).length > 0; i += 2) {
      h = this.conv(`body.${i}`, h);
      const slope = `body.${i + 1}`;
      if (this.shape(`${slope}.weight`).length > 0) {
        h = this.g.op('PRelu', [h, this.g.at(slope).weight('weight', [channelsOf(h), 1, 1])], h.shape);
      }
    }
    const large = this.g.op('DepthToSpace', [h], picture.shape, {
      attributes: { blocksize: 4, mode: 'CRD' }
    });
    const nearest = this.g.op('Resize', [picture, null, this.g.floats([1, 1, 4, 4], [4])], picture.shape, {
      attributes: { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
    });
    return add(this.g, large, nearest);
  }

  rrdb(picture: Value): Value {
    const first = this.conv('conv_first', picture);
    let h = first;
    for (let n = 0; this.shape(`body.${n}.rdb1.conv1.weight`).length > 0; n++) {
      let inner = h;
      for (const d of [1, 2, 3]) {
        let seen = inner;
        for (const k of [1, 2, 3, 4]) {
          seen = concatChannels(this.g, seen, this.leaky(this.conv(`body.${n}.rdb${d}.conv${k}`, seen), 0.2));
        }
        inner = add(this.g, this.fifth(this.conv(`body.${n}.rdb${d}.conv5`, seen)), inner);
      }
      h = add(this.g, this.fifth(inner), h);
    }
    h = add(this.g, first, this.conv('conv_body', h));
    for (const name of ['conv_up1', 'conv_up2']) {
      h = this.leaky(this.conv(name, upsampleTwice(this.g, h)), 0.2);
    }
    return this.conv('conv_last', this.leaky(this.conv('conv_hr', h), 0.2));
  }

  upconv(picture: Value): Value {
    const h = [0, 2, 4, 6, 8, 10].reduce((x, place) => this.leaky(this.valid(`net.${place}`, x)), picture);
    return this.transposed('net.12', h, 3);
  }

  cunet(picture: Value): Value {
    const first = this.small(picture);
    return add(this.g, this.cropped(first, 20), this.large(first));
  }

  private small(picture: Value): Value {
    const fine = this.pair('unet1.conv1', picture);
    const coarse = this.pair('unet1.conv2', this.halved('unet1.conv1_down', fine));
    const back = this.leaky(this.transposed('unet1.conv2_up', coarse, 0));
    return this.valid(
      'unet1.conv_bottom',
      this.leaky(this.valid('unet1.conv3', add(this.g, this.cropped(fine, 4), back)))
    );
  }

  private large(picture: Value): Value {
    const fine = this.pair('unet2.conv1', picture);
    const middle = this.pair('unet2.conv2', this.halved('unet2.conv1_down', fine));
    const coarse = this.pair('unet2.conv3', this.halved('unet2.conv2_down', middle));
    const up = this.leaky(this.transposed('unet2.conv3_up', coarse, 0));
    const back = this.pair('unet2.conv4', add(this.g, this.cropped(middle, 4), up));
    const last = this.leaky(this.transposed('unet2.conv4_up', back, 0));
    return this.valid(
      'unet2.conv_bottom',
      this.leaky(this.valid('unet2.conv5', add(this.g, this.cropped(fine, 16), last)))
    );
  }

  private pair(name: string, x: Value): Value {
    const h = ['conv.0', 'conv.2'].reduce((y, each) => this.leaky(this.valid(`${name}.${each}`, y)), x);
    if (this.shape(`${name}.seblock.conv1.weight`).length === 0) {
      return h;
    }
    const means = this.g.op('GlobalAveragePool', [h], [h.shape[0], channelsOf(h), 1, 1]);
    const inner = this.conv(`${name}.seblock.conv1`, means);
    const outer = this.conv(`${name}.seblock.conv2`, this.g.op('Relu', [inner], inner.shape));
    return this.g.op('Mul', [h, this.g.op('Sigmoid', [outer], outer.shape)], h.shape);
  }

  private conv(name: string, x: Value): Value {
    const [out, , kernel] = this.shape(`${name}.weight`);
    return conv(this.g, name, x, out, kernel);
  }

  private valid(name: string, x: Value): Value {
    return conv(this.g, name, x, this.shape(`${name}.weight`)[0], 3, { pads: [0, 0] });
  }

  private halved(name: string, x: Value): Value {
    return this.leaky(conv(this.g, name, x, this.shape(`${name}.weight`)[0], 2, { stride: 2, pads: [0, 0] }));
  }

  private transposed(name: string, x: Value, padding: number): Value {
    const shape = this.shape(`${name}.weight`);
    const at = this.g.at(name);
    const inputs = [x, at.weight('weight', shape), at.weight('bias', [shape[1]])];
    const pads = [padding, padding, padding, padding];
    return at.op('ConvTranspose', inputs, [x.shape[0], shape[1], null, null], {
      attributes: { kernel_shape: [shape[2], shape[3]], strides: [2, 2], pads }
    });
  }

  private leaky(x: Value, slope = 0.1): Value {
    return this.g.op('LeakyRelu', [x], x.shape, { attributes: { alpha: { float: slope } } });
  }

  private fifth(x: Value): Value {
    return this.g.op('Mul', [x, this.g.floats([0.2], [])], x.shape);
  }

  private cropped(x: Value, border: number): Value {
    const [from, to] = [this.g.ints([border, border]), this.g.ints([-border, -border])];
    return this.g.op('Slice', [x, from, to, this.g.ints([2, 3])], x.shape);
  }
}
