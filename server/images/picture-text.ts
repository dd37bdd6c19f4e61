/** What a picture says of how it was made, whatever program wrote it, in A1111's words. */
import type { FaultData } from '../../schema/fault';
import { type PictureText, settingsIn } from '../../language/infotext/foreign';
import { recipeOf } from './encode';
import { formatOf, pictureTexts, stealthText } from './texts';

/** Longer texts are of no use to anybody. */
const LENGTH_MAX = 1_000_000;

export type PictureSettings = {
  /** A1111's infotext; null when no text of the picture holds settings. */
  text: string | null;
  /** Who wrote it, as far as that is known. */
  writer: string | null;
  remarks: FaultData[];
  /** The names of the texts that are there and hold no settings; only where none does. */
  unread: string[];
};

/**
 * The settings of a PNG, JPEG or WebP, wherever they stand in it: our own recipe first, then the text that can be read as settings, then
 * what is hidden in the pixels. The text is what somebody wrote: nothing of it is believed or run.
 */
export async function readPictureSettings(bytes: Buffer): Promise<PictureSettings> {
  const own = recipeOf(bytes)?.infotext;
  const texts = pictureTexts(bytes);
  const found =
    (typeof own === 'string' ? settingsIn([{ key: 'parameters', text: own }]) : null) ??
    settingsIn(texts) ??
    settingsIn(await hiddenTexts(bytes));
  return found && found.text.length <= LENGTH_MAX
    ? { text: found.text, writer: found.writer, remarks: found.remarks, unread: [] }
    : { text: null, writer: null, remarks: [], unread: unreadIn(texts) };
}

/** Texts that say who wrote a file, and never how its picture was made. */
const SIGNED = /^(Software|Make|Model|CreatorTool|Author|Copyright|Source|Creation Time|date:.*)$/;

function unreadIn(texts: readonly PictureText[]): string[] {
  return [...new Set(texts.map(({ key }) => key).filter(key => !SIGNED.test(key)))];
}

/** A1111's infotext of a picture; null when it has none. */
export async function readPictureText(bytes: Buffer): Promise<string | null> {
  return (await readPictureSettings(bytes)).text;
}

/** What is hidden in pixels that no lossy format has touched; NovelAI hides all the texts of its PNG as one object. */
async function hiddenTexts(bytes: Buffer): Promise<PictureText[]> {
  const text = formatOf(bytes) === 'jpeg' ? null : await stealthText(bytes);
  return text === null ? [] : [{ key: 'parameters', text }, ...textsInObject(text)];
}

function textsInObject(text: string): PictureText[] {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null
      ? Object.entries(read)
          .filter((pair): pair is [string, string] => typeof pair[1] === 'string')
          .map(([key, value]) => ({ key, text: value }))
      : [];
  } catch {
    return [];
  }
}
