import { EngineError } from '../errors';
import { denoisedOf, guide, networkInput } from '../sampling';
import type { Ask, PredictionType } from '../types';
import { predicted } from './needs';
import type { Answer, Context, Need, PredictNeed } from './needs';

/** What pulls a latent towards a prompt. Without `unconditional` there is one evaluation an ask, else two. */
export type Guidance = {
  conditional: Context;
  unconditional: Context | null;
  scale: number;
  prediction: PredictionType;
};

/** Where a run is, as a need tells it. */
export type Progress = Omit<PredictNeed, 'kind' | 'rows'>;

/**
 * The clean latent for an ask, under classifier-free guidance: the ask becomes a row per prompt, the network's outputs become clean
 * latents, and those are combined. Throws EngineError not_finite with the step when the network answers with something not a number.
 */
export function* guided(
  { x, sigma, timestep }: Ask,
  { conditional, unconditional, scale, prediction }: Guidance,
  progress: Progress
): Generator<Need, Float32Array, Answer> {
  const input = networkInput(x, sigma);
  const contexts = unconditional ? [conditional, unconditional] : [conditional];
  const outputs = yield* predicted({
    rows: contexts.map(context => ({ x: input, timestep, context })),
    ...progress
  });
  const [denoised, away] = outputs.map(output => denoisedOf(x, sigma, output, prediction));
  const clean = away ? guide(away, [{ denoised, weight: 1 }], scale) : denoised;
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
