import { EngineError } from '../errors';
import { denoisedOf, guide, networkInput } from '../sampling';
import type { Ask, PredictionType } from '../types';
import { predicted } from './needs';
import type { Answer, Need, PredictNeed } from './needs';
import type { Sight } from './prompt-plan';

/** What an ask is pulled towards, how strongly, and what the network predicts. */
export type Guidance = Sight & { scale: number; prediction: PredictionType };

/** Where a run is, as a need tells it. */
export type Progress = Omit<PredictNeed, 'kind' | 'rows'>;

/**
 * The clean latent for an ask, under classifier-free guidance: the ask becomes a row per prompt, the network's outputs become clean
 * latents, and those are combined. Throws EngineError not_finite with the step when the network answers with something not a number.
 */
export function* guided(
  { x, sigma, timestep }: Ask,
  { guides, unconditional, scale, prediction }: Guidance,
  progress: Progress
): Generator<Need, Float32Array, Answer> {
  const input = networkInput(x, sigma);
  const contexts = guides.map(({ context }) => context);
  const outputs = yield* predicted({
    rows: [...contexts, ...(unconditional ? [unconditional] : [])].map(context => ({
      x: input,
      timestep,
      context
    })),
    ...progress
  });
  const denoised = outputs.map(output => denoisedOf(x, sigma, output, prediction));
  const clean = unconditional
    ? guide(
        denoised[guides.length],
        guides.map(({ weight }, i) => ({ denoised: denoised[i], weight })),
        scale
      )
    : denoised[0];
  if (!isFiniteLatent(clean)) {
    throw new EngineError('not_finite', { step: progress.step + 1 });
  }
  return clean;
}

/** NaN and infinity survive any sum; one look at it is enough. */
function isFiniteLatent(latent: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < latent.length; i++) {
    sum += latent[i];
  }
  return Number.isFinite(sum);
}
