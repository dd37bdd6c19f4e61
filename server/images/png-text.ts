/**
 * Text chunks of PNG files (PNG specification, sections 11.3.3.2 and 11.3.3.4). sharp reads them but can't write new ones.
 */
import { crc32, inflateSync } from 'node:zlib';
import { byteText } from './texts/decode';

export type PngText = { keyword: string; text: string };

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

/** Width and height as the header says them. */
export function pngSize(png: Buffer): { width: number; height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

/** Bytes that the compressed texts of a file may unfold to, one and all together. */
export const UNFOLDED_MAX = 4_000_000;
const UNFOLDED_TOTAL_MAX = 16_000_000;

export type PngChunk = { type: string; data: Buffer };

/** The chunks of a PNG, before and behind the pixels; nothing of a file that is none. A chunk that is cut short ends the file. */
export function* pngChunks(png: Buffer): Generator<PngChunk> {
  if (!png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) {
    return;
  }
  for (let at = SIGNATURE.length; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at);
    if (at + 12 + length > png.length) {
      return;
    }
    yield { type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

/**
 * All text chunks of a PNG, compressed ones too; damaged ones are left out. Many programs write UTF-8 into tEXt and zTXt, where Latin-1
 * is meant to be: what is valid UTF-8 is read as that.
 */
export function pngTexts(png: Buffer): PngText[] {
  const texts: PngText[] = [];
  let room = UNFOLDED_TOTAL_MAX;
  for (const { type, data } of pngChunks(png)) {
    const text = TEXT_TYPES.has(type) ? contentOf(type, data, Math.min(room, UNFOLDED_MAX)) : undefined;
    if (text !== undefined) {
      room -= text.length;
      texts.push({ keyword: data.toString('latin1', 0, data.indexOf(0)), text: byteText(text) });
    }
  }
  return texts;
}

const TEXT_TYPES = new Set(['tEXt', 'zTXt', 'iTXt']);

/** The bytes of the text, unfolded; undefined where there are none to be read within `room` bytes. */
function contentOf(type: string, data: Buffer, room: number): Buffer | undefined {
  const zero = data.indexOf(0);
  if (zero <= 0) {
    return undefined;
  }
  if (type !== 'iTXt') {
    return type === 'tEXt' ? within(data.subarray(zero + 1), room) : unfolded(data.subarray(zero + 2), room);
  }
  const language = data.indexOf(0, zero + 3);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  const text = data.subarray(translated + 1);
  return translated < 0 ? undefined : data[zero + 1] === 0 ? within(text, room) : unfolded(text, room);
}

function within(text: Buffer, room: number): Buffer | undefined {
  return text.length <= room ? text : undefined;
}

function unfolded(data: Buffer, room: number): Buffer | undefined {
  try {
    return inflateSync(data, { maxOutputLength: Math.max(1, room) });
  } catch {
    return undefined;
  }
}

function textChunk({ keyword, text }: PngText): Buffer {
  const plain = Buffer.from(text, 'latin1');
  return byteText(plain) === text && !plain.includes(0)
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
