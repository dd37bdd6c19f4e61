/**
 * The texts of an Exif block, where A1111 and others keep the settings of JPEG and WebP files (Exif 2.32: the block is a TIFF, section
 * 4.6.5; UserComment, section 4.6.5.3, opens with eight bytes that name its character code, which writers forget, misname and pad).
 */
import type { PictureText } from '../../../language/infotext/foreign';
import { decodeJapanese, decodeUtf16, guessText } from './decode';
import type { Room } from './room';

const EXIF_POINTER = 0x8769;
/** Some write the tags of the inner directory into the outer one, so both are looked through for all. */
const TAGS: Readonly<Record<number, string>> = {
  0x9286: 'UserComment',
  0x010e: 'ImageDescription',
  0x9c9c: 'XPComment',
  0x9c9b: 'XPTitle',
  0x9c9f: 'XPSubject',
  0x9c9e: 'XPKeywords',
  0x010f: 'Make',
  0x0110: 'Model',
  0x0131: 'Software',
  0x927c: 'MakerNote'
};
const HEADER = Buffer.from('Exif\0\0', 'latin1');
const ENTRY_BYTES = 12;
/** More than the directories of cameras and programs have. */
const ENTRIES_MAX = 64;
const CODE_BYTES = 8;
/** Bytes of a value by its type (TIFF 6.0, section 2). */
const TYPE_BYTES = [1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

/** The texts of a block, those of the user comment first; none of what lies outside a damaged one, or has no room. */
export function exifTexts(block: Buffer, room: Room): PictureText[] {
  const tiff = block.subarray(0, HEADER.length).equals(HEADER) ? block.subarray(HEADER.length) : block;
  const order = tiff.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') {
    return [];
  }
  const reader = tiffReader(tiff, order === 'II');
  const outer = entriesAt(reader, reader.long(4) ?? 0);
  const inner = outer.find(({ tag }) => tag === EXIF_POINTER);
  const entries = [inner ? entriesAt(reader, reader.long(inner.at + 8) ?? 0) : [], outer].flatMap(firstTexts);
  return entries
    .map(({ tag, at }) => ({ key: TAGS[tag], value: valueAt(reader, at) }))
    .filter(({ key, value }) => room.takes(value.length, key))
    .map(({ key, value }) => ({ key, text: textOf(key, value, reader.little) }))
    .filter(({ text }) => text.trim() !== '');
}

type Reader = {
  tiff: Buffer;
  little: boolean;
  short(at: number): number | undefined;
  long(at: number): number | undefined;
};

function tiffReader(tiff: Buffer, little: boolean): Reader {
  const within = (at: number, bytes: number): boolean => at >= 0 && at + bytes <= tiff.length;
  return {
    tiff,
    little,
    short: at => (within(at, 2) ? (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)) : undefined),
    long: at => (within(at, 4) ? (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at)) : undefined)
  };
}

type Entry = { tag: number; at: number };

/** The entries that are texts, the first of each tag. */
function firstTexts(directory: readonly Entry[]): Entry[] {
  return directory.filter(
    ({ tag }, k) => tag in TAGS && directory.findIndex(other => other.tag === tag) === k
  );
}

/** The entries of the directory at an offset, as far as they lie in the block. */
function entriesAt(reader: Reader, start: number): Entry[] {
  const room = Math.floor((reader.tiff.length - start - 2) / ENTRY_BYTES);
  const length = Math.min(reader.short(start) ?? 0, Math.max(0, room), ENTRIES_MAX);
  return Array.from({ length }, (_, k) => start + 2 + k * ENTRY_BYTES).map(at => ({
    tag: reader.short(at) ?? 0,
    at
  }));
}

function valueAt(reader: Reader, entry: number): Buffer {
  const length = (reader.long(entry + 4) ?? 0) * (TYPE_BYTES[reader.short(entry + 2) ?? 0] ?? 1);
  const start = length <= 4 ? entry + 8 : (reader.long(entry + 8) ?? 0);
  return reader.tiff.subarray(start, start + length);
}

function textOf(name: string, value: Buffer, little: boolean): string {
  if (name.startsWith('XP')) {
    return decodeUtf16(value, true);
  }
  return name === 'UserComment' ? commentText(value, little) : guessText(value);
}

/** The comment behind the name of its code, or all of it where no code is named. */
function commentText(value: Buffer, little: boolean): string {
  const text = value.subarray(CODE_BYTES);
  switch (
    value
      .toString('latin1', 0, CODE_BYTES)
      .toUpperCase()
      .replace(/[\0 ]+$/, '')
  ) {
    case 'UNICODE':
      return decodeUtf16(text, little);
    case 'JIS':
      return decodeJapanese(text);
    case 'ASCII':
    case '':
      return guessText(text);
    default:
      return guessText(value);
  }
}
