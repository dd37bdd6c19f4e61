/** The networks of waifu2x (nagadomi 2015–2023) as nunif names them: convolutions without padding, which take a border of the picture. */
import { add, conv } from '../graph';
import type { Graph, Value } from '../graph';
import type { WeightsHeader } from '../weights';
import { cropped, doubledByTransposed, leaky, squeezed } from './layers';
import { FLOAT } from './network';
import type { PictureNetwork } from './network';
import { tensorsWith } from './tensors';
import type { Tensors } from './tensors';

const SLOPE = 0.1;
const NO_PADS = [0, 0] as const;

/** upconv_7: six convolutions and one that doubles. */
export function recogniseUpconv7(header: WeightsHeader): PictureNetwork | null {
  const tensors = tensorsWith(
    header,
    [0, 2, 4, 6, 8, 10, 12].map(place => `net.${place}.weight`)
  );
  const last = tensors?.at('net.12.weight') ?? [];
  if (!tensors || last.length !== 4 || last[2] !== 4) {
    return null;
  }
  const widths = [0, 2, 4, 6, 8, 10].map(place => tensors.at(`net.${place}.weight`)[0]);
  const colours = last[1];
  return {
    architecture: 'waifu2x upconv_7',
    scale: 2,
    channels: { in: tensors.at('net.0.weight')[1], out: colours },
    tags: [],
    framing: { border: 7, multiple: 2, beyond: 'repeat' },
    sight: { kind: 'near', pixels: 7 },
    bytesPerPixel: FLOAT * (2.5 * Math.max(...widths) + 4 * colours),
    build: (g, picture) => {
      const h = widths.reduce(
        (x, width, i) => leaky(g, conv(g, `net.${2 * i}`, x, width, 3, { pads: NO_PADS }), SLOPE),
        picture
      );
      return doubledByTransposed(g, 'net.12', h, colours, 4);
    },
    spell: name => [tensors.prefix + name]
  };
}

/** cunet: two U-Nets, the second of which corrects the first; the one of scale 2 doubles at the end of the first. */
export function recogniseCunet(header: WeightsHeader): PictureNetwork | null {
  const tensors = tensorsWith(header, [
    ...['unet1.conv1.conv.0.weight', 'unet1.conv_bottom.weight', 'unet1.conv2.seblock.conv1.weight'],
    ...['unet2.conv1.conv.0.weight', 'unet2.conv_bottom.weight', 'unet2.conv3.seblock.conv1.weight']
  ]);
  if (!tensors) {
    return null;
  }
  const doubles = tensors.at('unet1.conv_bottom.weight')[2] === 4;
  const [colours] = tensors.at('unet2.conv_bottom.weight');
  const width = (name: string): number => tensors.at(`${name}.weight`)[0];
  return {
    architecture: 'waifu2x cunet',
    scale: doubles ? 2 : 1,
    channels: { in: tensors.at('unet1.conv1.conv.0.weight')[1], out: colours },
    tags: [],
    framing: { border: doubles ? 18 : 28, multiple: doubles ? 2 : 4, beyond: 'repeat' },
    sight: { kind: 'average', pixels: doubles ? 18 : 28 },
    bytesPerPixel: FLOAT * 5.5 * width('unet2.conv1.conv.2') * (doubles ? 4 : 1),
    build: (g, picture) => {
      const first = smallUnet(g.at('unet1'), tensors, 'unet1', picture, { colours, doubles });
      return add(g, cropped(g, first, 20), largeUnet(g.at('unet2'), tensors, 'unet2', first, colours));
    },
    spell: name => [tensors.prefix + name]
  };
}

type End = { colours: number; doubles: boolean };

function smallUnet(g: Graph, tensors: Tensors, at: string, x: Value, { colours, doubles }: End): Value {
  const layers = new Layers(g, tensors, at);
  const fine = layers.pair('conv1', x);
  const coarse = layers.doubled('conv2_up', layers.pair('conv2', layers.halved('conv1_down', fine)));
  const joined = leaky(g, layers.conv('conv3', add(g, cropped(g, fine, 4), coarse)), SLOPE);
  return doubles
    ? doubledByTransposed(g, 'conv_bottom', joined, colours, 4)
    : layers.conv('conv_bottom', joined);
}

function largeUnet(g: Graph, tensors: Tensors, at: string, x: Value, colours: number): Value {
  const layers = new Layers(g, tensors, at);
  const fine = layers.pair('conv1', x);
  const middle = layers.pair('conv2', layers.halved('conv1_down', fine));
  const coarse = layers.doubled('conv3_up', layers.pair('conv3', layers.halved('conv2_down', middle)));
  const back = layers.pair('conv4', add(g, cropped(g, middle, 4), coarse));
  const joined = add(g, cropped(g, fine, 16), layers.doubled('conv4_up', back));
  return conv(g, 'conv_bottom', leaky(g, layers.conv('conv5', joined), SLOPE), colours, 3, { pads: NO_PADS });
}

/** The layers of one of the U-Nets; how wide each is tells its tensor. */
class Layers {
  constructor(
    private readonly g: Graph,
    private readonly tensors: Tensors,
    private readonly network: string
  ) {}

  conv(name: string, x: Value): Value {
    return conv(this.g, name, x, this.width(name, 0), 3, { pads: NO_PADS });
  }

  /** Two convolutions; the channels weighed by their means where the file has such a gate. */
  pair(name: string, x: Value): Value {
    const twice = ['conv.0', 'conv.2'].reduce(
      (h, each) => leaky(this.g, this.conv(`${name}.${each}`, h), SLOPE),
      x
    );
    const gate = [`${name}.seblock.conv1`, `${name}.seblock.conv2`] as const;
    return this.g.has(`${gate[0]}.weight`) ? squeezed(this.g, gate, twice, this.width(gate[0], 0)) : twice;
  }

  halved(name: string, x: Value): Value {
    const half = conv(this.g, name, x, this.width(name, 0), 2, { stride: 2, pads: NO_PADS });
    return leaky(this.g, half, SLOPE);
  }

  doubled(name: string, x: Value): Value {
    return leaky(this.g, doubledByTransposed(this.g, name, x, this.width(name, 1), 2), SLOPE);
  }

  private width(name: string, axis: number): number {
    return this.tensors.at(`${this.network}.${name}.weight`)[axis];
  }
}
