import type { ImageNoise } from '../random';
import { CFGPP_SCALE, findSampler, planSampling, startSampling, stepsCounted } from '../sampling';
import type { SamplingSettings } from '../sampling';
import type { Ask } from '../types';
import { blended } from './blend';
import type { Blend } from './blend';
import type { CellDetails, DrawModel, Settings, Size } from './cell';
import { guided } from './guided';
import type { Guidance, Progress } from './guided';
import type { Answer, CheckpointFile, Context, Need } from './needs';
import type { PromptPlan, Sight } from './prompt-plan';
import { predictionOf } from './sampling-settings';
import { sizeIdsOf } from './size-ids';

/** A checkpoint at work in a pass: what it looks at, and what it is given beside the latent. */
export type Looker = {
  model: DrawModel;
  /** The refiner's; not said for the cell's own. */
  checkpoint?: CheckpointFile;
  prompts: PromptPlan;
  contexts: readonly Context[];
  /** An inpainting network's mask and masked picture, an editing network's picture. */
  extra?: Float32Array;
};

/** One run of the sampler: a cell's only one, or the first or second of the hires fix. */
export type Pass = {
  settings: Settings;
  details: CellDetails;
  size: Size;
  sampling: SamplingSettings;
  noise: ImageNoise;
  base: Looker;
  /** Takes over from the base once the noise is low enough. */
  refiner?: Looker;
  /** What a mask keeps of the picture it starts from. */
  keep?: Blend;
  /** The VAE that previews are of, where it isn't the checkpoint's own. */
  vae?: string;
  /** Steps of the passes before this one, and of all. */
  stepsBefore: number;
  stepsTotal: number;
};

/** The steps of a run. */
export const stepsOf = (sampling: SamplingSettings): number => planSampling(sampling).plan.sigmas.length - 1;

/** The latent that a pass ends with. Throws Fault unknown_choice, and not_finite with the step. */
export function* sampled(pass: Pass): Generator<Need, Float32Array, Answer> {
  const { settings, base, refiner, stepsBefore } = pass;
  const { sigmas } = planSampling(pass.sampling).plan;
  const steps = sigmas.length - 1;
  const { latentScale } = base.model;
  const place = {
    height: Math.floor(pass.size.height / latentScale),
    width: Math.floor(pass.size.width / latentScale),
    flavour: settings.flavour,
    ...(settings.tiling ? { tiling: true } : {}),
    ...(pass.vae ? { vae: pass.vae } : {}),
    steps: pass.stepsTotal
  };
  const sampling = startSampling(hooked(pass), pass.noise);
  let step = 0;
  let denoised: Float32Array | null = null;
  let turn = sampling.next();
  for (let call = 0; !turn.done; call++) {
    const ask = turn.value;
    // A step may take several evaluations; it is done when one asks at or below its lower sigma.
    while (step + 1 < steps && ask.sigma <= sigmas[step + 1]) {
      step++;
    }
    const looker = refiner && isRefined(ask.timestep, settings) ? refiner : base;
    const guidance = guidanceOf(pass, looker, sightAt(pass, looker, ask, call, steps));
    const { checkpoint } = looker;
    const progress: Progress = {
      ...place,
      ...(checkpoint ? { checkpoint } : {}),
      step: stepsBefore + step,
      denoised
    };
    denoised = yield* guided(ask, guidance, progress);
    turn = sampling.next(denoised);
  }
  return turn.value;
}

/** In the diffusers flavour a mask keeps the picture after each step, as noisy as the step left the rest. */
function hooked({ sampling, settings, keep, details }: Pass): SamplingSettings {
  const { observe } = details;
  if (settings.flavour !== 'diffusers' || (!keep && !observe)) {
    return sampling;
  }
  return {
    ...sampling,
    afterStep: (x, _call, noised) => {
      const next = keep ? blended(x, noised(keep.latent), keep.mask) : x;
      observe?.(next);
      return next;
    }
  };
}

/** Timesteps that networks are trained on. */
const TIMESTEPS = 1000;

/**
 * Whether the refiner looks at a timestep. Both go by the network's clock, not by the count of steps: A1111 by the nearest whole timestep,
 * diffusers (`denoising_end` of one pipeline, `denoising_start` of the other) by the timestep itself.
 */
function isRefined(timestep: number, { flavour, refiner_switch_at: share }: Settings): boolean {
  return flavour === 'diffusers'
    ? timestep < Math.round(TIMESTEPS - share * TIMESTEPS)
    : (TIMESTEPS - 1 - Math.round(timestep)) / TIMESTEPS >= share;
}

/** What a call looks at: early, or late and every other time, without the negative prompt where that is asked for. */
function sightAt(
  { settings, sampling }: Pass,
  { prompts, contexts, model }: Looker,
  { sigma }: Ask,
  call: number,
  steps: number
): Sight {
  const { skip_early_cond: early, s_min_uncond: least } = settings;
  const sight = prompts.sightAt(call, contexts);
  const counted = settings.flavour === 'a1111' ? stepsCounted(sampling) : steps;
  const calls = counted * findSampler(sampling.sampler).sampler.order;
  const skipped =
    (early > 0 && call / calls <= early) ||
    (least > 0 && call % 2 === 1 && sigma < least && model.task !== 'edit');
  return skipped ? { ...sight, unconditional: null } : sight;
}

function guidanceOf(
  { settings, details, size, sampling, keep }: Pass,
  { model, prompts, extra }: Looker,
  sight: Sight
): Guidance {
  const { sampler } = findSampler(sampling.sampler);
  const { cfg_scale: scale } = settings;
  const { positive: ids, negative: negativeIds } = sizeIdsOf(model, size, details);
  return {
    ...sight,
    scale: sampler.guidance === 'cfg++' ? scale * CFGPP_SCALE : scale,
    rescale: settings.cfg_rescale,
    prediction: predictionOf(settings, model),
    loras: prompts.loras,
    ids,
    negativeIds,
    extra,
    ...(model.task === 'edit' && settings.image_cfg_scale !== 1
      ? { imageScale: settings.image_cfg_scale }
      : {}),
    ...(model.guidanceDim > 0 ? { guidance: scale - 1 } : {}),
    ...(keep && settings.flavour === 'a1111' ? { keep: { ...keep, before: sampler.space === 'vp' } } : {})
  };
}
