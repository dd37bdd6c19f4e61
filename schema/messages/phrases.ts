/** Clauses that messages of several subjects share. */
import type { Language } from '../catalogue';
import type { Word } from './types';
import { own } from '../own';

/** Something that isn't there, and the name nearest to it. */
export type Named = { name: Word; near?: Word };

/** More than is allowed. */
export type Limited = { cells: Word; limit: Word };

/** What was probably meant, with the blank before it. */
export function meant({ near }: { near?: Word }, language: Language): string {
  return !near ? '' : language === 'en' ? ` Did you mean ${near}?` : `是 ${near} 吗？`;
}

/** How many files might still be the one of a hash, with the blank before it; nothing for none. */
export function unread({ unread: total = 0 }: { unread?: Word }, language: Language): string {
  const hashes =
    Number(total) === 1 ? 'One was never used, and its hash' : `${total} were never used, and their hashes`;
  const known = Number(total) === 1 ? 'is' : 'are';
  return !total
    ? ''
    : language === 'en'
      ? ` ${hashes} ${known} not known yet.`
      : `有 ${total} 个从未用过，还不知道${Number(total) === 1 ? '它' : '它们'}的哈希。`;
}

/** What a file of weights is called. */
const KINDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    checkpoint: 'model',
    vae: 'VAE',
    lora: 'LoRA',
    embedding: 'embedding',
    upscaler: 'upscaler',
    controlnet: 'ControlNet',
    face_restorer: 'face restorer'
  },
  zh_CN: {
    checkpoint: '模型',
    vae: 'VAE',
    lora: 'LoRA',
    embedding: '嵌入',
    upscaler: '放大模型',
    controlnet: 'ControlNet',
    face_restorer: '人脸修复模型'
  }
};

/** What a file of a kind is called; one of a kind without a name is `unnamed`. */
export function kindOf(kind: Word, language: Language, unnamed = String(kind)): string {
  return own(KINDS[language], kind) ?? unnamed;
}

/** A Chinese sentence around words of either script: a blank stands between Han and Latin characters or digits, and none beside marks. */
export function han(parts: TemplateStringsArray, ...words: readonly Word[]): string {
  return parts.reduce((text, part, k) => spaced(spaced(text, String(words[k - 1])), part));
}

function spaced(before: string, behind: string): string {
  const isSeam = /\p{sc=Han}$/u.test(before)
    ? /^[\p{sc=Latin}\p{N}]/u.test(behind)
    : /[\p{sc=Latin}\p{N}]$/u.test(before) && /^\p{sc=Han}/u.test(behind);
  return `${before}${isSeam ? ' ' : ''}${behind}`;
}

const FAMILIES: Readonly<Record<string, string>> = {
  sd1: 'Stable Diffusion 1',
  sd2: 'Stable Diffusion 2',
  sdxl: 'SDXL'
};
const REFINER: Readonly<Record<Language, string>> = { en: 'the SDXL refiner', zh_CN: 'SDXL 精修模型' };

/** A family of models by its usual name. */
export function family(value: Word | undefined, language: Language): string {
  return value === 'sdxl_refiner' ? REFINER[language] : (own(FAMILIES, value) ?? String(value));
}
