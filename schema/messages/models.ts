/** Models and other files of weights that are named: which are missing, or don't go together. */
import { meant, family, type Named } from './phrases';
import type { Language } from '../catalogue';
import { messages, type NestedFault, of, type Word } from './types';

type FamilyFacts = { name: Word; family: Word; model: Word; model_family: Word };

/** What a file of weights is called. */
const KINDS: Readonly<Record<'en' | 'zh_CN', Readonly<Record<string, string>>>> = {
  en: {
    checkpoint: 'model',
    vae: 'VAE',
    lora: 'LoRA',
    embedding: 'embedding',
    upscaler: 'upscaler',
    controlnet: 'ControlNet'
  },
  zh_CN: {
    checkpoint: '模型',
    vae: ' VAE ',
    lora: ' LoRA ',
    embedding: '嵌入',
    upscaler: '放大模型',
    controlnet: ' ControlNet '
  }
};

/** The models that are there, the blank before them included. */
function hereIs(
  { here = [], more = 0 }: { here?: readonly string[]; more?: number },
  language: Language
): string {
  return here.length === 0
    ? ''
    : language === 'en'
      ? ` Here: ${here.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
      : `这里有：${here.join('、')}${more > 0 ? ` 等 ${here.length + more} 个` : ''}。`;
}

export const modelMessages = messages({
  no_model: {
    en: {
      message: 'There is no model to draw with.',
      hint: 'Put a model folder or a .safetensors or .ckpt file into a models folder and scan again.'
    },
    zh_CN: {
      message: '没有可以用来画的模型。',
      hint: '把模型文件夹或 .safetensors、.ckpt 文件放进模型文件夹，再扫描一次。'
    }
  },
  model_missing: of<Named & { here?: readonly string[]; more?: number; also?: NestedFault }>({
    en: f => ({
      message: `This model isn't there: ${f.name}.${meant(f, 'en')}${hereIs(f, 'en')}`,
      hint: 'Put its folder or file into a models folder and scan again.'
    }),
    zh_CN: f => ({
      message: `找不到这个模型：${f.name}。${meant(f, 'zh_CN')}${hereIs(f, 'zh_CN')}`,
      hint: '把它的文件夹或文件放进模型文件夹，再扫描一次。'
    })
  }),
  weights_missing: of<Named & { kind: Word }>({
    en: f => ({
      message: `This ${KINDS.en[f.kind] ?? 'file'} isn't there: ${f.name}.${meant(f, 'en')}`,
      hint: 'Put its file into a models folder and scan again.'
    }),
    zh_CN: f => ({
      message: `没有这个${KINDS.zh_CN[f.kind] ?? '文件'}：${f.name}。${meant(f, 'zh_CN')}`,
      hint: '把它的文件放进模型文件夹，再扫描一次。'
    })
  }),
  name_ambiguous: of<{ name: Word; kind: Word; candidates: readonly string[] }>({
    en: f => ({
      message: `Several ${KINDS.en[f.kind] ?? 'file'}s could be meant by ${f.name}: ${f.candidates.join(', ')}.`,
      hint: `Write which one, as in ${f.candidates[0] ?? f.name}.`
    }),
    zh_CN: f => ({
      message: `${f.name} 可能是几个${KINDS.zh_CN[f.kind] ?? '文件'}：${f.candidates.join('、')}。`,
      hint: `请写明是哪一个，例如 ${f.candidates[0] ?? f.name}。`
    })
  }),
  hash_unknown: of<{ hash: Word; kind: Word; unread: Word; old: Word }>({
    en: f => ({
      message: f.old
        ? `${f.hash} is no name, and as a hash of 8 digits it is A1111's old kind (AutoV1), by which no ${KINDS.en[f.kind] ?? 'file'} is known.`
        : `No ${KINDS.en[f.kind] ?? 'file'} is known whose hash begins with ${f.hash}.${f.unread ? ` ${f.unread} were never used, and theirs is not known yet.` : ''}`,
      hint: 'Write its name, or the first 10 digits of its SHA-256 (AutoV2).'
    }),
    zh_CN: f => ({
      message: f.old
        ? `${f.hash} 不是名字；8 位的哈希是 A1111 的旧式（AutoV1），不能用它找到${KINDS.zh_CN[f.kind] ?? '文件'}。`
        : `没有哈希以 ${f.hash} 开头的${KINDS.zh_CN[f.kind] ?? '文件'}。${f.unread ? `有 ${f.unread} 个从未用过，还不知道它们的哈希。` : ''}`,
      hint: '请写名字，或 SHA-256 的前 10 位（AutoV2）。'
    })
  }),
  model_unusable: { en: '{problem}', zh_CN: '{problem}' },
  lora_family: of<FamilyFacts>({
    en: f => ({
      message: `The LoRA ${f.name} is for ${family(f.family, 'en')}, and ${f.model} is ${family(f.model_family, 'en')}.`,
      hint: 'Use one that was made for this family of models.'
    }),
    zh_CN: f => ({
      message: `LoRA ${f.name} 用于 ${family(f.family, 'zh_CN')}，而 ${f.model} 是 ${family(f.model_family, 'zh_CN')}。`,
      hint: '请用为这一系列模型训练的 LoRA。'
    })
  }),
  refiner_family: of<FamilyFacts>({
    en: f => ({
      message: `The refiner ${f.name} is ${family(f.family, 'en')}, and ${f.model} is ${family(f.model_family, 'en')}: their latents differ.`,
      hint: 'Use a refiner of the same family.'
    }),
    zh_CN: f => ({
      message: `精修模型 ${f.name} 是 ${family(f.family, 'zh_CN')}，而 ${f.model} 是 ${family(f.model_family, 'zh_CN')}：两者的潜变量不同。`,
      hint: '请用同一系列的精修模型。'
    })
  }),
  refiner_task: {
    en: {
      message: "{name} can't take over from {model}: one of them also wants a mask or a picture to edit.",
      hint: 'Use a refiner of the same kind.'
    },
    zh_CN: {
      message: '{name} 不能接着 {model} 画：其中一个还需要蒙版或要修改的画面。',
      hint: '请用同一类的精修模型。'
    }
  },
  side_too_long: {
    en: {
      message: 'The picture would be {width} × {height}; a side can have {max} pixels.',
      hint: 'Enlarge by less, or start smaller.'
    },
    zh_CN: {
      message: '画面会有 {width} × {height}；边长最多 {max} 像素。',
      hint: '放大倍数小一些，或从小一些的画面开始。'
    }
  }
});
