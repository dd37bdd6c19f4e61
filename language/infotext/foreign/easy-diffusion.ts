/** Easy Diffusion: a chunk for each setting, or JSON of them all. */
import { type Json, jsonIn, leftIn, listIn, sizeIn, textIn } from './json';
import type { Reader } from './types';
import { stem } from './written';

/** Its names are those of diffusers' arguments but for these. */
const isOwn = (json: Json): boolean =>
  'num_inference_steps' in json &&
  'guidance_scale' in json &&
  ['use_stable_diffusion_model', 'sampler_name', 'used_random_seed', 'prompt_strength'].some(
    key => key in json
  );
/** What is read below, or says nothing of the picture: how it was shown and kept, and the texts that any picture has. */
const KNOWN =
  /^(?:(?:original_|negative_)?prompt|(?:in)?active_tags|seed|used_random_seed|num_(?:outputs|inference_steps)|guidance_scale|width|height|sampler_name|scheduler_name|use_(?:stable_diffusion|vae|lora)_model|lora_alpha|clip_skip|tiling|vram_usage_level|stream_.*|show_only_filtered_image|block_nsfw|output_.*|metadata_output_format|save_to_disk_path|session_id|request_id|preserve_.*|control_.*|upscale_amount|.*_strength|use_(?:controlnet_model|face_correction|upscale|hypernetwork_model)|enable_vae_tiling|[A-Z].*|date:.*)$/;

export const easyDiffusion: Reader = texts => {
  const chunks = Object.fromEntries(texts.map(({ key, text }) => [key, text]));
  const json = isOwn(chunks) ? chunks : jsonIn(texts, isOwn);
  if (!json) {
    return null;
  }
  const left = leftIn(json, KNOWN);
  const names = typeof json.use_lora_model === 'string' ? [json.use_lora_model] : listIn(json.use_lora_model);
  const weights = Array.isArray(json.lora_alpha) ? json.lora_alpha : [json.lora_alpha];
  return {
    writer: 'Easy Diffusion',
    prompt: textIn(json.prompt),
    negative: textIn(json.negative_prompt),
    loras: names
      .map((name, k) => ({ name: textIn(name), weight: textIn(weights[k]) || 1 }))
      .filter(({ name }) => name !== '' && name !== 'None'),
    pairs: [
      ['Steps', json.num_inference_steps],
      ['Sampler', json.sampler_name],
      ['Schedule type', json.scheduler_name],
      ['CFG scale', json.guidance_scale],
      ['Seed', json.seed],
      ['Size', sizeIn(json.width, json.height)],
      ['Model', stem(textIn(json.use_stable_diffusion_model))],
      ['VAE', stem(textIn(json.use_vae_model))],
      ['Clip skip', /^true$/i.test(String(json.clip_skip)) ? 2 : textIn(json.clip_skip)],
      ['Tiling', /^(?:xy|true)$/i.test(String(json.tiling)) ? true : undefined],
      ['RNG', 'CPU'],
      ...left.pairs
    ],
    unused: [
      ...['use_controlnet_model', 'use_face_correction', 'use_upscale', 'use_hypernetwork_model'].filter(
        key => json[key] && !/^none$/i.test(String(json[key]))
      ),
      ...(/^[xy]$/i.test(String(json.tiling)) ? ['tiling'] : []),
      ...left.names
    ]
  };
};
