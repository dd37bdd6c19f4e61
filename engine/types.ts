/**
 * The seams between the rooms of the engine. `sampling` asks, `pipeline` drives, `graph` + `weights` + `sessions` answer;
 * each knows the others only through these types.
 */
import type { ITokenizer } from '../language/prompt';

/** Whose rules where the two reference implementations differ: stable-diffusion-webui's or diffusers'. */
export type Flavour = 'a1111' | 'diffusers';

/** What a network predicts: noise (eps), velocity (v), or the clean latent itself. */
export type PredictionType = 'epsilon' | 'v_prediction' | 'sample';

export type ModelFamily = 'sd1' | 'sd2' | 'sdxl' | 'sdxl_refiner';

/**
 * What a UNet is given beside the noisy latent: nothing; a mask and the masked picture's latent (inpainting, 5 more channels); the
 * latent of a picture to edit (instruct-pix2pix, 4 more).
 */
export type UNetTask = 'plain' | 'inpaint' | 'edit';

/** What is known of a checkpoint after its headers and configs were read, before any tensor was. */
export type ModelInfo = {
  name: string;
  family: ModelFamily;
  task: UNetTask;
  layout: 'diffusers' | 'single' | 'onnx';
  predictionType: PredictionType;
  /** Trained with a noise schedule whose last step is pure noise (Lin et al. 2023). */
  zeroTerminalSnr: boolean;
  /** Width of the vector that LCM's UNet takes its guidance scale as; 0 for others. */
  guidanceDim: number;
  /** Width of the pooled text that SDXL's UNet takes; 0 for others. */
  pooledDim: number;
  /** How many numbers of size and crop (and score) SDXL's UNet takes: 6, the refiner's 5; 0 for others. */
  sizeIds: number;
  /** Channels of a latent (4) and how many pixels one latent pixel spans (8). */
  latentChannels: number;
  latentScale: number;
  /** Multiplies the VAE's mean to give a latent (0.18215). */
  scalingFactor: number;
  /** Width of a conditioning vector. */
  contextDim: number;
  /** Tokens of a chunk with its BOS and EOS (77). */
  contextLength: number;
  /** Native width and height in pixels. */
  sampleSize: number;
  /** Pixels of a side of the tiles in which the VAE takes larger pictures when it is asked to. */
  tileSide: number;
  textLayers: number;
  parametersTotal: number;
  /** Bytes of all weights once they are float32 in memory, the floor of what the model needs. */
  memoryBytes: number;
};

/** What the networks of a checkpoint can't be asked, whatever else a cell says. */
export type NetworkLimits = {
  /** The largest CLIP skip, 1 being none. */
  clipSkipMax: number;
  /** A finished graph: no LoRA, embedding, other VAE or tiling goes into it. */
  fixed: boolean;
  /** Whether there is a network that makes a latent of a picture. */
  encodes: boolean;
  /** The only width and height in pixels; null where any will do. */
  width: number | null;
  height: number | null;
};

/** One row of a UNet batch. Rows of a batch may differ in everything but `height` and `width` and the number of tokens. */
export type UNetRow = {
  /** (channels, height, width) of the scaled network input, float32. */
  x: Float32Array;
  /** Timestep 0-999, may be fractional. */
  timestep: number;
  /** (tokens, contextDim), tokens a multiple of 77. */
  context: Float32Array;
  height: number;
  width: number;
  /** What `UNetTask` says beside `x`: (more channels, height, width). */
  imageConditioning?: Float32Array;
  /** SDXL: the pooled text (pooledDim) and `sizeIds` numbers. */
  pooled?: Float32Array;
  ids?: readonly number[];
  /** LCM: the guidance scale minus 1, embedded by `networks`. */
  guidance?: number;
  /** LoRAs with this row's weights. Rows of one batch name the same files in the same order and may differ in the weights. */
  loras?: readonly LoraUse[];
  /** What a ControlNet adds to each skip of the way down, and last to the middle. All rows of one batch have it or none. */
  control?: readonly Residual[];
};

/** A part of a ControlNet's answer, (channels, height, width). */
export type Residual = { data: Float32Array; channels: number; height: number; width: number };

