import { basename } from 'node:path';
import { holdsWholeUNet } from './unet-spelling';
import type { WeightsHeader } from './weights-header';
import { Fault } from '../../schema/fault';

/**
 * Models that are no Stable Diffusion 1, 2 or XL, told by a key that only they have; where two have it, the rarer one comes first. Those
 * with a UNet of Stable Diffusion's own layers say by how many keys they are told beside one; the key of any other is then a stray.
 */
const FAMILIES: readonly (readonly [key: RegExp, family: string, besideUNet?: number])[] = [
  [/(^|\.)joint_blocks\.0\.(context_block|x_block)\./, 'Stable Diffusion 3'],
  [/(^|\.)(single|double)_stream_modulation(_img)?\.lin\.weight$/, 'Flux 2'],
  [/(^|\.)distilled_guidance_layer\./, 'Chroma'],
  [/(^|\.)(txt_in\.individual_token_refiner|context_embedder\.token_refiner)\./, 'Hunyuan Video'],
  [/(^|\.)double_layers\.0\.attn\.w[12]q\.weight$|(^|\.)joint_transformer_blocks\.0\./, 'AuraFlow'],
  [/(^|\.)double_blocks\.0\.img_attn\.|(^|\.)single_transformer_blocks\.0\./, 'Flux'],
  [/(^|\.)txt_in\.text_norm\.weight$|(^|\.)transformer_blocks\.0\.img_mod\.1\.weight$/, 'Qwen Image'],
  [/(^|\.)transformer_blocks\.0\.attn\.add_q_proj\.weight$/, 'Stable Diffusion 3'],
  [/(^|\.)time_caption_embed\./, 'OmniGen 2'],
  [/(^|\.)layers\.0\.adaLN_modulation\.0\.weight$/, 'Z-Image'],
  [/(^|\.)cap_embedder\.0\.weight$/, 'Lumina 2'],
  [/(^|\.)patchify_proj\.weight$/, 'LTX Video'],
  [/(^|\.)patch_embed\.text_proj\.weight$/, 'CogVideoX'],
  [/(^|\.)blocks\.0\.attn\.qkv_x\.weight$/, 'Mochi'],
  [/(^|\.)head\.modulation$|(^|\.)condition_embedder\.text_embedder\.linear_1\.weight$/, 'Wan'],
  [/(^|\.)decoder\.middle\.0\.residual\.0\.gamma$/, 'Wan or Qwen Image'],
  [/(^|\.)blocks\.0\.cross_attn\.kv_linear\.weight$|(^|\.)adaln_single\.linear\.weight$/, 'PixArt or Sana'],
  [/(^|\.)t_block\.1\.weight$/, 'PixArt or Sana'],
  [/(^|\.)mlp_t5\.0\.weight$/, 'Hunyuan DiT'],
  [/(^|\.)encoder_hid_proj\.weight$/, 'Kolors', 1],
  [/(^|\.)double_stream_blocks\.0\.block\.adaLN_modulation\.1\.bias$/, 'HiDream'],
  [/(^|\.)llm_adapter\.blocks\.0\./, 'Anima'],
  [/^net\.((extra_)?pos_embedder|x_embedder|blocks)\./, 'Cosmos'],
  [/^clip_txt_mapper\.weight$|^down_blocks\.1\.0\.channelwise\.0\.weight$/, 'Stable Cascade'],
  [/(^|\.)add_embedding\.image_norm\./, 'Kandinsky 2'],
  [/(^|\.)add_embedding\.pool\.positional_embedding$/, 'DeepFloyd IF'],
  [/(^|\.)genre_embedder\.weight$/, 'ACE-Step'],
  [/^pretransform\.model\./, 'Stable Audio'],
  [/motion_modules\.0\.temporal_transformer\./, 'AnimateDiff', 2],
  [/^model\.diffusion_model\..*\.time_stack\./, 'Stable Video Diffusion', 2],
  [/^noise_augmentor\./, 'Stable Diffusion 2 unCLIP', 2],
  [/^depth_model\./, 'Stable Diffusion 2 depth', 2],
  [/^low_scale_model\./, 'Stable Diffusion x4 upscaler', 2],
  [/^cc_projection\./, 'Zero123', 2],
  [/(^|\.)position_net\.|\.fuser\.attn\./, 'GLIGEN', 2],
  [/^edm_mean$/, 'Playground 2.5', 1],
  [/^edm_vpred\./, 'CosXL', 1],
  [/^(ip_adapter|image_proj)\./, 'IP-Adapter'],
  [/^adapter\.body\.|^body\.0\.in_conv\./, 'T2I-Adapter'],
  [/^((de|en)coder\.)?(layers\.)?\d+\.conv\.0\.weight$/, 'TAESD'],
  [/(^|\.)condition_encoder\.conv_in\.weight$/, 'asymmetric VAE'],
  [/(^|\.)stylegan_decoder\./, 'GFPGAN'],
  [/^(vision_model\.encoder\.layers|visual\.transformer\.resblocks)\.0\./, 'CLIP vision'],
  [/(^|\.)encoder\.block\.0\.layer\.0\.SelfAttention\.q\.weight$/, 'T5'],
  [/^(model\.)?(language_model\.)?layers\.0\.self_attn\.q_proj\.weight$/, 'language']
];

/** The family that keys of a file tell, when it is none of ours; `besideUNet` says that it holds a whole UNet as ours have it. */
export function otherFamily(keys: readonly string[], besideUNet = false): string | undefined {
  return FAMILIES.find(([pattern, , least = Infinity]) => {
    const found = besideUNet ? keys.filter(key => pattern.test(key)).length : 0;
    return besideUNet ? found >= least : keys.some(key => pattern.test(key));
  })?.[1];
}

/** Throws Fault model_unsupported for a file of another family, by its name. */
export function refuseForeign({ file, tensors }: WeightsHeader): void {
  const value = otherFamily([...tensors.keys()], holdsWholeUNet({ tensors }));
  if (value) {
    throw new Fault('model_unsupported', { file: basename(file), reason: 'family', value });
  }
}
