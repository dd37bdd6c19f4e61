/** Easy Diffusion: a chunk for each setting, or JSON of them all. */
import { type Json, jsonIn, listIn, sizeIn, textIn } from './json';
import type { Reader } from './types';
import { stem } from './written';

const isOwn = (json: Json): boolean => 'num_inference_steps' in json && 'guidance_scale' in json;

export const easyDiffusion: Reader = texts => {
  const chunks = Object.fromEntries(texts.map(({ key, text }) => [key, text]));
  const json = isOwn(chunks) ? chunks : jsonIn(texts, isOwn);
  if (!json) {
    return null;
  }
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
      ['Clip skip', /^true$/i.test(String(json.clip_skip)) ? 2 : undefined],
      ['RNG', 'CPU']
    ],
    unused: ['use_controlnet_model', 'use_face_correction', 'use_upscale', 'use_hypernetwork_model'].filter(
      key => json[key] && !/^none$/i.test(String(json[key]))
    )
  };
};
