/**
 * Text chunks of PNG files (PNG specification, sections 11.3.3.2 and 11.3.3.4). sharp reads them but can't write new ones.
 */
import { crc32 } from 'node:zlib';
import { byteText } from './texts/decode';
import { Room } from './texts/room';

/** `international` is written as iTXt whatever is in it, where a reader looks for it there alone. */
export type PngText = { keyword: string; text: string; international?: true };

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Signature and IHDR, behind which text goes. */
const HEAD_BYTES = 33;

/**
 * The PNG with text chunks behind its header: tEXt for what Latin-1 can hold and nobody takes for UTF-8, else uncompressed iTXt in UTF-8,
 * as Pillow and so A1111 write them.
 */
export function withPngText(png: Uint8Array, texts: readonly PngText[]): Buffer {
  return Buffer.concat([png.subarray(0, HEAD_BYTES), ...texts.map(textChunk), png.subarray(HEAD_BYTES)]);
}

/** The PNG without its text chunks of these keywords. */
export function withoutPngTexts(png: Buffer, keywords: readonly string[]): Buffer {
  const kept = [png.subarray(0, SIGNATURE.length)];
  for (let at = SIGNATURE.length; at < png.length;) {
    const end = at + 12 < png.length ? Math.min(png.length, at + 12 + png.readUInt32BE(at)) : png.length;
    const type = png.toString('latin1', at + 4, at + 8);
    const isGone =
      (TEXT_TYPES as readonly string[]).includes(type) &&
      keywords.some(keyword => png.toString('latin1', at + 8, at + 9 + keyword.length) === `${keyword}\0`);
    if (!isGone) {
      kept.push(png.subarray(at, end));
    }
    at = end;
  }
  return Buffer.concat(kept);
}

/** Width and height as the header says them. */
export function pngSize(png: Buffer): { width: number; height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

type PngChunk<Type extends string> = { type: Type; data: Buffer };

/**
 * The chunks of these types in a PNG, before and behind the pixels; nothing of a file that is none. A chunk that is cut short ends the
 * file.
 */
export function* pngChunks<Type extends string>(
  png: Buffer,
  types: readonly Type[]
): Generator<PngChunk<Type>> {
  if (!png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) {
    return;
  }
  const wanted = new Map(types.map(type => [Buffer.from(type, 'latin1').readUInt32BE(), type]));
  for (let at = SIGNATURE.length; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at);
    if (at + 12 + length > png.length) {
      return;
    }
    const type = wanted.get(png.readUInt32BE(at + 4));
    if (type !== undefined) {
      yield { type, data: png.subarray(at + 8, at + 8 + length) };
    }
    at += 12 + length;
  }
}

const TEXT_TYPES = ['tEXt', 'zTXt', 'iTXt'] as const;
type TextType = (typeof TEXT_TYPES)[number];
/** Bytes of the longest keyword. */
const KEYWORD_MAX = 79;

/**
 * The text chunks of a PNG, compressed ones too, as far as there is room for them; damaged ones are left out. Many programs write UTF-8
 * into tEXt and zTXt, where Latin-1 is meant to be: what is valid UTF-8 is read as that.
 */
export function pngTexts(png: Buffer, room = new Room()): PngText[] {
  const texts: PngText[] = [];
  for (const { type, data } of pngChunks(png, TEXT_TYPES)) {
    if (!room.opens()) {
      break;
    }
    const zero = data.subarray(0, KEYWORD_MAX + 1).indexOf(0);
    const keyword = data.toString('latin1', 0, zero);
    const text = zero > 0 ? contentOf(type, data, { keyword, zero, room }) : undefined;
    if (text !== undefined) {
      texts.push({ keyword, text: byteText(text) });
    }
  }
  return texts;
}

/** The bytes of the text, unfolded; undefined where there are none to be read. */
function contentOf(
  type: TextType,
  data: Buffer,
  { keyword, zero, room }: { keyword: string; zero: number; room: Room }
): Buffer | undefined {
  const plain = (text: Buffer): Buffer | undefined => (room.takes(text.length, keyword) ? text : undefined);
  if (type !== 'iTXt') {
    return type === 'tEXt' ? plain(data.subarray(zero + 1)) : room.unfolds(data.subarray(zero + 2), keyword);
  }
  const language = data.indexOf(0, zero + 3);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  const text = data.subarray(translated + 1);
  return translated < 0 ? undefined : data[zero + 1] === 0 ? plain(text) : room.unfolds(text, keyword);
}

function textChunk({ keyword, text, international }: PngText): Buffer {
  const plain = Buffer.from(text, 'latin1');
  return !international && byteText(plain) === text && !plain.includes(0)
    ? chunk('tEXt', Buffer.concat([Buffer.from(`${keyword}\0`, 'latin1'), plain]))
    : chunk(
        'iTXt',
        Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text, 'utf8')])
      );
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
