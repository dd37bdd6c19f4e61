import type { FaultData } from '../../../schema/fault';
import { lastOf, withoutEnding } from '../../names/find-file';
import { buildInfotext, type InfotextPair } from '../write';
import type { PictureSettings, Written } from './types';

/** More than any picture is made with, and than anybody reads. */
const [LORAS_MAX, UNUSED_MAX] = [100, 20];
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
    .map(({ name, weight }) => `<lora:${stem(name)}:${weight}>`)
    .filter(tag => !prompt.includes(tag.slice(0, tag.lastIndexOf(':'))));
  const known = pairs.flatMap(([key, value]): InfotextPair[] => {
    const text = wordOf(value);
    return text === null ? [] : [[key, text]];
  });
  const remarks: FaultData[] = writer === '' ? [] : [{ code: 'foreign_writer', facts: { writer } }];
  if (unused.length > 0) {
    remarks.push({
      code: 'foreign_unused',
      facts: { writer: writer || A1111, names: [...new Set(unused)].slice(0, UNUSED_MAX) }
    });
  }
  const words = [oneSection(prompt), ...tags].filter(each => each !== '').join(' ');
  return { text: buildInfotext(words, oneSection(negative), known), writer, remarks };
}

/** A file's name as tags and lists have it. */
export function stem(name: string): string {
  return lastOf(withoutEnding(name));
}

/** A value as an infotext says it; null when there is none. A list of plain values is JSON, other lists and objects are none. */
function wordOf(value: unknown): string | number | boolean | null {
  switch (typeof value) {
    case 'string':
      return value === '' ? null : value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'boolean':
      return value;
    case 'object':
      return Array.isArray(value) && !value.some(each => typeof each === 'object')
        ? JSON.stringify(value)
        : null;
    default:
      return null;
  }
}

/** A prompt whose own lines can't be taken for a section or for settings. */
function oneSection(text: string): string {
  return text
    .trim()
    .replace(/\r\n?/g, '\n')
    .replace(/\n(?=[^\S\n]*(?:negative prompt\s*[:：]|[\p{L}\p{N}_ /-]{2,60}[:：]))/giu, ' ');
}
