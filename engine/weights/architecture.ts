/**
 * What the networks of a checkpoint look like, as plain records: read from the config.json files of a diffusers folder
 * (`read-config.ts`) or from the shapes of a single file (`shapes-to-architecture.ts`).
 */
import type { PredictionType } from '../types';

/** One level of the UNet, by falling resolution; the up path mirrors it with one resnet more. */
export type UNetLevel = {
  channels: number;
  resnets: number;
  /** Attention heads, and transformer blocks in each attention, of the down and of the up path; depth 0 is no attention. */
  heads: number;
  downDepth: number;
  upDepth: number;
};

/** UNet2DConditionModel as SD1.x uses it. */
export type UNetArch = {
  inChannels: number;
  outChannels: number;
  levels: readonly UNetLevel[];
  /** Transformer blocks of the middle; 0 leaves only its two resnets. */
  midDepth: number;
  midHeads: number;
  contextDim: number;
  timeDim: number;
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
  midAttention: boolean;
  quantConv: boolean;
  postQuantConv: boolean;
};

/** CLIPTextModel. */
export type TextArch = {
  vocabulary: number;
  width: number;
  layers: number;
  heads: number;
  mlpWidth: number;
  positions: number;
  activation: 'quick_gelu' | 'gelu';
  eps: number;
};

export type Architecture = {
  unet: UNetArch;
  vae: VaeArch;
  text: TextArch;
  predictionType: PredictionType;
};
