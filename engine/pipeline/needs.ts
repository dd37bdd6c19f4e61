/**
 * What a cell under way needs from whoever drives it: prompts encoded, rows evaluated, a latent decoded. A cell is a generator that
 * yields one need at a time and is sent the answer; it knows no batching, no cache and no process. Two drivers exist, the engine's
 * child process and the shadow run that counts evaluations.
 */

import type { PromptOptions } from '../text';
import type { Flavour, UNetRow, VaeOptions } from '../types';

/** A checkpoint on disk; `path` is the folder or the file. */
export type CheckpointFile = { name: string; path: string };

/** A prompt and all that decides its encoding. */
export type PromptText = PromptOptions &
  Required<Pick<PromptOptions, 'clipSkip' | 'emphasis'>> & {
    text: string;
    /** Whose text encoder; the cell's own checkpoint unless said otherwise. */
    checkpoint?: CheckpointFile;
  };

/** An encoded prompt: (tokens, contextDim), and SDXL's pooled text. Two with one `id` hold the same numbers. */
export type EncodedPrompt = { id: string; data: Float32Array; tokens: number; pooled?: Float32Array };

/** One evaluation of the UNet: the scaled input (4, height, width), its timestep, the prompt it attends to, and what `UNetRow` says. */
export type Row = Pick<UNetRow, 'x' | 'timestep' | 'imageConditioning' | 'ids' | 'guidance' | 'loras'> & {
  context: EncodedPrompt;
};

export type EncodeNeed = { kind: 'encode'; prompts: PromptText[] };
export type PredictNeed = {
  kind: 'predict';
  rows: Row[];
  /** Whose UNet; the cell's own checkpoint unless said otherwise. */
  checkpoint?: CheckpointFile;
  tiling?: boolean;
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
  /** The VAE that a preview is of, where it isn't the checkpoint's own. */
  vae?: string;
};
export type DecodeNeed = {
  kind: 'decode';
  latent: Float32Array;
  height: number;
  width: number;
  options?: VaeOptions;
};
/** A picture (3, height, width) in [-1, 1] as the VAE's mean and log variance. */
export type EncodePictureNeed = {
  kind: 'encode_picture';
  planes: Float32Array;
  height: number;
  width: number;
  options?: VaeOptions;
};
/** A picture (3, height, width) in [0, 1] enlarged by the upscaler network at `path`, by the factor the network has. */
export type UpscaleNeed = {
  kind: 'upscale';
  path: string;
  planes: Float32Array;
  height: number;
  width: number;
};

export type Need = EncodeNeed | PredictNeed | DecodeNeed | EncodePictureNeed | UpscaleNeed;

/** The VAE's view of a picture, unscaled (latentChannels, height / 8, width / 8). */
export type Moments = { mean: Float32Array; logvar: Float32Array };
/** An enlarged picture (3, height, width) in [0, 1]. */
export type Upscaled = { planes: Float32Array; height: number; width: number };

/** The answer to each kind: a context per prompt, the raw output per row, RGB planes, moments, an enlarged picture. */
export type Answer = EncodedPrompt[] | Float32Array[] | Float32Array | Moments | Upscaled;

/** A picture a cell starts from, or a mask: 8 bits, interleaved, rows from the top; 4 channels are RGBA, 1 is grey. */
export type GivenPicture = { width: number; height: number; channels: 1 | 3 | 4; data: Uint8Array };

/** Files and pictures a cell draws with besides its checkpoint, by the names its parameters and prompts use. */
export type CellFiles = {
  vae?: string;
  refiner?: CheckpointFile;
  /** The upscaler network that `hr_upscaler` names, when it is one. */
  upscaler?: string;
  /** The picture as it was drawn before: nothing is drawn then, and it is cared for. */
  drawn?: Picture;
  /** Networks of picture care, by the names that parameters call them. */
  networks?: Readonly<Record<string, string>>;
  loras?: Readonly<Record<string, string>>;
  embeddings?: Readonly<Record<string, string>>;
  /** By the hash that `init_image` and `mask` hold. */
  pictures?: Readonly<Record<string, GivenPicture>>;
};

/** 8-bit RGB, three bytes a pixel, rows from the top. */
export type Picture = { width: number; height: number; rgb: Uint8Array };

/** What a cell gives: its picture, and the picture as it was drawn, where that was cared for and nobody has it yet. */
export type CellPicture = Picture & { drawn?: Picture };

/** A cell under way. */
export type CellRun = Generator<Need, CellPicture, Answer>;

/** Asks for prompts to be encoded; answered in order. */
export function* encodePrompts(prompts: PromptText[]): Generator<Need, EncodedPrompt[], Answer> {
  return (yield { kind: 'encode', prompts }) as EncodedPrompt[];
}

/** Asks for the network's raw output of each row, in order. */
export function* predictRows(need: Omit<PredictNeed, 'kind'>): Generator<Need, Float32Array[], Answer> {
  return (yield { kind: 'predict', ...need }) as Float32Array[];
}

/** Asks for the RGB planes (3, 8·height, 8·width) of a latent. */
export function* decodeLatent(
  latent: Float32Array,
  height: number,
  width: number,
  options?: VaeOptions
): Generator<Need, Float32Array, Answer> {
  return (yield { kind: 'decode', latent, height, width, options }) as Float32Array;
}

/** Asks for the moments of a picture (3, height, width) in [-1, 1]. */
export function* encodePicture(need: Omit<EncodePictureNeed, 'kind'>): Generator<Need, Moments, Answer> {
  return (yield { kind: 'encode_picture', ...need }) as Moments;
}

/** Asks for an enlarged picture. */
export function* upscalePicture(need: Omit<UpscaleNeed, 'kind'>): Generator<Need, Upscaled, Answer> {
  return (yield { kind: 'upscale', ...need }) as Upscaled;
}
