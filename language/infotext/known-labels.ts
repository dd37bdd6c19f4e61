/** What programs, pages and people call the settings that A1111's infotext has, in label lines, JSON and command lines alike. */

import { own } from '../../schema/own';

/**
 * Each setting by A1111's key: what it is called in lines of A1111's own form, whose reader knows these, and what else. In lower case,
 * one blank between words.
 */
const NAMES: Readonly<Record<string, readonly [own: string, others: string]>> = {
  Prompt: [
    'prompt|prompts|positive prompt|positive prompts',
    'positive|prompt text|include in image|提示词|正向提示词|正面提示词|正提示词|正向词'
  ],
  'Negative prompt': [
    'negative prompt|negative prompts|negative|undesired content|反向提示词|负面提示词|负向提示词',
    'exclude from image|neg prompt|n prompt|uc|反提示词|反向词|负面词'
  ],
  Steps: [
    'steps|sampling steps',
    'step|inference steps|num inference steps|sample steps|ddim steps|步数|采样步数|迭代步数|采样迭代步数|迭代步数 (steps)'
  ],
  Sampler: [
    'sampler|sampling method',
    'sampler name|sampler index|sample method|采样器|采样方法|采样方式|采样方法 (sampler)'
  ],
  'Schedule type': [
    'schedule type|scheduler',
    'scheduler name|schedule|noise schedule|调度器|调度类型|调度方式|计划类型'
  ],
  'CFG scale': [
    'cfg scale',
    'cfg|scale|guidance scale|guidance|guidance (cfg)|prompt guidance|提示词引导系数|提示词相关性|cfg 引导系数|cfg引导系数|引导系数|cfg 提示词引导系数|cfg/提示词引导系数|提示词引导系数 (cfg scale)|提示词相关性(cfg scale)'
  ],
  Seed: ['seed', 'random seed|manual seed|种子|随机种子|随机数种子|种子数|随机数种子 (seed)'],
  Size: ['size|resolution', 'dimensions|image size|尺寸|图片尺寸|图像尺寸|分辨率|大小'],
  Width: ['', 'width|w|宽度|宽'],
  Height: ['', 'height|h|高度|高'],
  'Model hash': ['model hash', 'base model hash|sd model hash|模型哈希|模型哈希值|模型 hash|模型hash'],
  Model: [
    'model',
    'model name|base model|checkpoint|ckpt|sd model|sd model name|sd model checkpoint|stable diffusion model|use stable diffusion model|模型|大模型|基础模型|底模|模型名称'
  ],
  VAE: ['vae', 'sd vae|vae model|use vae model|vae 模型|vae模型'],
  'Clip skip': ['clip skip', 'clip 跳过层|clip跳过层|clip 终止层数|clip终止层数|跳过层|clip 跳过'],
  'Denoising strength': ['denoising strength', 'denoise|重绘幅度|重绘强度|去噪强度|降噪强度'],
  'Variation seed': ['variation seed', 'subseed|差异随机种子|变异随机种子'],
  'Variation seed strength': ['variation seed strength', 'subseed strength|差异强度|变异强度'],
  'Hires upscale': ['hires upscale', 'hr scale|放大倍数|高分辨率修复倍数'],
  'Hires upscaler': ['hires upscaler', 'hr upscaler|放大算法'],
  'Hires steps': ['hires steps', 'hr second pass steps|高分迭代步数'],
  Tiling: ['tiling', ''],
  Eta: ['eta', ''],
  RNG: ['rng', ''],
  ENSD: ['ensd', 'eta noise seed delta']
};

const parted = (names: string): string[] => names.split('|').filter(name => name !== '');
const keysBy = (names: (row: readonly [string, string]) => string): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(NAMES).flatMap(([key, row]) =>
      parted(names(row)).map((name): [string, string] => [name, key])
    )
  );
const KEYS = keysBy(([own, others]) => `${own}|${others}`);
const OWN_KEYS = keysBy(([own]) => own);

/** Values that such a setting has, for those whose label is a word of any prompt, too. */
const VALUES: Readonly<Record<string, RegExp>> = {
  Steps: /^\d+(?:\.0+)?$/,
  Sampler: /^[^()[\]{}]{2,60}$/,
  'CFG scale': /^\d+(?:[.,]\d+)?$/,
  Seed: /^-?\d+$/,
  Size: /^\(?\d+\D{1,5}\d+\)?/,
  Width: /^\d+(?: ?px)?$/,
  Height: /^\d+(?: ?px)?$/,
  'Model hash': /^[0-9a-f]{8,64}$/i,
  'Clip skip': /^-?\d+$/,
  'Denoising strength': /^\d*\.?\d+$/
};

/** A1111's key of a label in any spelling (`cfgScale`, `cfg_scale`, `CFG Scale`); undefined for a label that isn't known. */
export function keyCalled(label: string): string | undefined {
  const spaced = label
    .trim()
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .replace(/（/g, '(')
    .replace(/）/g, ')');
  return KEYS.get(spaced);
}

/** A1111's key of a label that stands in lines of its own form, in any case; undefined for all others. */
export function ownKeyCalled(label: string): string | undefined {
  return OWN_KEYS.get(label.trim().toLowerCase());
}

/** A pattern of the names that a key of A1111 has in its own lines. */
export function ownNames(key: 'Prompt' | 'Negative prompt'): string {
  return NAMES[key][0];
}

/** Whether a key with this value can be no words of a prompt. */
export function isSetting(key: string, value: string): boolean {
  return own(VALUES, key)?.test(value.trim()) ?? false;
}
