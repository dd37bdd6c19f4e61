/** The words of a sweep beside the catalogue's parameters. Plain data, for whoever reads, writes or shows one. */
import type { Parameter } from '../../schema/catalogue';
import { own } from '../../schema/own';

/** The search-and-replace axis: its first value is looked for in both prompts, and each value put in its place. */
export const promptSr: Parameter = {
  name: 'prompt_sr',
  aliases: ['sr', 's/r', 'prompt s/r'],
  kind: 'text',
  default: null,
  axis: true,
  cost: 'sampling',
  group: 'prompt',
  label: { en: 'Prompt words', zh_CN: '提示词替换' },
  help: {
    en: 'Each value takes the place of the first in both prompts.',
    zh_CN: '用每个值替换两段提示词里的第一个值。'
  }
};

/** Whether a parameter is words of prompts, which have marks and escapes of their own. */
export function isPromptText(name: string): boolean {
  return name === 'prompt' || name === 'negative_prompt' || name === promptSr.name;
}

export const LAYOUT_WORDS = ['x', 'y', 'xx', 'yy'] as const;
export type LayoutWord = (typeof LAYOUT_WORDS)[number];
export const COUNT_WORDS = ['sample', 'limit'] as const;
export type CountWord = (typeof COUNT_WORDS)[number];

/** `size=512x768` sets these two together. */
export const SIZE = ['width', 'height'] as const;
/** What their axis is called among others. */
export const SIZE_AXIS = SIZE.join('&');

/** The axis of a batch's pictures. */
export const IMAGE = 'image';

/** What printed text calls a parameter, where that is shorter. */
const SHORT: Readonly<Record<string, string>> = { cfg_scale: 'cfg', batch_count: 'n' };

export function shortName(parameter: string): string {
  return own(SHORT, parameter) ?? parameter;
}

export function isLayoutWord(name: string): name is LayoutWord {
  return (LAYOUT_WORDS as readonly string[]).includes(name);
}

export function isCountWord(name: string): name is CountWord {
  return (COUNT_WORDS as readonly string[]).includes(name);
}

/** The axis of the k-th variant group of the prompts, from 1. */
export function variantName(k: number): string {
  return `variant_${k}`;
}

export function isVariantName(name: string): boolean {
  return variantNumber(name) !== null;
}

/** The k of `variant_k`, or null for another name. */
export function variantNumber(name: string): number | null {
  const match = /^variant_([1-9]\d*)$/.exec(name);
  return match && Number(match[1]);
}
