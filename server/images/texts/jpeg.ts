/** The texts of a JPEG: Exif, XMP (also in several segments), IPTC, and its own comment (JPEG, ITU-T T.81, annex B). */
import type { PictureText } from '../../../language/infotext/foreign';
import { guessText } from './decode';
import { exifTexts } from './exif';
import { iptcTexts } from './iptc';
import type { Room } from './room';
import { xmpTexts } from './xmp';

const [APP1, APP13, COM, START_OF_SCAN] = [0xe1, 0xed, 0xfe, 0xda];
const WITH_TEXTS = new Set([APP1, APP13, COM]);
const EXIF = 'Exif\0';
const XMP = 'http://ns.adobe.com/xap/1.0/\0';
/** Behind it a GUID of 32 bytes, the length of all, and the offset of this part (XMP specification, part 3, section 1.1.3.1). */
const XMP_EXTENSION = 'http://ns.adobe.com/xmp/extension/\0';
const GUID_BYTES = 32;
const XMP_EXTENSION_BYTES = XMP_EXTENSION.length + GUID_BYTES + 8;
/** How the packet says which extension is its own; one of another GUID is left over from an older picture. */
const HAS_EXTENSION = /HasExtendedXMP\s*(?:=\s*["']|>)\s*([\da-f]{32})/i;

type Part = { guid: string; offset: number; data: Buffer };

export function jpegTexts(jpeg: Buffer, room: Room): PictureText[] {
  const texts: PictureText[] = [];
  const parts: Part[] = [];
  let own: string | undefined;
  for (const { marker, data } of segments(jpeg)) {
    if (!room.opens()) {
      break;
    }
    const opens = (words: string): boolean => data.toString('latin1', 0, words.length) === words;
    if (marker === APP1 && opens(EXIF)) {
      texts.push(...exifTexts(data.subarray(EXIF.length + 1), room));
    } else if (marker === APP1 && opens(XMP)) {
      const packet = data.subarray(XMP.length);
      own ??= HAS_EXTENSION.exec(packet.toString('latin1'))?.[1].toUpperCase();
      texts.push(...xmpTexts(packet, room));
    } else if (marker === APP1 && opens(XMP_EXTENSION)) {
      parts.push(extensionPart(data));
    } else if (marker === APP13) {
      texts.push(...iptcTexts(data, room));
    } else if (marker === COM && room.takes(data.length, 'comment')) {
      texts.push({ key: 'comment', text: guessText(data) });
    }
  }
  const guids = own === undefined ? [...new Set(parts.map(({ guid }) => guid))] : [own];
  return [...texts, ...guids.flatMap(guid => xmpTexts(extensionOf(guid, parts), room))];
}

/** A part of an extension; one that is cut short within its head stands in front and is empty. */
function extensionPart(segment: Buffer): Part {
  const isWhole = segment.length >= XMP_EXTENSION_BYTES;
  return {
    guid: segment.toString('latin1', XMP_EXTENSION.length, XMP_EXTENSION.length + GUID_BYTES).toUpperCase(),
    offset: isWhole ? segment.readUInt32BE(XMP_EXTENSION_BYTES - 4) : 0,
    data: segment.subarray(XMP_EXTENSION_BYTES)
  };
}

/** The parts of one GUID by their offsets, as far as they are there. */
function extensionOf(guid: string, parts: readonly Part[]): Buffer {
  const own = parts.filter(part => part.guid === guid).sort((a, b) => a.offset - b.offset);
  return Buffer.concat(own.map(({ data }) => data));
}

/** The segments before the pixels that may hold texts. */
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
    if (WITH_TEXTS.has(marker)) {
      yield { marker, data: jpeg.subarray(at + 4, at + 2 + length) };
    }
    at += 2 + length;
  }
}
