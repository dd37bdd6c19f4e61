import { findSections } from '../../cell/text/body';
import { Source } from '../../cell/source';
import { comfyUi } from './comfy-ui';
import { drawThings } from './draw-things';
import { easyDiffusion } from './easy-diffusion';
import { fooocus } from './fooocus';
import { invokeAi } from './invoke-ai';
import { isJson } from './json';
import { novelAi } from './novel-ai';
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
  const ours = readable.find(({ text }) => isInfotext(text));
  if (ours) {
    return { text: ours.text, writer: writerOf(ours.text), remarks: [] };
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

/** Without the marks of byte order and of C strings around it. */
function bare(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/(?<!\0)\0+$/, '')
    .trim();
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
