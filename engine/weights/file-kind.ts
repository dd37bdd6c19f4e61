import type { FileKind } from '../../schema/wire';
import { partOf } from './lora/part-names';
import { otherFamily } from './other-families';
import { holdsWholeUNet } from './unet-spelling';
import type { WeightsHeader } from './weights-header';

/** Share of keys from which on a file is a LoRA: some bring as many other tensors along (IA3). */
const LORA_SHARE = 0.5;

/** First layer of a denoising network, as LDM names it; files of moving averages have lost the dots. */
const DENOISER = /(^|\.)diffusion_model\.?input_blocks\.?0\.?0\.?weight$/;
/** First layers of a ControlNet, under LDM's names and diffusers'. */
const CONTROLNET =
  /(^|\.)(control_model\.input_blocks\.0\.0|controlnet_cond_embedding\.conv_in|input_hint_block\.0)\.weight$/;
const VAE = /(^|\.)(encoder|decoder)\.conv_in\.weight$/;
/** GFPGAN's styles, CodeFormer's transformer, and RestoreFormer's attention, which has a norm for what it attends with. */
const FACE_RESTORER =
  /(^|\.)(stylegan_decoder\.style_mlp\.1|ft_layers\.0\.self_attn\.in_proj_weight|decoder\.mid\.attn_1\.norm2)(\.weight)?$/;
/** Blocks of ESRGAN-family networks under their three names, the compact ones, and waifu2x's plain one. */
const UPSCALER =
  /(^|\.)(RDB\d|rdb\d)\.conv1(\.0)?\.weight$|^((params(_ema)?|module)\.)?(body\.0|net\.12)\.weight$/;
/** Networks for pictures that nothing else is named as: SwinIR, HAT, DAT; SCUNet, SPAN, NAFNet, waifu2x's U-Nets. */
const FOR_PICTURES = new RegExp(
  [
    /(^|\.)layers\.0\.(residual_group\.blocks\.0\.norm1|blocks\.0\.ffn\.sg\.norm)\.weight$/,
    /(^|\.)(m_head\.0|block_1\.c1_r\.sk|middle_blks\.0\.sca\.1|unet1\.conv_bottom)\.weight$/
  ]
    .map(({ source }) => source)
    .join('|')
);

/**
 * What a file is, by its keys alone: the largest thing that is whole in it, for merges leave strays of others. What nothing else is told by
 * counts as a checkpoint, whose missing parts then say more.
 */
export function fileKindOf({ tensors }: Pick<WeightsHeader, 'tensors'>): FileKind {
  if (holdsWholeUNet({ tensors })) {
    return 'checkpoint';
  }
  const keys = [...tensors.keys()];
  const any = (pattern: RegExp): boolean => keys.some(key => pattern.test(key));
  const adapters = keys.filter(key => partOf(key) !== undefined).length;
  if (any(CONTROLNET)) {
    return 'controlnet';
  }
  if (adapters > 0 && adapters >= LORA_SHARE * keys.length) {
    return 'lora';
  }
  if (any(FACE_RESTORER)) {
    return 'face_restorer';
  }
  if (!any(DENOISER) && any(FOR_PICTURES)) {
    return 'upscaler';
  }
  if (any(DENOISER) || otherFamily(keys) !== undefined) {
    return 'checkpoint';
  }
  const halves = keys.filter(key => VAE.test(key)).length;
  if (halves < 2 && any(UPSCALER)) {
    return 'upscaler';
  }
  if (halves > 0) {
    return 'vae';
  }
  return isEmbedding(tensors) ? 'embedding' : 'checkpoint';
}

/** Layers of networks, which words are not named as. */
const LAYER = /\.(weight|bias)$/;

/** Vectors of words: of one word, of one for each of SDXL's encoders, or of several words in a file, alike in width and none of them a layer. */
function isEmbedding(tensors: WeightsHeader['tensors']): boolean {
  if (['clip_l', 'clip_g', 'emb_params'].some(name => tensors.has(name))) {
    return true;
  }
  const shapes = [...tensors.values()].map(({ shape }) => shape);
  const width = shapes[0]?.at(-1);
  const areVectors =
    width !== undefined && shapes.every(shape => [1, 2].includes(shape.length) && shape.at(-1) === width);
  const areWords = width !== undefined && width > 1 && ![...tensors.keys()].some(name => LAYER.test(name));
  return areVectors && (shapes.length === 1 || areWords);
}
