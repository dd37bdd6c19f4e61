/** ControlNetModel (Zhang et al. 2023, arXiv 2302.05543), under the names diffusers gives its modules. */
import { UNetArch, WeightSource } from '../weights';
import { Graph } from './graph';
import type { Value } from './graph';
import { add, channelsOf, conv, silu } from './layers';
import { embeddingInputs, timestepEmbedding } from './timestep-embedding';
import { CONTROL_MIDDLE, controlInput, downPath } from './unet';

/** A copy of the UNet's way down that also sees a picture. */
export type ControlNetArch = {
  /** The UNet it belongs to; what is said of the way up plays no part. */
  unet: UNetArch;
  pictureChannels: number;
  /** Channels of the picture's embedding, by falling resolution; each after the first halves it. */
  embedding: readonly number[];
  /** The picture's channels are taken from last to first. */
  bgr: boolean;
};

/**
 * The ControlNet as a model: what the UNet is given (see `unetGraph`), a `picture` (b, channels, 8h, 8w) in [0, 1] and a `scale` -> what is
 * added to each skip (`controlInput`) and to the middle (`CONTROL_MIDDLE`).
 */
export function controlNetGraph(weights: WeightSource, arch: ControlNetArch): Uint8Array {
  const g = Graph.of(weights);
  const { unet } = arch;
  const sample = g.input('sample', 'float', [null, unet.inChannels, null, null]);
  const clock = embeddingInputs(g, unet);
  const context = {
    distinct: g.input('context', 'float', [null, null, unet.contextDim]),
    index: g.input('context_index', 'int64', [null])
  };
  const picture = g.input('picture', 'float', [null, arch.pictureChannels, null, null]);
  const scale = g.input('scale', 'float', []);
  const emb = silu(g.at('time_embedding'), timestepEmbedding(g, unet, clock));
  const seen = pictureEmbedding(g.at('controlnet_cond_embedding'), arch, picture);
  const first = add(g, conv(g, 'conv_in', sample, unet.levels[0].channels, 3), seen);
  const { middle, skips } = downPath(g, { arch: unet, emb, context }, first);
  const put = (name: string, from: string, value: Value): void => {
    // Trained from zeros, so that an untrained ControlNet changes nothing.
    const residual = conv(g, from, value, channelsOf(value), 1);
    g.output(name, g.op('Mul', [residual, scale], residual.shape));
  };
  skips.forEach((skip, k) => put(controlInput(k), `controlnet_down_blocks.${k}`, skip));
  put(CONTROL_MIDDLE, 'controlnet_mid_block', middle);
  return g.finish('controlnet');
}

/** The picture at the latent's size: pairs of convolutions, the second of each halving. */
function pictureEmbedding(g: Graph, { unet, embedding, bgr }: ControlNetArch, picture: Value): Value {
  let h = silu(g, conv(g, 'conv_in', bgr ? reversed(g, picture) : picture, embedding[0], 3));
  embedding.slice(1).forEach((width, i) => {
    h = silu(g, conv(g, `blocks.${2 * i}`, h, embedding[i], 3));
    h = silu(g, conv(g, `blocks.${2 * i + 1}`, h, width, 3, { stride: 2 }));
  });
  return conv(g, 'conv_out', h, unet.levels[0].channels, 3);
}

function reversed(g: Graph, picture: Value): Value {
  const order = Array.from({ length: channelsOf(picture) }, (_, i) => i).reverse();
  return g.op('Gather', [picture, g.ints(order)], picture.shape, { attributes: { axis: 1 } });
}
