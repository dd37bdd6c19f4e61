/**
 * What a cell under way needs from whoever drives it: prompts encoded, rows evaluated, a latent decoded. A cell is a generator that
 * yields one need at a time and is sent the answer; it knows no batching, no cache and no process. Two drivers exist, the engine's
 * child process and the shadow run that counts evaluations.
 */

import type { Emphasis } from '../prompt';

/** Whose timesteps, noise order and rounding. */
export type Flavour = 'a1111' | 'diffusers';

/** A prompt and all that decides its encoding. */
export type PromptText = { text: string; clipSkip: number; emphasis: Emphasis };

/** An encoded prompt: (tokens, contextDim). Two with one `id` hold the same numbers. */
export type Context = { id: string; data: Float32Array; tokens: number };

/** One evaluation of the UNet: the scaled input (4, height, width), its timestep and the prompt it looks at. */
export type Row = { x: Float32Array; timestep: number; context: Context };

export type EncodeNeed = { kind: 'encode'; prompts: PromptText[] };
export type PredictNeed = {
  kind: 'predict';
  rows: Row[];
  /** Of the latent, so in units of eight pixels. */
  height: number;
  width: number;
  /** Whose rule joins the UNet's levels where a size can't be halved evenly. */
  flavour: Flavour;
  /** Steps done, of `steps`. */
  step: number;
  steps: number;
  /** The clean latent the last evaluation implied, for a preview; null before the first. */
  denoised: Float32Array | null;
};
export type DecodeNeed = { kind: 'decode'; latent: Float32Array; height: number; width: number };

export type Need = EncodeNeed | PredictNeed | DecodeNeed;
/** The answer to each kind: a context per prompt, the raw output per row, the RGB planes. */
export type Answer = Context[] | Float32Array[] | Float32Array;

/** 8-bit RGB, three bytes a pixel, rows from the top. */
export type Picture = { width: number; height: number; rgb: Uint8Array };

/** A cell under way. */
export type CellRun = Generator<Need, Picture, Answer>;

/** Asks for encoded prompts, in order. */
export function* encoded(prompts: PromptText[]): Generator<Need, Context[], Answer> {
  return (yield { kind: 'encode', prompts }) as Context[];
}

/** Asks for the network's raw output of each row, in order. */
export function* predicted(need: Omit<PredictNeed, 'kind'>): Generator<Need, Float32Array[], Answer> {
  return (yield { kind: 'predict', ...need }) as Float32Array[];
}

/** Asks for the RGB planes (3, 8·height, 8·width) of a latent. */
export function* decoded(
  latent: Float32Array,
  height: number,
  width: number
): Generator<Need, Float32Array, Answer> {
  return (yield { kind: 'decode', latent, height, width }) as Float32Array;
}
