/** The names that may stand before `=`: the catalogue's, `size`, `prompt_sr`, and the words of the sweep itself. */
import { Fault } from '../../schema/fault';
import { findParameter, type Parameter } from '../../schema/catalogue';
import { excerpt } from '../cell/source';
import type { SweepContext } from '../cell/types';
import { nearest } from './nearest';

/** The search-and-replace axis: its first value is looked for in both prompts, and each value put in its place. */
export const promptSr: Parameter = {
  name: 'prompt_sr',
  aliases: ['sr', 's/r', 'prompt s/r'],
  kind: 'text',
  default: null,
  axis: true,
  cost: 'sampling',
  group: 'prompt',
  label: { en: 'Prompt S/R', zh_CN: '提示词替换' },
  help: {
    en: 'Each value takes the place of the first in both prompts.',
    zh_CN: '用每个值替换两段提示词里的第一个值。'
  }
};

export const LAYOUT_WORDS = ['x', 'y', 'xx', 'yy'] as const;
export type LayoutWord = (typeof LAYOUT_WORDS)[number];
export const COUNT_WORDS = ['sample', 'limit'] as const;
export type CountWord = (typeof COUNT_WORDS)[number];

/** `size=512x768` sets these two together. */
export const SIZE = ['width', 'height'] as const;

/** The axis of a batch's pictures. */
export const IMAGE = 'image';

/** What printed text calls a parameter, where that is shorter. */
const SHORT: Readonly<Record<string, string>> = { cfg_scale: 'cfg', batch_count: 'n' };
/** No name is longer, and looking for one would take long. */
const NAME_LENGTH_MAX = 64;

export function shortName(parameter: string): string {
  return SHORT[parameter] ?? parameter;
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
  return /^variant_[1-9]\d*$/.test(name);
}

/** The parameter that a name or alias means; throws `unknown_parameter` with the nearest name. */
export function parameterCalled(name: string, context: SweepContext): Parameter {
  const found = knownParameter(name, context);
  if (!found) {
    throw new Fault('unknown_parameter', { name: excerpt(name), near: nearestName(name, context) });
  }
  return found;
}

/** The parameter that a name or alias means, `prompt_sr` included, or undefined. */
export function knownParameter(name: string, context: SweepContext): Parameter | undefined {
  if (name.length > NAME_LENGTH_MAX) {
    return undefined;
  }
  const folded = name.trim().toLowerCase();
  if (folded === promptSr.name || promptSr.aliases.includes(folded)) {
    return promptSr;
  }
  const exact = context.parameters.find(each => each.name === name || each.aliases.includes(name));
  const found = exact ?? findParameter(name);
  return found && context.parameters.find(each => each.name === found.name);
}

function nearestName(name: string, context: SweepContext): string | undefined {
  const known = [...context.parameters, promptSr].flatMap(each => [each.name, ...each.aliases]);
  return nearest(name, [...known.filter(each => !each.includes(' ')), 'size', 'where', ...COUNT_WORDS]);
}
