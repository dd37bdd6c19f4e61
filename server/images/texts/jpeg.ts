/** The texts of a JPEG: Exif, XMP (also in several segments), IPTC, and its own comment (JPEG, ITU-T T.81, annex B). */
import type { PictureText } from '../../../language/infotext/foreign';
import { decodeText } from './decode';
import { exifTexts } from './exif';
import { iptcTexts } from './iptc';
import { xmpTexts } from './xmp';

const [APP1, APP13, COM, START_OF_SCAN] = [0xe1, 0xed, 0xfe, 0xda];
const EXIF = 'Exif\0';
const XMP = 'http://ns.adobe.com/xap/1.0/\0';
/** Behind it a GUID of 32 bytes, the length of all, and the offset of this part (XMP specification, part 3, section 1.1.3.1). */
const XMP_EXTENSION = 'http://ns.adobe.com/xmp/extension/\0';
const XMP_EXTENSION_BYTES = XMP_EXTENSION.length + 40;

export function jpegTexts(jpeg: Buffer): PictureText[] {
  const texts: PictureText[] = [];
  const extension: Buffer[] = [];
  for (const { marker, data } of segments(jpeg)) {
    const opens = (words: string): boolean => data.toString('latin1', 0, words.length) === words;
    if (marker === APP1 && opens(EXIF)) {
      texts.push(...exifTexts(data.subarray(EXIF.length + 1)));
    } else if (marker === APP1 && opens(XMP)) {
      texts.push(...xmpTexts(data.subarray(XMP.length)));
    } else if (marker === APP1 && opens(XMP_EXTENSION)) {
      extension.push(data.subarray(XMP_EXTENSION_BYTES));
    } else if (marker === APP13) {
      texts.push(...iptcTexts(data));
    } else if (marker === COM) {
      texts.push({ key: 'comment', text: decodeText(data) });
    }
  }
  return extension.length > 0 ? [...texts, ...xmpTexts(Buffer.concat(extension))] : texts;
}

/** The segments before the pixels. */
function* segments(jpeg: Buffer): Generator<{ marker: number; data: Buffer }> {
  for (let at = 2; at + 4 <= jpeg.length && jpeg[at] === 0xff;) {
    const marker = jpeg[at + 1];
    if (marker === 0xff) {
      at++; // Filling.
      continue;
    }
    if (marker === START_OF_SCAN) {
      return;
    }
    const length = Math.max(2, jpeg.readUInt16BE(at + 2));
    yield { marker, data: jpeg.subarray(at + 4, at + 2 + length) };
    at += 2 + length;
  }
}
