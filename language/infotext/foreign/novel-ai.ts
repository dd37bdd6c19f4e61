/**
 * NovelAI: `Software: NovelAI`, the prompt in `Description`, the rest as JSON in `Comment`. As A1111 reads it, with clip skip 2 and
 * ENSD 31337, of which its later models make no use.
 */
import { ownSamplerName } from '../sampler-aliases';
import { jsonIn, leftIn, listIn, objectIn, sizeIn, textIn, textOf } from './json';
import type { Reader } from './types';

/** What is read below, or is of every picture: what was asked for and how it was sent. */
const KNOWN =
  /^(?:prompt|uc|steps|sampler|noise_schedule|scale|seed|width|height|strength|cfg_rescale|noise|extra_noise_seed|uncond_scale|sm|sm_dyn|dynamic_thresholding.*|n_samples|hide_debug_overlay|legacy.*|reference_.*|controlnet_.*|skip_cfg_.*|lora_.*|cfg_sched_eligibility|explike_fine_detail|minimize_sigma_inf|uncond_per_vibe|wonky_vibe_correlation|version|request_type|signed_hash|v4_.*|deliberate_.*|prefer_brownian|add_original_image|stream|params_version|quality_.*|qualityToggle|ucPreset|autoSmea|use_.*|normalize_.*|negative_prompt|Description|Software|Source|Title)$/;
/** What of these changes a picture. */
const USED = ['skip_cfg_above_sigma', 'reference_image_multiple', 'reference_image', 'controlnet_model'];

/** What no other program's settings hold. */
const OWN = ['request_type', 'signed_hash', 'uncond_scale', 'v4_prompt', 'noise_schedule'];

export const novelAi: Reader = texts => {
  const json = jsonIn(texts, each => 'uc' in each && 'sampler' in each && 'scale' in each);
  const isNovelAi =
    /^NovelAI/.test(textOf(texts, 'Software') ?? '') ||
    /NovelAI/.test(textOf(texts, 'Title', 'Source') ?? '');
  if (!json || !(isNovelAi || OWN.some(key => key in json))) {
    return null;
  }
  const left = leftIn(json, KNOWN);
  const used = leftIn(Object.fromEntries(USED.map(key => [key, json[key]])), /^$/);
  const wanted = captionOf(json.v4_prompt);
  const unwanted = captionOf(json.v4_negative_prompt);
  return {
    writer: 'NovelAI',
    prompt: joined(textOf(texts, 'Description') ?? (textIn(json.prompt) || wanted.base), wanted.characters),
    negative: joined(textIn(json.uc) || unwanted.base, unwanted.characters),
    pairs: [
      ['Steps', json.steps],
      ['Sampler', ownSamplerName(textIn(json.sampler))],
      ['Schedule type', json.noise_schedule],
      ['CFG scale', json.scale],
      ['Seed', json.seed],
      ['Size', sizeIn(json.width, json.height)],
      ['Clip skip', 2],
      ['ENSD', 31337],
      ['Denoising strength', json.strength],
      ['CFG rescale', json.cfg_rescale || undefined],
      ['Dialect', 'novelai'],
      ...left.pairs
    ],
    unused: [
      ...['sm', 'sm_dyn', 'dynamic_thresholding'].filter(key => json[key] === true),
      ...(wanted.characters.length + unwanted.characters.length > 0 ? ['char_captions'] : []),
      ...used.pairs.map(([key]) => key),
      ...used.names,
      ...left.names
    ]
  };
};

/** The words of a picture and those of each of its characters, which later models draw each at a place of its own. */
function captionOf(prompt: unknown): { base: string; characters: string[] } {
  const caption = objectIn(objectIn(prompt)?.caption);
  const characters = listIn(caption?.char_captions).map(each => textIn(objectIn(each)?.char_caption).trim());
  return { base: textIn(caption?.base_caption), characters: characters.filter(each => each !== '') };
}

function joined(text: string, more: readonly string[]): string {
  return [text, ...more.filter(each => !text.includes(each))].filter(each => each !== '').join(', ');
}
