/**
 * NovelAI: `Software: NovelAI`, the prompt in `Description`, the rest as JSON in `Comment`. As A1111 reads it, with clip skip 2 and
 * ENSD 31337, of which its later models make no use.
 */
import { ownSamplerName } from '../sampler-aliases';
import { jsonIn, objectIn, sizeIn, textIn, textOf } from './json';
import type { Reader } from './types';

export const novelAi: Reader = texts => {
  const json = jsonIn(texts, each => 'uc' in each && 'sampler' in each && 'scale' in each);
  const isNovelAi =
    /^NovelAI/.test(textOf(texts, 'Software') ?? '') ||
    /NovelAI/.test(textOf(texts, 'Title', 'Source') ?? '');
  if (!json || !(isNovelAi || 'request_type' in json || 'signed_hash' in json || 'uncond_scale' in json)) {
    return null;
  }
  const caption = objectIn(objectIn(json.v4_prompt)?.caption);
  return {
    writer: 'NovelAI',
    prompt: textOf(texts, 'Description') ?? (textIn(json.prompt) || textIn(caption?.base_caption)),
    negative: textIn(json.uc),
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
      ['Dialect', 'novelai']
    ],
    unused: ['sm', 'sm_dyn', 'dynamic_thresholding'].filter(key => json[key] === true)
  };
};
