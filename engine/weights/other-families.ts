/** Models that are no Stable Diffusion 1, 2 or XL, told by a key that only they have. */
const FAMILIES: readonly (readonly [key: RegExp, family: string])[] = [
  [/(^|\.)joint_blocks\.0\.(context_block|x_block)\./, 'Stable Diffusion 3'],
  [/(^|\.)single_stream_modulation\.lin\.weight$/, 'Flux 2'],
  [/(^|\.)distilled_guidance_layer\.in_proj\.bias$/, 'Chroma'],
  [/(^|\.)txt_in\.individual_token_refiner\./, 'Hunyuan Video'],
  [/(^|\.)double_blocks\.0\.img_attn\./, 'Flux'],
  [/(^|\.)double_layers\.0\.attn\.w[12]q\.weight$/, 'AuraFlow'],
  [/(^|\.)cap_embedder\.0\.weight$/, 'Lumina 2'],
  [/(^|\.)layers\.0\.adaLN_modulation\.0\.weight$/, 'Z-Image'],
  [/(^|\.)patchify_proj\.weight$/, 'LTX Video'],
  [/(^|\.)blocks\.0\.attn\.qkv_x\.weight$/, 'Mochi'],
  [/(^|\.)head\.modulation$/, 'Wan'],
  [/(^|\.)blocks\.0\.cross_attn\.kv_linear\.weight$/, 'PixArt or Sana'],
  [/(^|\.)double_stream_blocks\.0\.block\.adaLN_modulation\.1\.bias$/, 'HiDream'],
  [/^net\.(extra_)?pos_embedder\./, 'Cosmos'],
  [/^clip_txt_mapper\.weight$|^down_blocks\.1\.0\.channelwise\.0\.weight$/, 'Stable Cascade'],
  [/(^|\.)txt_in\.text_norm\.weight$/, 'Qwen Image'],
  [/motion_modules\.0\.temporal_transformer\./, 'AnimateDiff'],
  [/^model\.diffusion_model\..*\.time_stack\./, 'Stable Video Diffusion'],
  [/^noise_augmentor\./, 'Stable Diffusion 2 unCLIP'],
  [/^edm_mean$/, 'Playground 2.5'],
  [/^edm_vpred\./, 'CosXL']
];

/** The family that keys of a file tell, when it is none of ours. */
export function otherFamily(keys: Iterable<string>): string | undefined {
  for (const key of keys) {
    const found = FAMILIES.find(([pattern]) => pattern.test(key));
    if (found) {
      return found[1];
    }
  }
  return undefined;
}
