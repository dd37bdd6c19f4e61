import type { Facts, Sentence } from './index';

const list = (value: Facts[string]): string =>
  Array.isArray(value) ? value.join(', ') : String(value ?? '');
const FAMILIES: Readonly<Record<string, string>> = {
  sd1: 'Stable Diffusion 1',
  sd2: 'Stable Diffusion 2',
  sdxl: 'SDXL',
  sdxl_refiner: "SDXL's refiner"
};
const family = (value: Facts[string]): string => FAMILIES[String(value)] ?? String(value);

/** Why a LoRA can't be used with a model. */
const reasons: Record<string, (f: Facts) => string> = {
  no_adapter: f => `${f.lora} is no LoRA: its tensors (${list(f.keys)}) are no adapter's.`,
  kind: f => `${f.lora} can't be used: it holds ${list(f.kinds)} adapters (${f.tensor}).`,
  foreign: f => `${f.lora} is for ${f.foreign}, not for Stable Diffusion.`,
  unknown_keys: f => `${f.lora} doesn't fit ${f.model}: the model has none of its modules (${list(f.keys)}).`,
  tensor_shape: f =>
    `${f.lora} doesn't fit ${f.model}: ${f.tensor} is ${f.found}, not ${f.expected}${others(f)}.`,
  tensor_missing: f => `${f.lora} is incomplete: ${f.tensor} is missing${others(f)}.`,
  tensor_dtype: f => `${f.lora} can't be used: ${f.tensor} holds ${f.value}${others(f)}.`
};
const others = (f: Facts): string =>
  Number(f.count) > 1 ? `, and ${Number(f.count) - 1} of its ${f.total} modules misfit like it` : '';

export const loraEn = {
  lora_unfit: (f: Facts): Sentence => ({
    message: reasons[String(f.reason)]?.(f) ?? `${f.lora} can't be used: ${f.reason}.`,
    hint:
      f.family && f.family !== f.model_family
        ? `It was made for ${family(f.family)}; ${f.model} is ${family(f.model_family)}.`
        : undefined
  }),
  lora_partial: (f: Facts): Sentence => ({
    message: `${f.model} lacks ${f.count} of the ${f.total} modules that ${f.lora} adapts (${list(f.keys)}); they are left out.`
  }),
  lora_embeddings: (f: Facts): Sentence => ({
    message: `${f.lora} comes with ${f.count} embeddings, which are not used.`,
    hint: 'Put them into the embeddings folder as files of their own.'
  })
};
