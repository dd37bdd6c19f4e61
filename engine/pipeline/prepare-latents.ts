import type { ImageNoise, LatentShape } from '../random';
import type { INoiseSource } from '../types';
import { blended } from './blend';
import type { LatentMask } from './blend';
import type { Size } from './cell';
import type { InitImage, InitMask } from './init-image';
import { encodePicture } from './needs';
import type { Answer, Moments, Need } from './needs';
import type { PassContext } from './pass-context';
import { latentOf } from './posterior';
import { noiseSettings } from './sampling-settings';

/** What a pass begins with (diffusers' `prepare_latents`). */
export type PreparedLatents = {
  noise: ImageNoise;
  /** What the noise is laid over; a pass without one begins with noise alone. */
  initLatent?: Float32Array;
  /** Channels beside the latent for networks that take a mask or a picture. */
  imageConditioning?: Float32Array;
  /** What a mask keeps of the picture. */
  latentMask?: LatentMask;
};

type Preparing = Generator<Need, PreparedLatents, Answer>;

/** Noise alone. An inpainting network is told that all is to be drawn anew. */
export function* latentsFromNoise(context: PassContext): Preparing {
  const noise = noiseOf(context);
  return { noise, imageConditioning: yield* blankImageConditioning(context, context.seeded) };
}

/** Noise over a latent. */
export function* latentsFromLatent(context: PassContext, latent: Float32Array): Preparing {
  return { ...(yield* latentsFromNoise(context)), initLatent: latent };
}

/** Noise over a picture's latent, in the order of draws of the flavour. */
export function* latentsFromImage(context: PassContext, init: InitImage): Preparing {
  return yield* context.settings.flavour === 'diffusers'
    ? diffusersLatents(context, init)
    : webuiLatents(context, init);
}

function* webuiLatents(context: PassContext, init: InitImage): Preparing {
  const latent = resizedLatent(
    context,
    init,
    latentOf(yield* vaeMoments(context, init), context.model.scalingFactor, null)
  );
  const imageConditioning = yield* imageConditioningOf(context, init, () => null);
  return withMask(context, init.mask, { noise: noiseOf(context), initLatent: latent, imageConditioning });
}

/** diffusers' pipelines draw the posterior only where they need the latent: an inpainting network at full strength starts from noise. */
function* diffusersLatents(context: PassContext, init: InitImage): Preparing {
  const { settings, model, tools } = context;
  const stream = tools.generator(settings.rng, settings.seed);
  if (model.task === 'edit') {
    const imageConditioning = yield* imageConditioningOf(context, init, () => stream);
    return { noise: noiseOf(context, stream), imageConditioning };
  }
  const noised = init.mask === null || settings.denoising_strength < 1;
  const encodes = noised || model.task === 'plain';
  const latent = encodes
    ? resizedLatent(context, init, latentOf(yield* vaeMoments(context, init), model.scalingFactor, stream))
    : undefined;
  const noise = noiseOf(context, stream);
  if (init.mask && model.task === 'plain') {
    // The masked picture is encoded for every network, though only inpainting ones take it; the steps draw after it.
    noise.steps.randn(noise.initial.length);
  }
  const imageConditioning = yield* imageConditioningOf(context, init, () => noise.steps);
  const prepared = withMask(context, model.task === 'plain' ? init.mask : null, {
    noise,
    initLatent: latent,
    imageConditioning
  });
  return noised ? prepared : { ...prepared, initLatent: undefined };
}

/** The latent of a picture that was encoded as it is, in the size that is drawn (A1111's resize mode 3). */
function resizedLatent({ tools, model, size }: PassContext, init: Size, latent: Float32Array): Float32Array {
  const latentSize = ({ width, height }: Size): Size => ({
    width: Math.floor(width / model.latentScale),
    height: Math.floor(height / model.latentScale)
  });
  const [from, to] = [latentSize(init), latentSize(size)];
  return from.width === to.width && from.height === to.height
    ? latent
    : tools.enlargeLatent(latent, from, to, { mode: 'bilinear' });
}

/** The latent under a mask as it was, as noise, or as nothing. */
function withMask(context: PassContext, mask: InitMask | null, prepared: PreparedLatents): PreparedLatents {
  if (!mask || !prepared.initLatent) {
    return prepared;
  }
  const { settings, tools } = context;
  const fill = settings.inpainting_fill;
  const { rng, seed } = settings;
  const under =
    fill === 'latent noise'
      ? tools.noise({ rng, seed }, shapeOf(context)).initial
      : fill === 'latent nothing'
        ? new Float32Array(prepared.initLatent.length)
        : prepared.initLatent;
  const latent = under === prepared.initLatent ? under : blended(under, prepared.initLatent, mask.latent);
  return { ...prepared, initLatent: latent, latentMask: { latent, mask: mask.latent } };
}

function noiseOf(context: PassContext, stream?: INoiseSource): ImageNoise {
  return context.tools.noise(noiseSettings(context.settings, context.model), shapeOf(context), stream);
}

function shapeOf({ model, size }: PassContext): LatentShape {
  const { latentChannels, latentScale } = model;
  return [latentChannels, Math.floor(size.height / latentScale), Math.floor(size.width / latentScale)];
}

function* vaeMoments(
  { vae }: PassContext,
  { planes, width, height }: Size & { planes: Float32Array }
): Generator<Need, Moments, Answer> {
  return yield* encodePicture({ planes, width, height, ...(vae ? { options: vae } : {}) });
}

/** The mask and masked picture of an inpainting network; the picture of an editing one, unscaled and the posterior's mean. */
function* imageConditioningOf(
  context: PassContext,
  init: InitImage,
  noise: () => INoiseSource | null
): Generator<Need, Float32Array | undefined, Answer> {
  const { model } = context;
  if (model.task === 'edit') {
    return (yield* vaeMoments(context, init)).mean;
  }
  if (model.task === 'plain' || !init.mask) {
    return yield* blankImageConditioning(context, noise());
  }
  const { maskedPlanes: planes, channel } = init.mask;
  const moments = yield* vaeMoments(context, { ...init, planes });
  return joined(channel, latentOf(moments, model.scalingFactor, noise()));
}

/** What a network with more channels is given when there is no picture: a mask of everything over grey, or no picture. */
function* blankImageConditioning(
  context: PassContext,
  noise: INoiseSource | null
): Generator<Need, Float32Array | undefined, Answer> {
  const { model, size } = context;
  const [channels, height, width] = shapeOf(context);
  if (model.task === 'plain') {
    return undefined;
  }
  if (model.task === 'edit') {
    return new Float32Array(channels * height * width);
  }
  const planes = context.tools.grey(size);
  const moments = yield* vaeMoments(context, { ...size, planes });
  return joined(new Float32Array(height * width).fill(1), latentOf(moments, model.scalingFactor, noise));
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const whole = new Float32Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
