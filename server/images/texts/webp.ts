/** The texts of a WebP: its Exif and XMP chunks, wherever they stand in the file (RFC 9649, section 2.7). */
import type { PictureText } from '../../../language/infotext/foreign';
import { exifTexts } from './exif';
import { xmpTexts } from './xmp';

const HEAD_BYTES = 12;

export function webpTexts(webp: Buffer): PictureText[] {
  const texts: PictureText[] = [];
  for (let at = HEAD_BYTES; at + 8 <= webp.length;) {
    const length = webp.readUInt32LE(at + 4);
    const data = webp.subarray(at + 8, at + 8 + length);
    switch (webp.toString('latin1', at, at + 4)) {
      case 'EXIF':
        texts.push(...exifTexts(data));
        break;
      case 'XMP ':
        texts.push(...xmpTexts(data));
    }
    at += 8 + length + (length % 2);
  }
  return texts;
}
