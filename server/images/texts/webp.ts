/** The texts of a WebP: its Exif and XMP chunks, wherever they stand in the file (RFC 9649, section 2.7). */
import type { PictureText } from '../../../language/infotext/foreign';
import { exifTexts } from './exif';
import type { Room } from './room';
import { xmpTexts } from './xmp';

const HEAD_BYTES = 12;

export function webpTexts(webp: Buffer, room: Room): PictureText[] {
  const texts: PictureText[] = [];
  for (const { type, data } of chunks(webp, ['EXIF', 'XMP '])) {
    if (!room.opens()) {
      break;
    }
    texts.push(...(type === 'EXIF' ? exifTexts(data, room) : xmpTexts(data, room)));
  }
  return texts;
}

export function hasLosslessPixels(webp: Buffer): boolean {
  return !chunks(webp, ['VP8L']).next().done;
}

function* chunks(webp: Buffer, types: readonly string[]): Generator<{ type: string; data: Buffer }> {
  const wanted = new Map(types.map(type => [Buffer.from(type, 'latin1').readUInt32BE(), type]));
  for (let at = HEAD_BYTES; at + 8 <= webp.length;) {
    const length = webp.readUInt32LE(at + 4);
    const type = wanted.get(webp.readUInt32BE(at));
    if (type !== undefined) {
      yield { type, data: webp.subarray(at + 8, at + 8 + length) };
    }
    at += 8 + length + (length % 2);
  }
}
