import type { FaultData } from '../../../schema/fault';
import { lastOf, withoutEnding } from '../../names/find-file';
import { negativeSection } from '../negative';
import { pairText } from '../pair-text';
import type { PictureSettings, TextParts, Written } from './types';

/** More than any picture is made with, and than anybody reads. */
const [LORAS_MAX, UNUSED_MAX] = [100, 20];
/** No line has a key that is shorter. */
const KEY_MIN = 2;
/** Whose names settings have that say no other program. */
const A1111 = 'stable-diffusion-webui';

/** The infotext, and what is to be said of it. */
export function writeSettings({
  writer,
  prompt,
  negative,
  pairs,
  loras = [],
  unused = []
}: Written): PictureSettings {
  const tags = loras
    .slice(0, LORAS_MAX)
    .map(({ name, weight, unet = weight }) => ({
      opening: `<lora:${stem(name)}`,
      weights: unet === weight ? `${weight}` : `${weight}:${unet}`
    }))
    .filter(({ opening }) => !prompt.includes(`${opening}:`) && !prompt.includes(`${opening}>`))
    .map(({ opening, weights }) => `${opening}:${weights}>`);
  const nameless = pairs.filter(([key, value]) => wordOf(value) !== null && keyOf(key).length < KEY_MIN);
  const names = new Set([...unused, ...nameless.map(([key]) => key)]);
  const remarks: FaultData[] = writer === '' ? [] : [{ code: 'foreign_writer', facts: { writer } }];
  if (names.size > 0) {
    remarks.push({
      code: 'foreign_unused',
      facts: { writer: writer || A1111, names: [...names].slice(0, UNUSED_MAX) }
    });
  }
  const words = [plain(prompt), ...tags].filter(each => each !== '').join(' ');
  return { ...textOf(words, plain(negative), pairs), writer, remarks };
}

function textOf(
  prompt: string,
  negative: string,
  pairs: Written['pairs']
): { text: string; parts: TextParts } {
  const line = pairs.flatMap(([key, value]) => written(key, wordOf(value)) ?? []).join(', ');
  const section = negative === '' ? '' : negativeSection(oneSection(negative));
  const before = [oneSection(prompt), section].filter(each => each !== '').join('\n');
  const pairsAt = before === '' ? 0 : before.length + 1;
  return {
    text: [before, line].filter(each => each !== '').join('\n'),
    parts: { prompt, negative, negativeAt: before.length - negative.length, pairsAt }
  };
}

function keyOf(name: string): string {
  return name.replace(/[^\p{L}\p{N}_ /-]+/gu, ' ').trim();
}

/** A pair as a line has it: a key in the letters that keys are made of, and in quotes what opens as a quote or a bracket does. */
function written(key: string, value: string | null): string | null {
  const name = keyOf(key);
  return value === null || name.length < KEY_MIN
    ? null
    : /^["([{]/.test(value) && !key.startsWith('Civitai ')
      ? `${name}: ${JSON.stringify(value)}`
      : pairText(name, value);
}

/** The size of a picture, or the one side that is known. */
export function sizePairs(size: unknown, width: unknown, height: unknown): [key: string, value: unknown][] {
  return size
    ? [['Size', size]]
    : [
        ['Width', width],
        ['Height', height]
      ];
}

/** A file's name as tags and lists have it. */
export function stem(name: string): string {
  return lastOf(withoutEnding(name));
}

/** A value as an infotext says it; null when there is none. A list of plain values is JSON, other lists and objects are none. */
export function wordOf(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return value.trim() || null;
    case 'number':
      return Number.isFinite(value) ? String(value) : null;
    case 'boolean':
      return value ? 'True' : 'False';
    case 'object':
      return Array.isArray(value) && !value.some(each => typeof each === 'object')
        ? JSON.stringify(value)
        : null;
    default:
      return null;
  }
}

function plain(text: string): string {
  return text.trim().replace(/\r\n?/g, '\n');
}

/** A prompt of as many characters whose own lines can't be taken for a section or for settings. */
function oneSection(text: string): string {
  return text.replace(/\n(?=[^\S\n]*(?:negative prompt\s*[:：]|[\p{L}\p{N}_ /-]{2,60}[:：]))/giu, ' ');
}
