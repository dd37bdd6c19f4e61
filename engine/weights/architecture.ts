/**
 * What the networks of a checkpoint look like, as plain records: read from the config.json files of a diffusers folder
 * (`read-config.ts`) or from the shapes of a single file (`shapes-to-architecture.ts`).
 */
import type { ModelFamily, PredictionType, UNetTask } from '../types';

/** One level of the UNet, by falling resolution; the up path mirrors it with one resnet more. */
export type UNetLevel = {
  channels: number;
  resnets: number;
  /** Attention heads, and transformer blocks in each attention, of the down and of the up path; depth 0 is no attention. */
  heads: number;
  downDepth: number;
  upDepth: number;
};

/** What SDXL's UNet is told beside the prompt: a pooled text, and sizes and crops (and a score) as sinusoids of `idDim` each. */
export type AddedConditioning = { pooledDim: number; sizeIds: number; idDim: number };

/** UNet2DConditionModel as Stable Diffusion 1, 2 and XL use it. */
export type UNetArch = {
  inChannels: number;
  outChannels: number;
  levels: readonly UNetLevel[];
  /** Transformer blocks of the middle; 0 leaves only its two resnets. */
  midDepth: number;
  midHeads: number;
  contextDim: number;
  timeDim: number;
  /** Width of the embedded guidance scale that LCM's clock takes; 0 for others. */
  guidanceDim: number;
  /** Null where the UNet knows only the clock and the prompt. */
  added: AddedConditioning | null;
  linearProjection: boolean;
  groups: number;
  eps: number;
  flipSinToCos: boolean;
  freqShift: number;
  downsamplePadding: number;
  /** Native height and width in latent pixels. */
  sampleSize: number;
};

/** AutoencoderKL; `channels` by falling resolution. */
export type VaeArch = {
  imageChannels: number;
  latentChannels: number;
  channels: readonly number[];
  resnets: number;
  groups: number;
  scalingFactor: number;
  /** Native height and width in pixels: a picture that is larger may be decoded in tiles of this size. */
  sampleSize: number;
  midAttention: boolean;
  quantConv: boolean;
  postQuantConv: boolean;
};

/**
 * Where a prompt ends, which is where its pooled text is taken: at the first of the highest ids, or at the first token of one id.
 * transformers does the former for configs that say 2, as all did before it was mended.
 */
export type EndOfText = 'highest' | number;

/** CLIPTextModel, with or without projection. */
export type TextArch = {
  vocabulary: number;
  width: number;
  layers: number;
  heads: number;
  mlpWidth: number;
  positions: number;
  activation: 'quick_gelu' | 'gelu';
  eps: number;
  endOfText: EndOfText;
  /** Width of the projected pooled text; 0 where it stays as it is. */
  projection: number;
};

export type Architecture = {
  family: ModelFamily;
  task: UNetTask;
  unet: UNetArch;
  vae: VaeArch;
  /** One text encoder, or SDXL's two; the last one's pooled text is the UNet's. */
  text: readonly TextArch[];
  predictionType: PredictionType;
  zeroTerminalSnr: boolean;
};
