/** Fooocus' own scheme: JSON in `parameters` (its other one is A1111's). Sizes and lists are written as Python's tuples. */
import { jsonIn, leftIn, listIn, textIn } from './json';
import type { Reader } from './types';

/** What is read below, says a thing again, or says nothing of the picture. */
const KNOWN =
  /^(?:(?:full_)?(?:negative_)?prompt|resolution|refiner_(?:model|switch)|version|loras|steps|sampler|scheduler|guidance_scale|seed|base_model(?:_hash)?|vae|clip_skip|performance|styles|sharpness|adm_guidance|freeu|prompt_expansion|fooocus_v2_expansion|metadata_scheme|created_by|user|lora.*)$/;

export const fooocus: Reader = texts => {
  const json = jsonIn(
    texts,
    each =>
      each.metadata_scheme === 'fooocus' ||
      ('base_model' in each && 'guidance_scale' in each && 'resolution' in each)
  );
  if (!json) {
    return null;
  }
  const [, width, height] = /(?<!\d)(\d+)\D+(\d+)/.exec(textIn(json.resolution)) ?? [];
  const left = leftIn(json, KNOWN);
  const refiner = textIn(json.refiner_model);
  const refined = refiner !== '' && refiner !== 'None';
  return {
    writer: textIn(json.version) || 'Fooocus',
    prompt: textIn(json.prompt),
    negative: textIn(json.negative_prompt),
    loras: listIn(json.loras).map(lora => {
      const [name, weight] = listIn(lora);
      return { name: textIn(name), weight: textIn(weight) || 1 };
    }),
    pairs: [
      ['Steps', json.steps],
      ['Sampler', json.sampler],
      ['Schedule type', json.scheduler],
      ['CFG scale', json.guidance_scale],
      ['Seed', json.seed],
      ['Size', width && `${width}x${height}`],
      ['Model hash', json.base_model_hash],
      ['Model', json.base_model],
      ['VAE', json.vae],
      ['Clip skip', json.clip_skip],
      ['RNG', 'CPU'],
      ['Refiner', refined ? refiner : undefined],
      ['Refiner switch at', refined ? json.refiner_switch : undefined],
      ['Performance', json.performance],
      ['Styles', json.styles],
      ['Sharpness', json.sharpness],
      ['ADM Guidance', json.adm_guidance],
      ['FreeU', json.freeu],
      ['Fooocus V2 Expansion', json.prompt_expansion],
      ['Version', json.version],
      ...left.pairs
    ],
    unused: left.names
  };
};
