import type { Facts, Sentence } from './index';
import type { loraEn } from './lora-en';

const list = (value: Facts[string]): string =>
  Array.isArray(value) ? value.join('、') : String(value ?? '');
const FAMILIES: Readonly<Record<string, string>> = {
  sd1: 'Stable Diffusion 1',
  sd2: 'Stable Diffusion 2',
  sdxl: 'SDXL',
  sdxl_refiner: 'SDXL refiner'
};
const family = (value: Facts[string]): string => FAMILIES[String(value)] ?? String(value);

const reasons: Record<string, (f: Facts) => string> = {
  no_adapter: f => `${f.lora} 不是 LoRA：它的张量（${list(f.keys)}）不属于任何适配器。`,
  kind: f => `不能用 ${f.lora}：它含有 ${list(f.kinds)} 适配器（${f.tensor}）。`,
  foreign: f => `${f.lora} 是给 ${f.foreign} 用的，不是给 Stable Diffusion 用的。`,
  unknown_keys: f => `${f.lora} 不适合 ${f.model}：模型里没有它的任何模块（${list(f.keys)}）。`,
  tensor_shape: f =>
    `${f.lora} 不适合 ${f.model}：${f.tensor} 的形状是 ${f.found}，应为 ${f.expected}${others(f)}。`,
  tensor_missing: f => `${f.lora} 不完整：缺少 ${f.tensor}${others(f)}。`,
  tensor_dtype: f => `不能用 ${f.lora}：${f.tensor} 的类型是 ${f.value}${others(f)}。`
};
const others = (f: Facts): string =>
  Number(f.count) > 1 ? `，它的 ${f.total} 个模块里还有 ${Number(f.count) - 1} 个同样不合` : '';

export const loraZhCN: { [Code in keyof typeof loraEn]: (facts: Facts) => Sentence } = {
  lora_unfit: (f: Facts): Sentence => ({
    message: reasons[String(f.reason)]?.(f) ?? `不能用 ${f.lora}：${f.reason}。`,
    hint:
      f.family && f.family !== f.model_family
        ? `它是为 ${family(f.family)} 做的；${f.model} 是 ${family(f.model_family)}。`
        : undefined
  }),
  lora_partial: (f: Facts): Sentence => ({
    message: `${f.lora} 的 ${f.total} 个模块里有 ${f.count} 个（${list(f.keys)}）在 ${f.model} 里没有，已略去。`
  }),
  lora_embeddings: (f: Facts): Sentence => ({
    message: `${f.lora} 附带 ${f.count} 个嵌入，没有使用。`,
    hint: '请把它们作为单独的文件放进 embeddings 文件夹。'
  })
};
