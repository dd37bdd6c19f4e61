import { denoisedOf, networkInput } from '../sampling';
import type { Ask, LoraUse, PredictionType } from '../types';
import { blended } from './blend';
import type { LatentMask } from './blend';
import { guidedDenoised } from './guided-denoised';
import { predictRows } from './needs';
import type { Answer, EncodedPrompt, Need, PredictNeed, Row } from './needs';
import type { PromptConditioning } from './prompt-plan';
import { Fault } from '../../schema/fault';

/** What an ask is guided towards, how strongly, and what the network predicts and is given beside the latent. */
export type Guidance = PromptConditioning & {
  scale: number;
  /** Share of guidance rescale; 0 is off. */
  rescale: number;
  prediction: PredictionType;
  loras: readonly LoraUse[];
  /** SDXL's size ids, beside the prompt and beside the negative prompt. */
  ids?: readonly number[];
  negativeIds?: readonly number[];
  /** Channels beside the latent: an inpainting network's mask and masked picture, an editing network's picture. */
  imageConditioning?: Float32Array;
  /** An editing network's second scale, where it is guided by the picture as well. */
  imageScale?: number;
  /** LCM's scale, which the network takes as a number. */
  guidance?: number;
  /** What a mask keeps; `before` the network sees it, or after. */
  latentMask?: LatentMask & { before: boolean };
};

/** Where a run is, as a need tells it. */
export type Progress = Omit<PredictNeed, 'kind' | 'rows'>;

/**
 * The clean latent for an ask, under classifier-free guidance: the ask becomes a row per prompt, the network's outputs become clean
 * latents, and those are combined. Throws Fault not_finite with the step when the network answers with something not a number.
 */
export function* denoise(
  { x, sigma, timestep, unconditional: tell }: Ask,
  guidance: Guidance,
  progress: Progress
): Generator<Need, Float32Array, Answer> {
  const { latentMask, prediction, conditionals } = guidance;
  // A1111's DDIM, PLMS and UniPC show the network the kept part without its noise.
  const input = latentMask?.before ? blended(x, scaledAt(sigma, latentMask.latent), latentMask.mask) : x;
  const rows = rowsOf(guidance, networkInput(input, sigma), timestep);
  const outputs = yield* predictRows({ rows, ...progress });
  const weights = conditionals.map(({ weight }) => weight);
  const denoised = guidedDenoised(outputs, { ...guidance, weights }, { x: input, sigma, prediction });
  if (!isFiniteLatent(denoised)) {
    throw new Fault('not_finite', { step: progress.step + 1 });
  }
  const negative = outputs[conditionals.length] as Float32Array | undefined;
  if (negative) {
    tell?.(denoisedOf(input, sigma, negative, prediction));
  }
  if (!latentMask) {
    return denoised;
  }
  // The noise in the network's input, taken from the sampler's own x; or the clean latent itself.
  return latentMask.before
    ? denoised.map((value, k) => value + (x[k] - input[k]))
    : blended(denoised, latentMask.latent, latentMask.mask);
}

/** A row per part of the prompt; the negative prompt's; for an editing network one with the negative prompt and no picture. */
function rowsOf(guidance: Guidance, x: Float32Array, timestep: number): Row[] {
  const { conditionals, unconditional, ids, negativeIds, imageConditioning, imageScale, loras } = guidance;
  const common = {
    x,
    timestep,
    ...(imageConditioning ? { imageConditioning } : {}),
    ...(loras.length > 0 ? { loras } : {}),
    ...(guidance.guidance === undefined ? {} : { guidance: guidance.guidance })
  };
  const row = (context: EncodedPrompt, sizes: readonly number[] | undefined): Row => ({
    ...common,
    context,
    ...(sizes ? { ids: sizes } : {})
  });
  const rows = conditionals.map(({ context }) => row(context, ids));
  if (unconditional) {
    rows.push(row(unconditional, negativeIds));
    if (imageConditioning && imageScale !== undefined) {
      rows.push({
        ...row(unconditional, negativeIds),
        imageConditioning: new Float32Array(imageConditioning.length)
      });
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
