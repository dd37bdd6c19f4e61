/** Models and other files of weights that are named: which are missing, or don't go together. */
import type { Language } from '../catalogue';
import { family, han, kindOf, meant, unread, type Named } from './phrases';
import { list } from './render';
import { systemReason } from './system-reasons';
import { messages, type NestedFault, of, type Word } from './types';
import { own } from '../own';

type FamilyFacts = { name: Word; family: Word; model: Word; model_family: Word };

/** `file` is one of another kind, `is`, that is called so. */
type Missing = Named & { unread?: Word; file?: Word; is?: Word };

/** How a file of each kind is used. */
const USES: Readonly<Record<string, (file: Word) => string>> = {
  checkpoint: file => `model=${file}`,
  vae: file => `vae=${file}`,
  lora: file => `<lora:${file}:1>`,
  embedding: file => String(file),
  upscaler: file => `hires=on hr_upscaler=${file}`
};

/** A weight behind a full-width colon is read as part of the name. */
const hasFullWidth = ({ name }: Named): boolean => String(name).includes('：');
const halfWidth = ({ name }: Named): string =>
  String(name).replace(/：\s*[+-]?[\d０-９.．]*/g, weight => weight.normalize('NFKC'));

/** A name that holds nothing. */
const nameless = (kind: string, language: Language): string =>
  language === 'en' ? `The name of the ${kind} is missing.` : han`缺少${kind}的名字。`;

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

/** What is said of a name that a file of another kind has. */
function otherKind(
  { name, file, is }: Missing,
  wanted: string,
  language: 'en' | 'zh_CN'
): { message: string; hint: string } | undefined {
  if (!file || !is) {
    return undefined;
  }
  const [kind, use] = [kindOf(is, language), own(USES, is)?.(file)];
  const an = /^[aeiou]/i.test(kind) ? 'an' : 'a';
  return language === 'en'
    ? {
        message: `${name} is ${an} ${kind}, no ${wanted}.`,
        hint: use ? `Write ${use}${is === 'lora' || is === 'embedding' ? ' in the prompt' : ''}.` : ''
      }
    : {
        message: han`${name} 是${kind}，不是${wanted}。`,
        hint: use ? `请写 ${use}${is === 'lora' || is === 'embedding' ? '（写在提示词里）' : ''}。` : ''
      };
}

