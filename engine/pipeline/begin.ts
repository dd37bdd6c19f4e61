import type { ImageNoise, LatentShape } from '../random';
import type { INoiseSource, VaeOptions } from '../types';
import { blended } from './blend';
import type { Blend } from './blend';
import type { DrawModel, Settings, Size } from './cell';
import { encodedPicture } from './needs';
import type { Answer, Moments, Need } from './needs';
import { latentOf } from './posterior';
import { noiseSettings } from './sampling-settings';
import type { StartMask, StartPicture } from './start-picture';
import type { ITools } from './tools';

/** What a pass begins with. */
export type Beginning = {
  noise: ImageNoise;
  /** What the noise is laid over; a pass without one begins with noise alone. */
  latent?: Float32Array;
  /** Channels beside the latent for networks that take a mask or a picture. */
  extra?: Float32Array;
  /** What a mask keeps of the picture. */
  keep?: Blend;
};

/** What is known before a pass begins. */
export type Ground = {
  settings: Settings;
  model: DrawModel;
  tools: ITools;
  vae: VaeOptions | undefined;
  size: Size;
  /**
   * torch's global generator as the noise of a pass has seeded it, which A1111 draws posteriors from; null while, or where, nothing has
   * seeded it.
   */
  seeded: INoiseSource | null;
};

type Begin = Generator<Need, Beginning, Answer>;

/** Noise alone. An inpainting network is told that all is to be drawn anew. */
export function* fromNoise(ground: Ground): Begin {
  const noise = noiseOf(ground);
  return { noise, extra: yield* blankExtra(ground, ground.seeded) };
}

/** Noise over a latent. */
export function* fromLatent(ground: Ground, latent: Float32Array): Begin {
  return { ...(yield* fromNoise(ground)), latent };
}

/** Noise over a picture's latent, in the order of draws of the flavour. */
export function* fromPicture(ground: Ground, start: StartPicture): Begin {
  return yield* ground.settings.flavour === 'diffusers'
    ? fromPictureDiffusers(ground, start)
    : fromPictureWebui(ground, start);
}

function* fromPictureWebui(ground: Ground, start: StartPicture): Begin {
  const latent = inSize(
    ground,
    start,
    latentOf(yield* momentsOf(ground, start), ground.model.scalingFactor, null)
  );
  const extra = yield* extraOf(ground, start, () => null);
  return withMask(ground, start.mask, { noise: noiseOf(ground), latent, extra });
}

/** diffusers' pipelines draw the posterior only where they need the latent: an inpainting network at full strength starts from noise. */
function* fromPictureDiffusers(ground: Ground, start: StartPicture): Begin {
  const { settings, model, tools } = ground;
  const stream = tools.generator(settings.rng, settings.seed);
  if (model.task === 'edit') {
    const extra = yield* extraOf(ground, start, () => stream);
    return { noise: noiseOf(ground, stream), extra };
  }
  const noised = start.mask === null || settings.denoising_strength < 1;
  const encodes = noised || model.task === 'plain';
  const latent = encodes
    ? inSize(ground, start, latentOf(yield* momentsOf(ground, start), model.scalingFactor, stream))
    : undefined;
  const noise = noiseOf(ground, stream);
  if (start.mask && model.task === 'plain') {
    // The masked picture is encoded for every network, though only inpainting ones are shown it; the steps draw after it.
    noise.steps.randn(noise.initial.length);
  }
  const extra = yield* extraOf(ground, start, () => noise.steps);
  const begun = withMask(ground, model.task === 'plain' ? start.mask : null, { noise, latent, extra });
  return noised ? begun : { ...begun, latent: undefined };
}

/** The latent of a picture that was encoded as it is, in the size that is drawn (A1111's resize mode 3). */
function inSize({ tools, model, size }: Ground, start: Size, latent: Float32Array): Float32Array {
  const latentSize = ({ width, height }: Size): Size => ({
    width: Math.floor(width / model.latentScale),
    height: Math.floor(height / model.latentScale)
  });
  const [from, to] = [latentSize(start), latentSize(size)];
  return from.width === to.width && from.height === to.height
    ? latent
    : tools.enlargeLatent(latent, from, to, { mode: 'bilinear' });
}

/** The latent under a mask as it was, as noise, or as nothing. */
function withMask(ground: Ground, mask: StartMask | null, begun: Beginning): Beginning {
  if (!mask || !begun.latent) {
    return begun;
  }
  const { settings, tools } = ground;
  const fill = settings.inpainting_fill;
  const { rng, seed } = settings;
  const under =
    fill === 'latent noise'
      ? tools.noise({ rng, seed }, shapeOf(ground)).initial
      : fill === 'latent nothing'
        ? new Float32Array(begun.latent.length)
        : begun.latent;
  const latent = under === begun.latent ? under : blended(under, begun.latent, mask.latent);
  return { ...begun, latent, keep: { latent, mask: mask.latent } };
}

function noiseOf(ground: Ground, stream?: INoiseSource): ImageNoise {
  return ground.tools.noise(noiseSettings(ground.settings, ground.model), shapeOf(ground), stream);
}

function shapeOf({ model, size }: Ground): LatentShape {
  const { latentChannels, latentScale } = model;
  return [latentChannels, Math.floor(size.height / latentScale), Math.floor(size.width / latentScale)];
}

function* momentsOf(
  { vae }: Ground,
  { planes, width, height }: Size & { planes: Float32Array }
): Generator<Need, Moments, Answer> {
  return yield* encodedPicture({ planes, width, height, ...(vae ? { options: vae } : {}) });
}

/** The mask and masked picture of an inpainting network; the picture of an editing one, unscaled and the posterior's mean. */
function* extraOf(
  ground: Ground,
  start: StartPicture,
  noise: () => INoiseSource | null
): Generator<Need, Float32Array | undefined, Answer> {
  const { model } = ground;
  if (model.task === 'edit') {
    return (yield* momentsOf(ground, start)).mean;
  }
  if (model.task === 'plain' || !start.mask) {
    return yield* blankExtra(ground, noise());
  }
  const { maskedPlanes: planes, channel } = start.mask;
  const moments = yield* momentsOf(ground, { ...start, planes });
  return joined(channel, latentOf(moments, model.scalingFactor, noise()));
}

/** What a network with more channels is given when there is no picture: a mask of everything over grey, or no picture. */
function* blankExtra(
  ground: Ground,
  noise: INoiseSource | null
): Generator<Need, Float32Array | undefined, Answer> {
  const { model, size } = ground;
  const [channels, height, width] = shapeOf(ground);
  if (model.task === 'plain') {
    return undefined;
  }
  if (model.task === 'edit') {
    return new Float32Array(channels * height * width);
  }
  const planes = ground.tools.grey(size);
  const moments = yield* momentsOf(ground, { ...size, planes });
  return joined(new Float32Array(height * width).fill(1), latentOf(moments, model.scalingFactor, noise));
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const whole = new Float32Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
