/**
 * The seams between the rooms of the engine. `sampling` asks, `pipeline` drives, `graph` + `weights` + `sessions` answer;
 * each knows the others only through these types.
 */

/** What a network predicts: noise (eps) or velocity (v). */
export type PredictionType = 'epsilon' | 'v_prediction';

/** What is known of a checkpoint after its headers and configs were read, before any tensor was. */
export type ModelInfo = {
  name: string;
  family: 'sd1';
  layout: 'diffusers' | 'single';
  predictionType: PredictionType;
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
  textLayers: number;
  parametersTotal: number;
  /** Bytes of all weights once they are float32 in memory, the floor of what the model needs. */
  memoryBytes: number;
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
};

/** The networks of one checkpoint as plain functions of rows; the only way the engine computes with weights. */
export interface INetworks {
  readonly info: ModelInfo;
  readonly tokenizer: ITokenizer;
  /**
   * Hidden states (contextLength, contextDim) of each chunk of ids. `clipSkip` 1 is the last layer; N takes hidden[-N]; the final
   * layer norm is applied in both (A1111's rule for SD1).
   */
  encodeText(chunks: readonly (readonly number[])[], clipSkip: number): Promise<Float32Array[]>;
  /**
   * The UNet's raw output (eps or v) of each row, (channels, height, width). All rows have one size and one token count. `flavour`
   * says whose rule joins the levels of a size that the UNet can't halve evenly.
   */
  predict(rows: readonly UNetRow[], flavour?: 'a1111' | 'diffusers'): Promise<Float32Array[]>;
  /** RGB (3, 8·height, 8·width), about [-1, 1] and not clamped, of a scaled latent (4, height, width). */
  decode(latent: Float32Array, height: number, width: number): Promise<Float32Array>;
  /** Mean and log variance (4, h/8, w/8) of an RGB picture (3, h, w) in [-1, 1]; unscaled. */
  encode(
    image: Float32Array,
    height: number,
    width: number
  ): Promise<{ mean: Float32Array; logvar: Float32Array }>;
  dispose(): Promise<void>;
}

/** CLIP's byte-pair encoding, without BOS, EOS, padding or truncation. */
export interface ITokenizer {
  readonly bos: number;
  readonly eos: number;
  readonly pad: number;
  encode(text: string): number[];
  /** The id of `,</w>`, at which long prompts may be cut; -1 where the vocabulary has none. */
  readonly comma: number;
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
export type Ask = { x: Float32Array; sigma: number; timestep: number };

/** A sampler run: yields asks, is sent `denoised`, returns the final latent. One entry of `sigmas` pairs is one step. */
export type Sampling = Generator<Ask, Float32Array, Float32Array>;
