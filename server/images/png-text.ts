/**
 * Text chunks of PNG files (PNG specification, sections 11.3.3.2 and 11.3.3.4). sharp reads them but can't write new ones.
 */
import { crc32, inflateSync } from 'node:zlib';

export type PngText = { keyword: string; text: string };

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Signature and IHDR, behind which text goes. */
const HEAD_BYTES = 33;

/**
 * The PNG with text chunks behind its header: tEXt for what Latin-1 can hold, else uncompressed iTXt in UTF-8, as Pillow and so
 * A1111 write them.
 */
export function withPngText(png: Uint8Array, texts: readonly PngText[]): Buffer {
  return Buffer.concat([png.subarray(0, HEAD_BYTES), ...texts.map(textChunk), png.subarray(HEAD_BYTES)]);
}

/** Width and height as the header says them. */
export function pngSize(png: Buffer): { width: number; height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

/** Bytes that a compressed text may unfold to. */
const UNFOLDED_MAX = 4_000_000;

/** All text chunks of a PNG, compressed ones too; damaged ones are left out. */
export function pngTexts(png: Buffer): PngText[] {
  const texts: PngText[] = [];
  if (!png.subarray(0, 8).equals(SIGNATURE)) {
    return texts;
  }
  for (let at = 8; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    const zero = data.indexOf(0);
    if (type === 'tEXt' && zero > 0) {
      texts.push({ keyword: data.toString('latin1', 0, zero), text: data.toString('latin1', zero + 1) });
    } else if (type === 'zTXt' && zero > 0) {
      add(texts, data, zero, unfolded(data.subarray(zero + 2))?.toString('latin1'));
    } else if (type === 'iTXt' && zero > 0) {
      const language = data.indexOf(0, zero + 3);
      const text = data.subarray(data.indexOf(0, language + 1) + 1);
      add(texts, data, zero, (data[zero + 1] === 0 ? text : unfolded(text))?.toString('utf8'));
    }
    at += 12 + length;
  }
  return texts;
}

function add(texts: PngText[], data: Buffer, zero: number, text: string | undefined): void {
  if (text !== undefined) {
    texts.push({ keyword: data.toString('latin1', 0, zero), text });
  }
}

function unfolded(data: Buffer): Buffer | undefined {
  try {
    return inflateSync(data, { maxOutputLength: UNFOLDED_MAX });
  } catch {
    return undefined;
  }
}

function textChunk({ keyword, text }: PngText): Buffer {
  const latin1 = Array.from(text).every(each => each.codePointAt(0)! < 256 && each !== '\0');
  return latin1
    ? chunk('tEXt', Buffer.from(`${keyword}\0${text}`, 'latin1'))
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
