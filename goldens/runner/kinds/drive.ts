import { findSampler } from '../../../engine/sampling';

/** Runs a sampler on a formula: its final latent, and what it asked. */
export function drive<Q extends { x: Float32Array }>(
  steps: Generator<Q, Float32Array, Float32Array>,
  denoise: (call: Q) => Float32Array
): { latents: Float32Array; asks: Float32Array[] } {
  const asks: Float32Array[] = [];
  let turn = steps.next();
  while (!turn.done) {
    asks.push(turn.value.x);
    turn = steps.next(denoise(turn.value));
  }
  return { latents: turn.value, asks };
}

/** The sampler of exactly that name, if it is one of ours. */
export function samplerNamed(name: string): ReturnType<typeof findSampler> | null {
  try {
    const found = findSampler(name);
    return found.sampler.name === name ? found : null;
  } catch {
    return null;
  }
}
