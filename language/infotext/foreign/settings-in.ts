import type { FaultData } from '../../../schema/fault';
import { findSections } from '../../cell/text/body';
import { Source } from '../../cell/source';
import { comfyUi } from './comfy-ui';
import { drawThings } from './draw-things';
import { easyDiffusion } from './easy-diffusion';
import { fooocus } from './fooocus';
import { invokeAi } from './invoke-ai';
import { isJson, listIn, objectIn, readJson } from './json';
import { novelAi } from './novel-ai';
import { withLines } from '../literal-lines';
import { plainJson } from '../pasted/plain-json';
import { swarmUi } from './swarm-ui';
import type { PictureSettings, PictureText, Reader } from './types';
import { writeSettings } from './written';

const READERS: readonly Reader[] = [
  fooocus,
  swarmUi,
  novelAi,
  invokeAi,
  drawThings,
  easyDiffusion,
  comfyUi,
  plainJson
];

/** `<lora:a:1>` opens a prompt. */
const XML = /^<(?:[?!]|(?:x|rdf):)/;
/** Far longer than any settings, and short enough to read at once. */
const LENGTH_MAX = 4_000_000;

/**
 * The settings that one of the texts holds, or null when none does. A1111's form wins over others, as programs that write several mean
 * it for others to read; a `parameters` text without settings is the last resort. Never throws.
 */
export function settingsIn(texts: readonly PictureText[]): PictureSettings | null {
  const readable = texts
    .map(({ key, text }) => ({ key, text: bare(text) }))
    .filter(
      ({ text }) => text !== '' && text.length <= LENGTH_MAX && !/^(?:none|null|undefined)$/i.test(text)
    );
  const ours = readable.find(({ text }) => isInfotext(text))?.text;
  const answered = ours === undefined ? readable.flatMap(({ text }) => infotextsIn(text)) : [ours];
  if (answered.length > 0) {
    const remarks: FaultData[] = answered.length > 1 ? [{ code: 'settings_second', facts: {} }] : [];
    return { text: answered[0], writer: writerOf(answered[0]), remarks };
  }
  for (const reader of READERS) {
    const settings = read(reader, readable);
    if (settings) {
      return settings;
    }
  }
  const prompt = readable.find(({ key, text }) => key === 'parameters' && !isJson(text));
  return prompt ? { text: prompt.text, writer: '', remarks: [] } : null;
}

/** Without the marks of byte order and of C strings around it, and with line breaks. */
function bare(text: string): string {
  const plain = text
    .replace(/^\uFEFF/, '')
    .replace(/(?<!\0)\0+$/, '')
    .trim();
  return isJson(plain) ? plain : withLines(plain);
}

/**
 * The infotexts that stand in JSON as its texts: those of an answer of A1111's API, one for each picture, whose `info` is JSON within
 * JSON, and those of a list of a file's fields.
 */
function infotextsIn(text: string): string[] {
  const json = /Steps: ?\d/.test(text)
    ? (readJson(text) ?? readJson(/^\[\s*(\{[^]*\})\s*\]$/.exec(text)?.[1]))
    : null;
  if (!json) {
    return [];
  }
  const info = typeof json.info === 'string' ? readJson(json.info) : objectIn(json.info);
  const all = [...listIn((info ?? json).infotexts), ...Object.values(json)];
  return all.filter((each): each is string => typeof each === 'string' && isInfotext(each));
}

function read(reader: Reader, texts: readonly PictureText[]): PictureSettings | null {
  try {
    const written = reader(texts);
    return written && writeSettings(written);
  } catch (error) {
    // A shape that its writer never writes.
    if (error instanceof TypeError || error instanceof RangeError) {
      return null;
    }
    throw error;
  }
}

function isInfotext(text: string): boolean {
  if (isJson(text) || XML.test(text)) {
    return false;
  }
  const source = new Source(text);
  return findSections(source, { start: 0, end: source.text.length }).settings !== null;
}

function writerOf(text: string): string {
  const found = /(?:^|, )(?:Version|App): *"?([^",\n]+)/.exec(text)?.[1].trim() ?? '';
  return /civitai resources/i.test(text)
    ? 'Civitai'
    : /^f\d|forge|neo/i.test(found)
      ? 'Forge'
      : /^v?\d+\.\d/.test(found) || found === ''
        ? 'stable-diffusion-webui'
        : found;
}
