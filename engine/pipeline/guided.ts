import { denoisedOf, networkInput } from '../sampling';
import type { Ask, LoraUse, PredictionType } from '../types';
import { blended } from './blend';
import type { Blend } from './blend';
import { combine } from './combine';
import type { Seen } from './combine';
import { predicted } from './needs';
import type { Answer, Context, Need, PredictNeed, Row } from './needs';
import type { Sight } from './prompt-plan';
import { Fault } from '../../schema/fault';

/** What an ask is pulled towards, how strongly, and what the network predicts and is given beside the latent. */
export type Guidance = Sight & {
  scale: number;
  /** Share of guidance rescale; 0 is off. */
  rescale: number;
  prediction: PredictionType;
  loras: readonly LoraUse[];
  /** SDXL's size ids, beside the prompt and beside the negative prompt. */
  ids?: readonly number[];
  negativeIds?: readonly number[];
  /** Channels beside the latent: an inpainting network's mask and masked picture, an editing network's picture. */
  extra?: Float32Array;
  /** An editing network's second scale, where it is guided by the picture as well. */
  imageScale?: number;
  /** LCM's scale, which the network takes as a number. */
  guidance?: number;
  /** What a mask keeps; `before` the network sees it, or after. */
  keep?: Blend & { before: boolean };
};

/** Where a run is, as a need tells it. */
export type Progress = Omit<PredictNeed, 'kind' | 'rows'>;

/** An ask that may want to know what the negative prompt alone implies. */
export type GuidedAsk = Ask & { unconditional?(denoised: Float32Array): void };

/**
 * The clean latent for an ask, under classifier-free guidance: the ask becomes a row per prompt, the network's outputs become clean
 * latents, and those are combined. Throws Fault not_finite with the step when the network answers with something not a number.
 */
export function* guided(
  { x, sigma, timestep, unconditional: tell }: GuidedAsk,
  guidance: Guidance,
  progress: Progress
): Generator<Need, Float32Array, Answer> {
  const { keep, prediction, guides } = guidance;
  // A1111's DDIM, PLMS and UniPC show the network the kept part without its noise.
  const shown = keep?.before ? blended(x, scaledAt(sigma, keep.latent), keep.mask) : x;
  const seen: Seen = { x: shown, sigma, prediction };
  const rows = rowsOf(guidance, networkInput(shown, sigma), timestep);
  const outputs = yield* predicted({ rows, ...progress });
  const weights = guides.map(({ weight }) => weight);
  const denoised = combine(outputs, { ...guidance, weights }, seen);
  if (!isFiniteLatent(denoised)) {
    throw new Fault('not_finite', { step: progress.step + 1 });
  }
  const negative = outputs[guides.length] as Float32Array | undefined;
  if (negative) {
    tell?.(denoisedOf(shown, sigma, negative, prediction));
  }
  if (!keep) {
    return denoised;
  }
  // The noise that was seen, taken from the sampler's own x; or the clean latent itself.
  return keep.before
    ? denoised.map((value, k) => value + (x[k] - shown[k]))
    : blended(denoised, keep.latent, keep.mask);
}

/** A row per part of the prompt; the negative prompt's; for an editing network one with the negative prompt and no picture. */
function rowsOf(guidance: Guidance, x: Float32Array, timestep: number): Row[] {
  const { guides, unconditional, ids, negativeIds, extra, imageScale, loras } = guidance;
  const common = {
    x,
    timestep,
    ...(extra ? { extra } : {}),
    ...(loras.length > 0 ? { loras } : {}),
    ...(guidance.guidance === undefined ? {} : { guidance: guidance.guidance })
  };
  const row = (context: Context, sizes: readonly number[] | undefined): Row => ({
    ...common,
    context,
    ...(sizes ? { ids: sizes } : {})
  });
  const rows = guides.map(({ context }) => row(context, ids));
  if (unconditional) {
    rows.push(row(unconditional, negativeIds));
    if (extra && imageScale !== undefined) {
      rows.push({ ...row(unconditional, negativeIds), extra: new Float32Array(extra.length) });
    }
  }
  return rows;
}

/** A clean latent as an x of `sigma` is scaled when the network's input is of unit variance. */
function scaledAt(sigma: number, latent: Float32Array): Float32Array {
  const scale = Math.sqrt(sigma * sigma + 1);
  return latent.map(value => value * scale);
}

/** NaN and infinity survive any sum; one look at it is enough. */
function isFiniteLatent(latent: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < latent.length; i++) {
    sum += latent[i];
  }
  return Number.isFinite(sum);
}
