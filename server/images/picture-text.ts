/** What a picture says of how it was made, whatever program wrote it, in A1111's words. */
import { Fault, type FaultData } from '../../schema/fault';
import {
  isJson,
  type PictureSettings,
  type PictureText,
  settingsIn,
  type TextParts
} from '../../language/infotext/foreign';
import { builtParts } from '../../language/infotext/write';
import { recipeOf } from './encode';
import { decodeText } from '../decode-text';
import { pictureFormat } from './picture-format';
import type { Recipe } from './recipe';
import { tidy } from './texts/decode';
import { isLossless, pictureTexts, Room, stealthText } from './texts';
import { isMojibake } from './texts/misread';

/** Parameters that are pictures, which infotexts don't name. */
const PICTURES = ['init_image', 'mask'];
/** Longer texts are no settings; graphs of nodes may be long. */
const LENGTH_MAX = 50_000;
const GRAPH_MAX = 4_000_000;

export type FoundSettings = {
  /** A1111's infotext; null when no text of the picture holds settings. */
  text: string | null;
  /** Where it was made of another program's settings. */
  parts?: TextParts;
  /** Who wrote it, as far as that is known. */
  writer: string | null;
  remarks: FaultData[];
  /** The hashes of the pictures that one of our own began with, by parameter. */
  pictures: Readonly<Record<string, string>>;
  /** The names of the texts that are there and hold no settings; only where none does. */
  unread: string[];
};

/**
 * The settings of a PNG, JPEG or WebP, wherever they stand in it: our own recipe first, then the text that can be read as settings, then
 * what is hidden in the pixels. The text is what somebody wrote: nothing of it is believed or run. Throws `picture_format`.
 */
export async function readPictureSettings(bytes: Buffer): Promise<FoundSettings> {
  pictureFormat(bytes);
  const own = recipeOf(bytes);
  const room = new Room();
  const texts = unpacked(pictureTexts(bytes, room));
  const found =
    ownSettings(own) ??
    settingsIn(texts.filter(isOfUse)) ??
    settingsIn((await hiddenTexts(bytes)).filter(isOfUse));
  if (found && found.text.length <= LENGTH_MAX) {
    const { text, parts, writer } = found;
    const remarks = [...found.remarks, ...(isMojibake(text) ? [MISREAD] : [])];
    return { text, parts, writer: writer || null, remarks, pictures: picturesOf(own), unread: [] };
  }
  return { text: null, writer: null, remarks: tooLarge(texts, room), pictures: {}, unread: unreadIn(texts) };
}

const MISREAD: FaultData = { code: 'picture_text_encoding', facts: {} };

/** What is to be said of texts that are too large to be looked at. */
function tooLarge(texts: readonly PictureText[], room: Room): FaultData[] {
  const long = texts.filter(each => !isOfUse(each) && !SIGNED.test(each.key)).map(({ key }) => key);
  const names = [...new Set([...long, ...room.refused])];
  return names.length > 0 ? [{ code: 'picture_text_large', facts: { names } }] : [];
}

/**
 * The settings of a text that somebody copied or saved beside a picture. The text itself where no program's settings are known in it: what
 * of it can be read is for the reader of cells to say. Throws `settings_encoding`.
 */
export function readTextSettings(
  bytes: Buffer
): Pick<FoundSettings, 'writer' | 'remarks' | 'parts'> & { text: string; known: boolean } {
  const decoded = decodeText(bytes);
  if ('line' in decoded) {
    throw new Fault('settings_encoding', { line: decoded.line });
  }
  const text = tidy(decoded.text).trim();
  const found = text.length > GRAPH_MAX ? null : settingsIn([{ key: 'prompt', text }]);
  return found && found.text.length <= LENGTH_MAX
    ? { ...found, writer: found.writer || null, known: true }
    : { text: text.slice(0, LENGTH_MAX), writer: null, remarks: [], known: false };
}

/** A1111's infotext of a picture; null when it has none. */
export async function readPictureText(bytes: Buffer): Promise<string | null> {
  return (await readPictureSettings(bytes)).text;
}

/** What a recipe says, its prompts to the letter: in an infotext they may look like settings, and lose the blanks around them. */
function ownSettings(recipe: Recipe | null): PictureSettings | null {
  const { infotext: text, version, params }: Partial<Record<keyof Recipe, unknown>> = recipe ?? {};
  const { prompt, negative_prompt: negative }: Partial<Record<string, unknown>> = params ?? {};
  if (typeof text !== 'string') {
    return null;
  }
  const parts =
    typeof prompt === 'string' && typeof negative === 'string' ? builtParts(text, prompt, negative) : null;
  return parts
    ? { text, parts, writer: `jupyterlab-diffusion ${String(version)}`, remarks: [] }
    : settingsIn([{ key: 'parameters', text }]);
}

/** A recipe is what a file says, and may say anything. */
function picturesOf(recipe: Recipe | null): Record<string, string> {
  const params: Partial<Record<string, unknown>> = recipe?.params ?? {};
  return Object.fromEntries(
    PICTURES.map(name => [name, params[name]]).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string'
    )
  );
}

/** Texts that say who wrote a file, and never how its picture was made. */
const SIGNED =
  /^(Software|Make|Model|CreatorTool|Author|Copyright|Source|Creation Time|date:.*|diffusion-.*)$/;

function unreadIn(texts: readonly PictureText[]): string[] {
  return [...new Set(texts.map(({ key }) => key).filter(key => !SIGNED.test(key)))];
}

function isOfUse({ text }: PictureText): boolean {
  return text.length <= LENGTH_MAX || (text.length <= GRAPH_MAX && isJson(text.trimStart()));
}

/** What is hidden in pixels that no lossy format has touched. */
async function hiddenTexts(bytes: Buffer): Promise<PictureText[]> {
  const text = isLossless(bytes) ? await stealthText(bytes) : null;
  return text === null ? [] : unpacked([{ key: 'parameters', text }]);
}

/** The texts, and those that NovelAI puts as one object where there is room for a single text. */
function unpacked(texts: readonly PictureText[]): PictureText[] {
  return texts.flatMap(each => [each, ...(each.text.includes('"Comment"') ? textsInObject(each.text) : [])]);
}

function textsInObject(text: string): PictureText[] {
  try {
    return Object.entries(JSON.parse(text) as object)
      .filter((pair): pair is [string, string] => typeof pair[1] === 'string')
      .map(([key, value]) => ({ key, text: value }));
  } catch {
    return [];
  }
}