/** A LoRA file at work in a network, and how much of it. */
export type LoraUse = { path: string; weight: number };

/** A chunk of a prompt: ids with BOS, EOS and padding (contextLength), some of whose places hold vectors of an embedding instead. */
export type TextChunk = {
  ids: readonly number[];
  /** Textual inversion: vectors per text encoder (count, width), put over the ids from `at` on. */
  embeddings?: readonly { at: number; vectors: readonly Float32Array[] }[];
  /** All of the second encoder's ids, where they are not the first's with other padding (diffusers: another text, or a padded "!"). */
  second?: readonly number[];
};

/** An encoded chunk: hidden states (contextLength, width) per text encoder, whose widths add up to contextDim, and the pooled text. */
export type EncodedChunk = { states: readonly Float32Array[]; pooled?: Float32Array };

export type TextOptions = {
  /**
   * 1 is where the model was trained to stop: N takes hidden[-N] and the final norm, for SDXL hidden[-N-1] of both encoders and no norm.
   * A1111 asks for more than 1 with SD1 only, diffusers with all.
   */
  clipSkip: number;
  loras?: readonly LoraUse[];
};

export type PredictOptions = {
  /** Whose rule joins the levels of a size that the UNet can't halve evenly. */
  flavour?: Flavour;
  /** Convolutions wrap around at the edges, so that the picture tiles. */
  tiling?: boolean;
};

export type VaeOptions = {
  /** Path of a VAE to use instead of the checkpoint's own. */
  vae?: string;
  tiling?: boolean;
  /** In overlapping tiles, blended: less memory for large pictures, and not exactly the same picture. */
  tiled?: boolean;
};

/** The networks of one checkpoint as plain functions of rows; the only way the engine computes with weights. */
export interface INetworks {
  readonly info: ModelInfo;
  readonly tokenizer: ITokenizer;
  /** The second text encoder's, which differs in its padding; absent where there is one encoder. */
  readonly secondTokenizer?: ITokenizer;
  /**
   * Encodes each chunk. The ids are the first encoder's; a second one whose padding differs puts its own after the first EOS. The
   * final layer norm is applied as A1111 does: always for SD1 and SD2, never for SDXL's hidden states.
   */
  encodeText(chunks: readonly TextChunk[], options: TextOptions): Promise<EncodedChunk[]>;
  /** The UNet's raw output (eps or v) of each row, (channels, height, width). All rows have one size and one token count. */
  predict(rows: readonly UNetRow[], options?: PredictOptions): Promise<Float32Array[]>;
  /** RGB (3, 8·height, 8·width), about [-1, 1] and not clamped, of a scaled latent (4, height, width). */
  decode(latent: Float32Array, height: number, width: number, options?: VaeOptions): Promise<Float32Array>;
  /** Mean and log variance (4, h/8, w/8) of an RGB picture (3, h, w) in [-1, 1]; unscaled. */
  encode(
    image: Float32Array,
    height: number,
    width: number,
    options?: VaeOptions
  ): Promise<{ mean: Float32Array; logvar: Float32Array }>;
  dispose(): Promise<void>;
}

/** A stream of standard normal numbers, one per image; each call is the next draw of that stream. */
export interface INoiseSource {
  /** The next `count` numbers of the stream as one tensor draw (torch's `randn` of that many elements). */
  randn(count: number): Float32Array;
}

/** Noise between two noise levels (Brownian tree), already normalised to unit variance. */
export interface IBrownianNoise {
  between(sigma: number, next: number): Float32Array;
}

/**
 * What a sampler yields: "the clean latent at this noise level, please". Answered with `denoised` of the same shape. `timestep` is the
 * network's clock for this sigma, 0-999 and mostly fractional; the flavour decides how it is rounded.
 */
export type Ask = {
  x: Float32Array;
  sigma: number;
  timestep: number;
  /** Where a sampler asks for it (DDIM CFG++): told, before the answer, the clean latent that the negative prompt alone implies. */
  unconditional?: (denoised: Float32Array) => void;
};

/** A sampler run: yields asks, is sent `denoised`, returns the final latent. One entry of `sigmas` pairs is one step. */
export type Sampling = Generator<Ask, Float32Array, Float32Array>;
