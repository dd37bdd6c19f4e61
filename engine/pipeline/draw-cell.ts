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
import { fromLatent, fromNoise, fromPicture } from './begin';
import type { Beginning, Ground } from './begin';
import { blended } from './blend';
import type { CellRequest, DrawModels, Settings, Size } from './cell';
import { enlarged, hiresOf } from './hires';
import type { Hires } from './hires';
import { lookersOf } from './lookers';
import type { Lookers } from './lookers';
import { decoded } from './needs';
import type { Answer, CellFiles, CellRun, Need, Picture } from './needs';
import { sampled, stepsOf } from './sampled';
import type { Pass } from './sampled';
import { samplingSettings } from './sampling-settings';
import { tools as realTools } from './tools';
import type { ITools } from './tools';
import { Fault } from '../../schema/fault';

/**
 * The run of one cell. Reads nothing but its arguments and the answers to its needs, so equal cells give equal bytes whatever is drawn
 * beside them. Throws Fault unknown_choice, out_of_range, and not_finite with the step.
 */
export function* drawCell(request: CellRequest, models: DrawModels, tools: ITools = realTools): CellRun {
  const { params, files = {}, details = {} } = request;
  const settings = withDefaults(params);
  const { base: model } = models;
  const { rng, seed, flavour } = settings;
  const start = tools.start(settings, files, model);
  const hires = start ? null : hiresOf(settings, details, files, model);
  const vae = vaeOptions(settings, files);
  const [first, second] = yield* lookersOf({ settings, files, details }, models, hires?.steps);
  // A1111's NV noise seeds no generator of torch's.
  const seeded = flavour === 'a1111' && rng === 'cpu' ? tools.generator(rng, seed) : null;
  const ground: Ground = { settings, model, tools, vae, seeded, size: sizeOf(settings) };
  const begun = yield* start
    ? fromPicture(ground, start)
    : details.latent
      ? fromLatent(ground, details.latent)
      : fromNoise(ground);
  const sampling = withLatent(samplingSettings(settings, model), begun, settings);
  const stepsFirst = stepsOf(sampling);
  const stepsTotal = stepsFirst + (hires ? stepsOf(withLatentOf(hires, NO_LATENT)) : 0);
  const pass = { settings, details, stepsTotal, vae: settings.vae === null ? undefined : files.vae };
  const latent = yield* passed({ ...pass, ...first, ...begun, size: ground.size, sampling, stepsBefore: 0 });
  if (!hires) {
    const drawn = yield* pictured(ground, latent);
    return start ? start.finish(drawn) : drawn;
  }
  const larger: Ground = { ...ground, size: hires.size };
  details.observe?.(latent);
  const enlargedLatent = yield* enlarged(ground, latent, hires);
  details.observe?.(enlargedLatent);
  const again = yield* fromLatent(larger, enlargedLatent);
  const finer = yield* passed({
    ...pass,
    ...second,
    ...again,
    size: hires.size,
    sampling: withLatentOf(hires, again.latent!),
    stepsBefore: stepsFirst
  });
  return yield* pictured(larger, finer);
}

const NO_LATENT = new Float32Array(0);

const withLatentOf = ({ sampling }: Hires, latent: Float32Array): SamplingSettings => ({
  ...sampling,
  picture: { ...sampling.picture, latent }
});

/** A run of the sampler. What A1111's mask keeps is put back to the last bit; diffusers has kept it after each step. */
function* passed({
  extra,
  base,
  ...pass
}: Omit<Pass, 'base'> & Lookers & Beginning): Generator<Need, Float32Array, Answer> {
  const latent = yield* sampled({ ...pass, base: { ...base, extra } });
  const { keep, settings } = pass;
  return keep && settings.flavour === 'a1111' ? blended(latent, keep.latent, keep.mask) : latent;
}

function* pictured(
  { settings, model, vae, tools, size }: Ground,
  latent: Float32Array
): Generator<Need, Picture, Answer> {
  const height = Math.floor(size.height / model.latentScale);
  const width = Math.floor(size.width / model.latentScale);
  const planes = yield* decoded(latent, height, width, vae);
  const pixels = { width: width * model.latentScale, height: height * model.latentScale };
  return tools.toPicture(planes, pixels, settings.flavour);
}

function withLatent(
  sampling: SamplingSettings,
  { latent }: Beginning,
  { denoising_strength: strength, initial_noise_multiplier: noiseMultiplier }: Settings
): SamplingSettings {
  return latent
    ? { ...sampling, picture: { latent, strength, ...(noiseMultiplier === 1 ? {} : { noiseMultiplier }) } }
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
