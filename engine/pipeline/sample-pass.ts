import type { ImageNoise } from '../random';
import { CFGPP_SCALE, findSampler, planSampling, startSampling, stepsCounted } from '../sampling';
import type { SamplingSettings } from '../sampling';
import type { Ask } from '../types';
import { blended } from './blend';
import type { LatentMask } from './blend';
import type { CellDetails, Settings, Size } from './cell';
import { denoise } from './denoise';
import type { Guidance, Progress } from './denoise';
import type { Denoiser } from './denoisers';
import type { Answer, Need } from './needs';
import type { PromptConditioning } from './prompt-plan';
import { predictionOf } from './sampling-settings';
import { sizeIdsOf } from './size-ids';

/** One run of the sampler: a cell's only one, or the first or second of the hires fix. */
export type Pass = {
  settings: Settings;
  details: CellDetails;
  size: Size;
  sampling: SamplingSettings;
  noise: ImageNoise;
  base: Denoiser;
  /** Takes over from the base once the noise is low enough. */
  refiner?: Denoiser;
  /** What a mask keeps of the picture it starts from. */
  latentMask?: LatentMask;
  /** The VAE that previews are of, where it isn't the checkpoint's own. */
  vae?: string;
  /** Steps of the passes before this one, and of all. */
  stepsBefore: number;
  stepsTotal: number;
};

/** The steps of a run. */
export const stepsOf = (sampling: SamplingSettings): number => planSampling(sampling).plan.sigmas.length - 1;

/** The latent that a pass ends with. Throws Fault unknown_choice, and not_finite with the step. */
export function* samplePass(pass: Pass): Generator<Need, Float32Array, Answer> {
  const { settings, base, refiner, stepsBefore } = pass;
  const { sigmas } = planSampling(pass.sampling).plan;
  const steps = sigmas.length - 1;
  const { latentScale } = base.model;
  const common = {
    height: Math.floor(pass.size.height / latentScale),
    width: Math.floor(pass.size.width / latentScale),
    flavour: settings.flavour,
    ...(settings.tiling ? { tiling: true } : {}),
    ...(pass.vae ? { vae: pass.vae } : {}),
    steps: pass.stepsTotal
  };
  const sampling = startSampling(withStepHook(pass), pass.noise);
  const ofBase = guidanceOf(pass, base);
  let ofRefiner: ReturnType<typeof guidanceOf> | undefined;
  let step = 0;
  let denoised: Float32Array | null = null;
  let turn = sampling.next();
  for (let call = 0; !turn.done; call++) {
    const ask = turn.value;
    // A step may take several evaluations; it is done when one asks at or below its lower sigma.
    while (step + 1 < steps && ask.sigma <= sigmas[step + 1]) {
      step++;
    }
    const denoiser = refiner && usesRefiner(ask.timestep, settings) ? refiner : base;
    const guidance = {
      ...conditioningAt(pass, denoiser, ask, call, steps),
      ...(denoiser === base ? ofBase : (ofRefiner ??= guidanceOf(pass, denoiser)))
    };
    const { checkpoint } = denoiser;
    const progress: Progress = {
      ...common,
      ...(checkpoint ? { checkpoint } : {}),
      step: stepsBefore + step,
      denoised
    };
    denoised = yield* denoise(ask, guidance, progress);
    turn = sampling.next(denoised);
  }
  return turn.value;
}

/** In the diffusers flavour a mask keeps the picture after each step, as noisy as the step left the rest. */
function withStepHook({ sampling, settings, latentMask, details }: Pass): SamplingSettings {
  const { observe } = details;
  if (settings.flavour !== 'diffusers' || (!latentMask && !observe)) {
    return sampling;
  }
  return {
    ...sampling,
    onStepEnd: (x, _call, noised) => {
      const next = latentMask ? blended(x, noised(latentMask.latent), latentMask.mask) : x;
      observe?.(next);
      return next;
    }
  };
}

/** Timesteps that networks are trained on. */
const TIMESTEPS = 1000;

/**
 * Whether the refiner denoises at a timestep. Both go by the network's clock, not by the count of steps: A1111 by the nearest whole timestep,
 * diffusers (`denoising_end` of one pipeline, `denoising_start` of the other) by the timestep itself.
 */
function usesRefiner(timestep: number, { flavour, refiner_switch_at: share }: Settings): boolean {
  return flavour === 'diffusers'
    ? timestep < Math.round(TIMESTEPS - share * TIMESTEPS)
    : (TIMESTEPS - 1 - Math.round(timestep)) / TIMESTEPS >= share;
}

/** The conditioning of a call: early, or late and every other time, without the negative prompt where that is asked for. */
function conditioningAt(
  { settings, sampling }: Pass,
  { prompts, contexts, model }: Denoiser,
  { sigma }: Ask,
  call: number,
  steps: number
): PromptConditioning {
  const { skip_early_cond: early, s_min_uncond: least } = settings;
  const conditioning = prompts.conditioningAt(call, contexts);
  const counted = settings.flavour === 'a1111' ? stepsCounted(sampling) : steps;
  const calls = counted * findSampler(sampling.sampler).sampler.order;
  const skipped =
    (early > 0 && call / calls <= early) ||
    (least > 0 && call % 2 === 1 && sigma < least && model.task !== 'edit');
  return skipped ? { ...conditioning, unconditional: null } : conditioning;
}

/** What of a denoiser's guidance is the same in every call. */
function guidanceOf(
  { settings, details, size, sampling, latentMask }: Pass,
  { model, prompts, imageConditioning }: Denoiser
): Omit<Guidance, keyof PromptConditioning> {
  const { sampler } = findSampler(sampling.sampler);
  const { cfg_scale: scale } = settings;
  const { positive: ids, negative: negativeIds } = sizeIdsOf(model, size, details);
  return {
    scale: sampler.guidance === 'cfg++' ? scale * CFGPP_SCALE : scale,
    rescale: settings.cfg_rescale,
    prediction: predictionOf(settings, model),
    loras: prompts.loras,
    ids,
    negativeIds,
    imageConditioning,
    ...(model.task === 'edit' && settings.image_cfg_scale !== 1
      ? { imageScale: settings.image_cfg_scale }
      : {}),
    ...(model.guidanceDim > 0 ? { guidance: scale - 1 } : {}),
    ...(latentMask && settings.flavour === 'a1111'
      ? { latentMask: { ...latentMask, before: sampler.space === 'vp' } }
      : {})
  };
}
