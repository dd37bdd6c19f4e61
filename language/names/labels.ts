/**
 * What parameters, axes and values are called in the interface, in each language: the catalogue's labels, and those of the axes that a
 * sweep has beyond its parameters.
 */
import { findParameter, type Language, type Localized, type ParameterValue } from '../../schema/catalogue';
import type { PlanAxis } from '../../schema/wire';
import { IMAGE, promptSr, SIZE, variantNumber } from './sweep-words';
import { own } from '../../schema/own';

const OWN_LABELS: Readonly<Record<string, Localized>> = {
  [promptSr.name]: promptSr.label,
  [IMAGE]: { en: 'Picture', zh_CN: '图片' }
};
const VARIANT_LABEL: Localized = { en: 'Prompt variant', zh_CN: '提示词变体' };
const SIZE_LABEL: Localized = { en: 'Size', zh_CN: '尺寸' };
const ON: Localized = { en: 'on', zh_CN: '开' };
const OFF: Localized = { en: 'off', zh_CN: '关' };
const HASH_LENGTH = 8;

/** The label of a parameter, of an axis's own name (`variant_2`, `prompt_sr`, `image`), or the name itself where nobody knows it. */
export function parameterLabel(name: string, language: Language): string {
  const variant = variantNumber(name);
  if (variant !== null) {
    return variant === 1 ? VARIANT_LABEL[language] : `${VARIANT_LABEL[language]} ${variant}`;
  }
  return (own(OWN_LABELS, name) ?? findParameter(name)?.label)?.[language] ?? name;
}

/** What an axis is called; a linked axis by all of its parameters. */
export function axisLabel({ id, params }: Pick<PlanAxis, 'id' | 'params'>, language: Language): string {
  const names = params.length > 0 ? params : id.split('&');
  if (sameNames(names, SIZE)) {
    return SIZE_LABEL[language];
  }
  // A sampler written with its schedule ("DPM++ 2M Karras") is one choice to whoever wrote it.
  return sameNames(names, ['sampler', 'scheduler'])
    ? parameterLabel('sampler', language)
    : names.map(name => parameterLabel(name, language)).join(' + ');
}

/** What sets a cell apart, a title of each axis in their order: `Seed 2`, `CFG scale 7`. None for a single picture. */
export function cellTitles(
  axes: readonly Pick<PlanAxis, 'id' | 'params' | 'labels'>[],
  index: readonly number[],
  language: Language
): string[] {
  return axes.map((axis, each) => `${axisLabel(axis, language)} ${axis.labels[index[each]] ?? ''}`);
}

/** A value in few words: on and off, a picture by the beginning of its hash. Empty for null. */
export function valueWords(name: string, value: ParameterValue, language: Language): string {
  if (typeof value === 'boolean') {
    return (value ? ON : OFF)[language];
  }
  const text = String(value ?? '');
  return findParameter(name)?.kind === 'image' ? shortHash(text) : text;
}

/** The digits by which a picture is known to people. */
export function shortHash(sha256: string): string {
  return sha256.slice(0, HASH_LENGTH);
}

function sameNames(names: readonly string[], wanted: readonly string[]): boolean {
  return names.length === wanted.length && wanted.every(name => names.includes(name));
}
