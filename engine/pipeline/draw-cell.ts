/**
 * The run of one cell, from its parameters to an 8-bit picture: prompts to contexts, seed to noise, noise (or a picture's latent with
 * noise over it) to a latent under guidance, latent to picture; with the hires fix a second time at a larger size.
 *
 * The order of the draws of noise is the reference's. A1111 draws the noise of a pass first, then that of its steps; what it draws when
 * it encodes a picture comes from torch's global generator, which the noise of a pass has just seeded, or, before any noise, from
 * nothing one could repeat: there the posterior's mean stands for it. diffusers draws all from one generator: the picture's posterior,
 * the noise, the masked picture's posterior, the steps.
 */
import { withDefaults } from '../../schema/catalogue';
import type { SamplingSettings } from '../sampling';
import type { VaeOptions } from '../types';
import { blended } from './blend';
import { caredFor } from './care';
import type { CellRequest, DrawModels, Settings, Size } from './cell';
import { upscaledLatent, hiresOf } from './hires';
import type { Hires } from './hires';
import { prepareDenoisers } from './denoisers';
import type { Denoisers } from './denoisers';
import { decodeLatent } from './needs';
import type { Answer, CellFiles, CellRun, Need, Picture } from './needs';
import type { PassContext } from './pass-context';
import { latentsFromImage, latentsFromLatent, latentsFromNoise } from './prepare-latents';
import type { PreparedLatents } from './prepare-latents';
import { samplePass, stepsOf } from './sample-pass';
import type { Pass } from './sample-pass';
import { samplingSettings } from './sampling-settings';
import { tools as realTools } from './tools';
import type { ITools } from './tools';
import { Fault } from '../../schema/fault';

/**
 * The run of one cell. Reads nothing but its arguments and the answers to its needs, so equal cells give equal bytes whatever is drawn
 * beside them. Throws Fault unknown_choice, out_of_range, and not_finite with the step.
 */
export function* drawCell(request: CellRequest, models: DrawModels, tools: ITools = realTools): CellRun {
  const settings = withDefaults(request.params);
  const drawn = yield* drawnPicture(request, settings, models, tools);
  const picture = yield* caredFor(drawn, settings, request.files ?? {}, tools);
  return picture === drawn ? picture : { ...picture, drawn };
}

/** The run of a cell whose picture was drawn before, or was given: care alone. */
export function* careForCell(
  { params, files }: CellRequest & { files: CellFiles & Required<Pick<CellFiles, 'drawn'>> },
  tools: ITools = realTools
): CellRun {
  return yield* caredFor(files.drawn, withDefaults(params), files, tools);
}

function* drawnPicture(
  { files = {}, details = {} }: CellRequest,
  settings: Settings,
  models: DrawModels,
  tools: ITools
): Generator<Need, Picture, Answer> {
  const { base: model } = models;
  const { rng, seed, flavour } = settings;
  const init = tools.initImage(settings, files, model);
  const hires = init ? null : hiresOf(settings, details, files, model);
  const vae = vaeOptions(settings, files);
  const [first, second] = yield* prepareDenoisers({ settings, files, details }, models, hires?.steps);
  // A1111's NV noise seeds no generator of torch's.
  const seeded = flavour === 'a1111' && rng === 'cpu' ? tools.generator(rng, seed) : null;
  const context: PassContext = { settings, model, tools, vae, seeded, size: sizeOf(settings) };
  const prepared = yield* init
    ? latentsFromImage(context, init)
    : details.latent
      ? latentsFromLatent(context, details.latent)
      : latentsFromNoise(context);
  const sampling = withInitLatent(samplingSettings(settings, model), prepared, settings);
  const stepsFirst = stepsOf(sampling);
  const stepsTotal = stepsFirst + (hires ? stepsOf(withHiresLatent(hires, NO_LATENT)) : 0);
  const pass = { settings, details, stepsTotal, vae: settings.vae === null ? undefined : files.vae };
  const latent = yield* maskedPass({
    ...pass,
    ...first,
    ...prepared,
    size: context.size,
    sampling,
    stepsBefore: 0
  });
  if (!hires) {
    const drawn = yield* decodePicture(context, latent);
    return init ? init.finish(drawn) : drawn;
  }
  const larger: PassContext = { ...context, size: hires.size };
  details.observe?.(latent);
  const upscaled = yield* upscaledLatent(context, latent, hires);
  details.observe?.(upscaled);
  const again = yield* latentsFromLatent(larger, upscaled);
  const finer = yield* maskedPass({
    ...pass,
    ...second,
    ...again,
    size: hires.size,
    sampling: withHiresLatent(hires, upscaled),
    stepsBefore: stepsFirst
  });
  return yield* decodePicture(larger, finer);
}

const NO_LATENT = new Float32Array(0);

const withHiresLatent = ({ sampling }: Hires, latent: Float32Array): SamplingSettings => ({
  ...sampling,
  init: { ...sampling.init, latent }
});

/** A run of the sampler. What A1111's mask keeps is put back to the last bit; diffusers has kept it after each step. */
function* maskedPass({
  imageConditioning,
  base,
  ...pass
}: Omit<Pass, 'base'> & Denoisers & PreparedLatents): Generator<Need, Float32Array, Answer> {
  const latent = yield* samplePass({ ...pass, base: { ...base, imageConditioning } });
  const { latentMask, settings } = pass;
  return latentMask && settings.flavour === 'a1111'
    ? blended(latent, latentMask.latent, latentMask.mask)
    : latent;
}

function* decodePicture(
  { settings, model, vae, tools, size }: PassContext,
  latent: Float32Array
): Generator<Need, Picture, Answer> {
  const height = Math.floor(size.height / model.latentScale);
  const width = Math.floor(size.width / model.latentScale);
  const planes = yield* decodeLatent(latent, height, width, vae);
  const pixels = { width: width * model.latentScale, height: height * model.latentScale };
  return tools.toPicture(planes, pixels, settings.flavour);
}

function withInitLatent(
  sampling: SamplingSettings,
  { initLatent: latent }: PreparedLatents,
  { denoising_strength: strength, initial_noise_multiplier: noiseMultiplier }: Settings
): SamplingSettings {
  return latent
    ? { ...sampling, init: { latent, strength, ...(noiseMultiplier === 1 ? {} : { noiseMultiplier }) } }
    : sampling;
}

const sizeOf = ({ width, height }: Settings): Size => ({ width, height });

/** The VAE of a cell, where it is not simply the checkpoint's. */
function vaeOptions(settings: Settings, { vae }: CellFiles): VaeOptions | undefined {
  const { tiling, vae_tiling: tiled } = settings;
  if (settings.vae !== null && vae === undefined) {
    throw new Fault('unknown_choice', { param: 'vae', value: settings.vae, choices: [] });
  }
  const options = {
    ...(settings.vae !== null ? { vae } : {}),
    ...(tiling ? { tiling } : {}),
    ...(tiled ? { tiled } : {})
  };
  return Object.keys(options).length > 0 ? options : undefined;
}