export const modelMessages = messages({
  no_model: {
    en: {
      message: 'There is no model to draw with.',
      hint: 'Put a model folder or a .safetensors or .ckpt file into a models folder.'
    },
    zh_CN: {
      message: '没有可以用来画的模型。',
      hint: '把模型文件夹或 .safetensors、.ckpt 文件放进模型文件夹。'
    }
  },
  model_missing: of<Missing & { here?: readonly string[]; more?: number; also?: NestedFault }>({
    en: f =>
      otherKind(f, 'model', 'en') ?? {
        message:
          f.name === ''
            ? nameless('model', 'en')
            : `This model isn't there: ${f.name}.${meant(f, 'en')}${unread(f, 'en')}${hereIs(f, 'en')}`,
        hint: 'Put its folder or file into a models folder.'
      },
    zh_CN: f =>
      otherKind(f, '模型', 'zh_CN') ?? {
        message:
          f.name === ''
            ? nameless('模型', 'zh_CN')
            : `找不到这个模型：${f.name}。${meant(f, 'zh_CN')}${unread(f, 'zh_CN')}${hereIs(f, 'zh_CN')}`,
        hint: '把它的文件夹或文件放进模型文件夹。'
      }
  }),
  weights_missing: of<Missing & { kind: Word }>({
    en: f =>
      otherKind(f, kindOf(f.kind, 'en', 'file'), 'en') ?? {
        message:
          f.name === ''
            ? nameless(kindOf(f.kind, 'en', 'file'), 'en')
            : `This ${kindOf(f.kind, 'en', 'file')} isn't there: ${f.name}.${meant(f, 'en')}${unread(f, 'en')}`,
        hint: hasFullWidth(f)
          ? `It has full-width marks; write ${halfWidth(f)}.`
          : 'Put its file into a models folder.'
      },
    zh_CN: f =>
      otherKind(f, kindOf(f.kind, 'zh_CN', '文件'), 'zh_CN') ?? {
        message:
          f.name === ''
            ? nameless(kindOf(f.kind, 'zh_CN', '文件'), 'zh_CN')
            : han`没有这个${kindOf(f.kind, 'zh_CN', '文件')}：${f.name}。${meant(f, 'zh_CN')}${unread(f, 'zh_CN')}`,
        hint: hasFullWidth(f) ? `里面有全角符号，请写作 ${halfWidth(f)}。` : '把它的文件放进模型文件夹。'
      }
  }),
  name_hash_differs: of<{
    file: Word;
    hash: Word;
    kind: Word;
    candidates?: readonly string[];
    unread?: Word;
  }>({
    en: f => ({
      message: f.candidates?.length
        ? `${f.file} is drawn with; whether the hash ${f.hash} is its own is not known before it was used once.`
        : `No ${kindOf(f.kind, 'en', 'file')} here is known to have the hash ${f.hash}: ${f.file} is another file, and is drawn with.${unread(f, 'en')}`,
      hint: 'Leave the hash out if this file is meant.'
    }),
    zh_CN: f => ({
      message: f.candidates?.length
        ? `用 ${f.file} 来画；它的哈希是不是 ${f.hash}，要用过一次才知道。`
        : han`这里没有已知哈希为 ${f.hash} 的${kindOf(f.kind, 'zh_CN', '文件')}：${f.file} 是另一个文件，用它来画。${unread(f, 'zh_CN')}`,
      hint: '如果就是要用这个文件，请去掉哈希。'
    })
  }),
  name_by_hash: {
    en: '{name}: by its hash this is {file}, which is drawn with.',
    zh_CN: '{name}：按哈希它是 {file}，用它来画。'
  },
  name_ambiguous: of<{ name: Word; kind: Word; candidates: readonly string[]; hash?: Word }>({
    en: f => ({
      message: `Several ${kindOf(f.kind, 'en', 'file')}s could be meant by ${f.name}: ${f.candidates.join(', ')}.`,
      hint: `Write which one, as in ${f.candidates[0] ?? f.name}.`
    }),
    zh_CN: f => ({
      message: han`${f.name} 可能是几个${kindOf(f.kind, 'zh_CN', '文件')}：${f.candidates.join('、')}。`,
      hint: `请写明是哪一个，例如 ${f.candidates[0] ?? f.name}。`
    })
  }),
  hash_unknown: of<{ hash: Word; kind: Word; unread: Word; old: Word }>({
    en: f => ({
      message: f.old
        ? `${f.hash} is no name, and as a hash of 8 digits it is A1111's old kind (AutoV1), by which no ${kindOf(f.kind, 'en', 'file')} is known.`
        : `No ${kindOf(f.kind, 'en', 'file')} is known whose hash begins with ${f.hash}.${unread(f, 'en')}`,
      hint: 'Write its name, or the first 10 digits of its SHA-256 (AutoV2).'
    }),
    zh_CN: f => ({
      message: f.old
        ? han`${f.hash} 不是名字；8 位的哈希是 A1111 的旧式（AutoV1），不能用它找到${kindOf(f.kind, 'zh_CN', '文件')}。`
        : han`没有哈希以 ${f.hash} 开头的${kindOf(f.kind, 'zh_CN', '文件')}。${unread(f, 'zh_CN')}`,
      hint: '请写名字，或 SHA-256 的前 10 位（AutoV2）。'
    })
  }),
  defaults_unreadable: of<{ file: Word; reason: Word }>({
    en: f => `The defaults in ${f.file} can't be read: ${systemReason(f.reason, 'en')}.`,
    zh_CN: f => `读不了默认参数 ${f.file}：${systemReason(f.reason, 'zh_CN')}。`
  }),
  defaults_encoding: {
    en: {
      message:
        "The defaults in {file} can't be read: line {line} is neither UTF-8, nor UTF-16 with its mark.",
      hint: 'Save it as UTF-8.'
    },
    zh_CN: {
      message: '读不了默认参数 {file}：第 {line} 行不是 UTF-8（或带标记的 UTF-16）。',
      hint: '请另存为 UTF-8。'
    }
  },
  defaults_no_object: {
    en: {
      message: "The defaults in {file} can't be read: it is no JSON object.",
      hint: 'Write it as {"steps": 20, "cfg_scale": 7}.'
    },
    zh_CN: {
      message: '读不了默认参数 {file}：它不是 JSON 对象。',
      hint: '写成 {"steps": 20, "cfg_scale": 7} 这样。'
    }
  },
  defaults_ignored: of<{ file: Word; values: readonly string[] }>({
    en: f =>
      `Of the defaults in ${f.file} these are unknown or out of range, and not used: ${list(f.values, 'en')}.`,
    zh_CN: f => `默认参数 ${f.file} 中有未知的或超出范围的，未采用：${list(f.values, 'zh_CN')}。`
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
      hint: 'Take a smaller hires upscale, or start smaller.'
    },
    zh_CN: {
      message: '画面会有 {width} × {height}；边长最多 {max} 像素。',
      hint: '高清修复倍数小一些，或从小一些的画面开始。'
    }
  }
});
