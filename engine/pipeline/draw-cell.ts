import type { CellParams } from '../../schema/wire';
import { openNoise } from '../random';
import type { ImageNoise, LatentShape, NoiseSettings } from '../random';
import { planSampling, startSampling } from '../sampling';
import type { SamplingSettings, SchedulerConfig } from '../sampling';
import type { PredictionType } from '../types';
import { guided } from './guided';
import type { Progress } from './guided';
import { decoded, encoded } from './needs';
import type { Answer, CellRun, Need } from './needs';
import { toRgb } from './picture';
import { planPrompts } from './prompt-plan';
import type { Sight } from './prompt-plan';

/** What drawing must know of a checkpoint. */
export type DrawModel = {
  latentChannels: number;
  /** Pixels that one latent pixel spans. */
  latentScale: number;
  predictionType: PredictionType;
  /** Its scheduler_config.json, or nothing for SD1.x's own. */
  scheduler: SchedulerConfig;
};

/** Where noise comes from: the generators, or the shadow's stand-in. */
export type NoiseOpener = (settings: NoiseSettings, shape: LatentShape) => ImageNoise;

/**
 * The run of one cell: prompts to contexts, seed to noise, noise to a latent under guidance, latent to an 8-bit picture. Reads nothing
 * but its arguments and the answers to its needs, so equal cells give equal bytes whatever is drawn beside them.
 * Throws EngineError unknown_choice, and not_finite with the step.
 */
export function* drawCell(
  params: CellParams,
  model: DrawModel,
  openNoises: NoiseOpener = openNoise
): CellRun {
  const height = Math.floor(params.height / model.latentScale);
  const width = Math.floor(params.width / model.latentScale);
  const plan = planPrompts(params);
  const contexts = yield* encoded(plan.prompts);
  const noise = openNoises(noiseSettings(params), [model.latentChannels, height, width]);
  const sightAt = (call: number): Sight => plan.sightAt(call, contexts);
  const latent = yield* sampled(params, model, noise, sightAt, height, width);
  const planes = yield* decoded(latent, height, width);
  const rgb = toRgb(planes, params.flavour);
  return { width: width * model.latentScale, height: height * model.latentScale, rgb };
}

/** How a cell's noise is drawn. */
export function noiseSettings(params: CellParams): NoiseSettings {
  const { rng, seed, subseed, subseed_strength: subseedStrength, ensd } = params;
  return { rng, seed, subseed, subseedStrength, ensd };
}

/** How a cell is sampled. */
export function samplingSettings(params: CellParams, { scheduler: config }: DrawModel): SamplingSettings {
  const { sampler, scheduler, steps, eta, flavour } = params;
  return { sampler, scheduler, steps, eta, flavour, config };
}

function* sampled(
  params: CellParams,
  model: DrawModel,
  noise: ImageNoise,
  sightAt: (call: number) => Sight,
  height: number,
  width: number
): Generator<Need, Float32Array, Answer> {
  const settings = samplingSettings(params, model);
  const { sigmas } = planSampling(settings).plan;
  const steps = sigmas.length - 1;
  const sampling = startSampling(settings, noise);
  let step = 0;
  let denoised: Float32Array | null = null;
  let turn = sampling.next();
  for (let call = 0; !turn.done; call++) {
    // A step may take several evaluations; it is done when one asks at or below its lower sigma.
    while (step + 1 < steps && turn.value.sigma <= sigmas[step + 1]) {
      step++;
    }
    const progress: Progress = { height, width, flavour: params.flavour, step, steps, denoised };
    const guidance = { ...sightAt(call), scale: params.cfg_scale, prediction: model.predictionType };
    denoised = yield* guided(turn.value, guidance, progress);
    turn = sampling.next(denoised);
  }
  return turn.value;
}
