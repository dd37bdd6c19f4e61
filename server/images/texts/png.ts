/** The texts of a PNG: its text chunks, its Exif, and what ImageMagick and exiftool pack into texts as hexadecimal digits. */
import type { PictureText } from '../../../language/infotext/foreign';
import { pngChunks, pngTexts } from '../png-text';
import { tidy } from './decode';
import { exifTexts } from './exif';
import { iptcTexts } from './iptc';
import type { Room } from './room';
import { xmpTexts } from './xmp';

const XMP = 'XML:com.adobe.xmp';
const PROFILE = /^Raw profile type (exif|APP1|xmp|iptc|8bim)$/i;

export function pngPictureTexts(png: Buffer, room: Room): PictureText[] {
  const texts = pngTexts(png, room).flatMap(({ keyword, text }) => {
    const [, profile] = PROFILE.exec(keyword) ?? [];
    return profile
      ? profileTexts(profile.toLowerCase(), text, room)
      : keyword === XMP
        ? xmpTexts(Buffer.from(text), room)
        : [{ key: keyword, text: tidy(text) }];
  });
  for (const { data } of pngChunks(png, ['eXIf'])) {
    if (!room.opens()) {
      break;
    }
    texts.push(...exifTexts(data, room));
  }
  return texts;
}

/** A profile is its name, its length and its bytes in hexadecimal digits, a line each. */
function profileTexts(profile: string, text: string, room: Room): PictureText[] {
  const [, digits] = /^\s*\S+\s+\d+\s+([\da-f\s]*)/i.exec(text) ?? [];
  const bytes = Buffer.from((digits ?? '').replace(/\s+/g, ''), 'hex');
  switch (profile) {
    case 'xmp':
      return xmpTexts(bytes, room);
    case 'iptc':
    case '8bim':
      return iptcTexts(bytes, room);
    default:
      return bytes.toString('latin1', 0, 4) === 'http' ? xmpTexts(bytes, room) : exifTexts(bytes, room);
  }
}
