import type { FaultData } from '../../../schema/fault';
import { buildInfotext, type InfotextPair } from '../write';
import type { PictureSettings, Written } from './types';

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
    .map(({ name, weight }) => `<lora:${stem(name)}:${weight}>`)
    .filter(tag => !prompt.includes(tag.slice(0, tag.lastIndexOf(':'))));
  const known = pairs.flatMap(([key, value]): InfotextPair[] => {
    const text = wordOf(value);
    return text === null ? [] : [[key, text]];
  });
  const remarks: FaultData[] = [{ code: 'foreign_writer', facts: { writer } }];
  if (unused.length > 0) {
    remarks.push({ code: 'foreign_unused', facts: { writer, names: [...new Set(unused)] } });
  }
  const words = [oneSection(prompt), ...tags].filter(each => each !== '').join(' ');
  return { text: buildInfotext(words, oneSection(negative), known), writer, remarks };
}

/** A file's name as tags and lists have it. */
export function stem(name: string): string {
  return name.replace(/^.*[\\/]/, '').replace(/\.(?:safetensors|ckpt|pt|bin|gguf)$/i, '');
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
    .replace(/\n(?=[^\S\n]*(?:negative prompt\s*[:：]|[\p{L}\p{N}_ /-]{2,60}:))/giu, ' ');
}
