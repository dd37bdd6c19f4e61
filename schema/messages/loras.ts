/** Why a LoRA can't be used with a model, or is used in part. */
import { list } from './render';
import { family } from './phrases';
import { messages, of, type Word } from './types';
import { own } from '../own';

type LoraFacts = {
  reason: Word;
  lora: Word;
  model?: Word;
  family?: Word;
  model_family?: Word;
  foreign?: Word;
  keys?: readonly string[];
  kinds?: readonly string[];
  tensor?: Word;
  found?: Word;
  expected?: Word;
  value?: Word;
  count?: Word;
  total?: Word;
};
type Reasons = Readonly<Record<string, (f: LoraFacts) => string>>;

const LORA_REASONS: { en: Reasons; zh_CN: Reasons } = {
  en: {
    no_adapter: f => `${f.lora} is no LoRA: its tensors (${list(f.keys, 'en')}) are no adapter's.`,
    kind: f => `${f.lora} can't be used: it holds ${list(f.kinds, 'en')} adapters (${f.tensor}).`,
    foreign: f => `${f.lora} is for ${f.foreign}, not for Stable Diffusion.`,
    unknown_keys: f =>
      `${f.lora} doesn't fit ${f.model}: the model has none of its modules (${list(f.keys, 'en')}).`,
    tensor_shape: f =>
      `${f.lora} doesn't fit ${f.model}: ${f.tensor} is ${f.found}, not ${f.expected}${others(f)}.`,
    tensor_missing: f => `${f.lora} is incomplete: ${f.tensor} is missing${others(f)}.`,
    tensor_dtype: f => `${f.lora} can't be used: ${f.tensor} holds ${f.value}${others(f)}.`
  },
  zh_CN: {
    no_adapter: f => `${f.lora} 不是 LoRA：它的张量（${list(f.keys, 'zh_CN')}）不属于任何适配器。`,
    kind: f => `不能用 ${f.lora}：它含有 ${list(f.kinds, 'zh_CN')} 适配器（${f.tensor}）。`,
    foreign: f => `${f.lora} 是给 ${f.foreign} 用的，不是给 Stable Diffusion 用的。`,
    unknown_keys: f => `${f.lora} 不适合 ${f.model}：模型里没有它的任何模块（${list(f.keys, 'zh_CN')}）。`,
    tensor_shape: f =>
      `${f.lora} 不适合 ${f.model}：${f.tensor} 的形状是 ${f.found}，应为 ${f.expected}${othersZh(f)}。`,
    tensor_missing: f => `${f.lora} 不完整：缺少 ${f.tensor}${othersZh(f)}。`,
    tensor_dtype: f => `不能用 ${f.lora}：${f.tensor} 的类型是 ${f.value}${othersZh(f)}。`
  }
};
const others = ({ count, total }: LoraFacts): string =>
  Number(count) > 1 ? `, and ${Number(count) - 1} of its ${total} modules misfit like it` : '';
const othersZh = ({ count, total }: LoraFacts): string =>
  Number(count) > 1 ? `，它的 ${total} 个模块里还有 ${Number(count) - 1} 个同样不合` : '';
const isOther = (f: LoraFacts): boolean => Boolean(f.family) && f.family !== f.model_family;

export const loraMessages = messages({
  lora_unfit: of<LoraFacts>({
    en: f => ({
      message: own(LORA_REASONS.en, f.reason)?.(f) ?? `${f.lora} can't be used: ${f.reason}.`,
      ...(isOther(f) && {
        hint: `It was made for ${family(f.family, 'en')}; ${f.model} is ${family(f.model_family, 'en')}.`
      })
    }),
    zh_CN: f => ({
      message: own(LORA_REASONS.zh_CN, f.reason)?.(f) ?? `不能用 ${f.lora}：${f.reason}。`,
      ...(isOther(f) && {
        hint: `它是为 ${family(f.family, 'zh_CN')} 做的；${f.model} 是 ${family(f.model_family, 'zh_CN')}。`
      })
    })
  }),
  lora_partial: {
    en: '{model} lacks {count} of the {total} modules that {lora} adapts ({keys}); they are left out.',
    zh_CN: '{lora} 的 {total} 个模块里有 {count} 个（{keys}）在 {model} 里没有，已略去。'
  },
  lora_embeddings: {
    en: {
      message: {
        by: 'count',
        one: '{lora} comes with an embedding, which is not used.',
        other: '{lora} comes with {count} embeddings, which are not used.'
      },
      hint: {
        by: 'count',
        one: 'Put it into the embeddings folder as a file of its own.',
        other: 'Put them into the embeddings folder as files of their own.'
      }
    },
    zh_CN: {
      message: '{lora} 附带 {count} 个嵌入，没有使用。',
      hint: '请把它们作为单独的文件放进 embeddings 文件夹。'
    }
  }
});
