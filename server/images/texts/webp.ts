/** The texts of a WebP: its Exif and XMP chunks, wherever they stand in the file (RFC 9649, section 2.7). */
import type { PictureText } from '../../../language/infotext/foreign';
import { exifTexts } from './exif';
import type { Room } from './room';
import { xmpTexts } from './xmp';

const HEAD_BYTES = 12;

export function webpTexts(webp: Buffer, room: Room): PictureText[] {
  return [...chunks(webp)].flatMap(({ type, data }) =>
    type === 'EXIF' ? exifTexts(data, room) : type === 'XMP ' ? xmpTexts(data, room) : []
  );
}

export function hasLosslessPixels(webp: Buffer): boolean {
  return [...chunks(webp)].some(({ type }) => type === 'VP8L');
}

function* chunks(webp: Buffer): Generator<{ type: string; data: Buffer }> {
  for (let at = HEAD_BYTES; at + 8 <= webp.length;) {
    const length = webp.readUInt32LE(at + 4);
    yield { type: webp.toString('latin1', at, at + 4), data: webp.subarray(at + 8, at + 8 + length) };
    at += 8 + length + (length % 2);
  }
}
