/** Every text that a picture carries, whatever program wrote it. */
import type { PictureText } from '../../../language/infotext/foreign';
import { jpegTexts } from './jpeg';
import { pngPictureTexts } from './png';
import { Room } from './room';
import { hasLosslessPixels, webpTexts } from './webp';

export { Room } from './room';
export { stealthText } from './stealth';

export type PictureFormat = 'png' | 'jpeg' | 'webp';

/** What a file is by its first bytes; null when it is no picture that is read here. */
export function formatOf(bytes: Buffer): PictureFormat | null {
  const head = bytes.toString('latin1', 0, 12);
  return head.startsWith('\x89PNG\r\n\x1a\n')
    ? 'png'
    : head.startsWith('\xff\xd8\xff')
      ? 'jpeg'
      : head.startsWith('RIFF') && head.endsWith('WEBP')
        ? 'webp'
        : null;
}

/** Whether the pixels are as they were written: all PNGs, and WebPs of that kind. */
export function isLossless(bytes: Buffer): boolean {
  const format = formatOf(bytes);
  return format === 'png' || (format === 'webp' && hasLosslessPixels(bytes));
}

const READERS: Readonly<Record<PictureFormat, (bytes: Buffer, room: Room) => PictureText[]>> = {
  png: pngPictureTexts,
  jpeg: jpegTexts,
  webp: webpTexts
};

/** ComfyUI writes its graphs into whatever Exif tags are free, each behind its name. */
const NAMED = /^(prompt|workflow|parameters):\s*(?=[[{])/;

/**
 * The texts in the order of the file, as far as there is room for them; empty ones are left out. Nothing of a damaged file is more than
 * unread.
 */
export function pictureTexts(bytes: Buffer, room = new Room()): PictureText[] {
  const format = formatOf(bytes);
  const texts = format ? READERS[format](bytes, room) : [];
  return texts
    .filter(({ text }) => text.trim() !== '')
    .map(({ key, text }) => {
      const [opening, name] = NAMED.exec(text) ?? ['', key];
      return { key: name, text: text.slice(opening.length) };
    });
}
