import { add, conv } from '../graph';
import type { Graph, Value } from '../graph';
import type { WeightsHeader } from '../weights';
import { unfolded } from './layers';
import { FLOAT, UNFRAMED } from './network';
import type { PictureNetwork } from './network';
import { root, tensorsWith } from './tensors';

/** SRVGGNetCompact (Real-ESRGAN): convolutions with PReLU between them, and the pixels unfolded from the last one's channels. */
type Config = { features: number; convolutions: number; scale: number; colours: number };

export function recogniseCompact(header: WeightsHeader): PictureNetwork | null {
  const tensors = tensorsWith(header, ['body.0.weight', 'body.1.weight']);
  const [features, colours] = tensors?.at('body.0.weight') ?? [];
  // What stands at uneven places activates the features of the convolution before it.
  if (!tensors || tensors.at('body.0.weight').length !== 4 || tensors.at('body.1.weight').length !== 1) {
    return null;
  }
  const convolutions = tensors.count(i => `body.${2 * i}.weight`);
  const [pixels] = tensors.at(`body.${2 * (convolutions - 1)}.weight`);
  const config = { features, colours, convolutions, scale: root(pixels / colours) };
  return {
    architecture: 'Compact',
    scale: config.scale,
    channels: { in: colours, out: colours },
    tags: [`${features}nf`, `${convolutions - 2}nc`],
    framing: UNFRAMED,
    sight: { kind: 'near', pixels: convolutions },
    bytesPerPixel: FLOAT * (3 * features + 3 * colours * config.scale ** 2),
    build: (g, picture) => compactNet(g, config, picture),
    spell: name => [tensors.prefix + name]
  };
}

function compactNet(g: Graph, { features, convolutions, scale, colours }: Config, picture: Value): Value {
  let h = picture;
  for (let i = 0; i < convolutions - 1; i++) {
    h = conv(g, `body.${2 * i}`, h, features, 3);
    const slope = g.at(`body.${2 * i + 1}`).weight('weight', [features, 1, 1]);
    h = g.op('PRelu', [h, slope], h.shape);
  }
  h = conv(g, `body.${2 * (convolutions - 1)}`, h, colours * scale ** 2, 3);
  // Before the unfolding a repeated pixel is a channel for each of its copies; a convolution by ones adds them where the last one ends.
  const copies = Array.from({ length: colours * scale ** 2 * colours }, (_, i) =>
    Number(Math.floor(Math.floor(i / colours) / scale ** 2) === i % colours)
  );
  const ones = g.floats(copies, [colours * scale ** 2, colours, 1, 1]);
  const nearest = g.op('Conv', [picture, ones], h.shape, { attributes: { kernel_shape: [1, 1] } });
  return unfolded(g, add(g, h, nearest), scale);
}
