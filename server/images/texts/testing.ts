/** Makers of pictures with text in every place that writers use, byte by byte, so that a test says exactly what it means. */
import { crc32, gzipSync } from 'node:zlib';
import { sharp } from '../sharp';

/** A chunk of a PNG. */
export function pngChunk(type: string, data: Buffer | string): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.from(data)]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(body.length - 4, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

const picture = (): ReturnType<typeof sharp> =>
  sharp({ create: { width: 16, height: 16, channels: 3, background: { r: 9, g: 99, b: 199 } } });
const END_BYTES = 12;
const HEAD_BYTES = 33;

/** A PNG with these chunks before its pixels, or behind them. */
export async function pngWith(chunks: Buffer, behind = false): Promise<Buffer> {
  const png = await picture().png().toBuffer();
  const at = behind ? png.length - END_BYTES : HEAD_BYTES;
  return Buffer.concat([png.subarray(0, at), chunks, png.subarray(at)]);
}

/** A JPEG with these segments, each with its marker, in front. */
export async function jpegWith(...segments: [marker: number, data: Buffer][]): Promise<Buffer> {
  const jpeg = await picture().jpeg().toBuffer();
  const made = segments.map(([marker, data]) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(data.length + 2, 2);
    return Buffer.concat([head, data]);
  });
  return Buffer.concat([jpeg.subarray(0, 2), ...made, jpeg.subarray(2)]);
}

/** A WebP with a chunk behind its pixels. */
export async function webpWith(type: string, data: Buffer): Promise<Buffer> {
  const webp = await picture().webp({ lossless: true }).toBuffer();
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(data.length, 4);
  const made = Buffer.concat([webp, head, data, Buffer.alloc(data.length % 2)]);
  made.writeUInt32LE(made.length - 8, 4);
  return made;
}

export type ExifTag = { tag: number; type?: number; value: Buffer; inner?: boolean };

/** An Exif block of these tags: those with `inner` in the Exif directory, the others in the first. */
export function exifBlock(tags: readonly ExifTag[], little = false): Buffer {
  const short = (n: number): Buffer => {
    const bytes = Buffer.alloc(2);
    return little ? (bytes.writeUInt16LE(n), bytes) : (bytes.writeUInt16BE(n), bytes);
  };
  const long = (n: number): Buffer => {
    const bytes = Buffer.alloc(4);
    return little ? (bytes.writeUInt32LE(n), bytes) : (bytes.writeUInt32BE(n), bytes);
  };
  const outer = tags.filter(({ inner }) => !inner);
  const inner = tags.filter(each => each.inner);
  const innerAt = 8 + 2 + (outer.length + 1) * 12 + 4;
  let valueAt = innerAt + 2 + inner.length * 12 + 4;
  const values: Buffer[] = [];
  const entry = ({ tag, type = 7, value }: ExifTag): Buffer => {
    const inline = value.length <= 4;
    const place = inline ? Buffer.concat([value, Buffer.alloc(4 - value.length)]) : long(valueAt);
    if (!inline) {
      values.push(value);
      valueAt += value.length;
    }
    return Buffer.concat([short(tag), short(type), long(value.length), place]);
  };
  const outerEntries = outer.map(entry);
  const pointer = Buffer.concat([short(0x8769), short(4), long(1), long(innerAt)]);
  return Buffer.concat([
    Buffer.from(little ? 'II*\0' : 'MM\0*', 'latin1'),
    long(8),
    ...[short(outer.length + 1), ...outerEntries, pointer, long(0)],
    ...[short(inner.length), ...inner.map(entry), long(0)],
    ...values
  ]);
}

export const userComment = (value: Buffer): ExifTag => ({ tag: 0x9286, value, inner: true });
export const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** A lossless picture with a text in its lowest bits, column by column. */
export async function stealthPicture(
  signature: string,
  text: string,
  format: 'png' | 'webp' = 'png'
): Promise<Buffer> {
  const body = signature.endsWith('comp') ? gzipSync(text) : Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length * 8);
  const bytes = Buffer.concat([Buffer.from(signature), length, body]);
  const bits = [...bytes].flatMap(byte => [7, 6, 5, 4, 3, 2, 1, 0].map(shift => (byte >> shift) & 1));
  const alpha = !signature.includes('rgb');
  const channels = alpha ? 4 : 3;
  const [width, height] = [64, 48];
  const data = Buffer.alloc(width * height * channels, 254);
  bits.forEach((bit, k) => {
    const pixel = alpha ? k : Math.floor(k / 3);
    const [x, y] = [Math.floor(pixel / height), pixel % height];
    data[(y * width + x) * channels + (alpha ? 3 : k % 3)] |= bit;
  });
  const made = sharp(data, { raw: { width, height, channels } });
  return format === 'png' ? made.png().toBuffer() : made.webp({ lossless: true, exact: true }).toBuffer();
}
