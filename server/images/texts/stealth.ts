/**
 * Text hidden in the lowest bits of pixels, column by column, as the sd_webui_stealth_pnginfo extension and NovelAI write it: fifteen
 * letters of signature, 32 bits that count the bits of the text, the text, UTF-8 or gzip. It lies in the alpha channel alone, or in red,
 * green and blue by turns, and outlives whatever strips the texts of a file.
 */
import { gunzipSync } from 'node:zlib';
import { openPicture, PIXELS_MAX } from '../sharp';
import { tidy } from './decode';
import { own } from '../../../schema/own';

const SIGNATURE_BYTES = 15;
const HEAD_BYTES = SIGNATURE_BYTES + 4;
const SIGNATURES: Readonly<Record<string, { packed: boolean; alpha: boolean }>> = {
  stealth_pnginfo: { packed: false, alpha: true },
  stealth_pngcomp: { packed: true, alpha: true },
  stealth_rgbinfo: { packed: false, alpha: false },
  stealth_rgbcomp: { packed: true, alpha: false }
};
const TEXT_MAX = 4_000_000;

type Pixels = { data: Buffer; width: number; height: number; channels: number };

/** The hidden text, or null where there is none or it can't be unfolded. The picture must be one that sharp opens. */
export async function stealthText(bytes: Buffer): Promise<string | null> {
  try {
    const { width = 0, height = 0 } = await openPicture(bytes).metadata();
    if (width * height > PIXELS_MAX || height === 0) {
      return null;
    }
    // The columns that hold the signature, before all pixels are unfolded.
    const columns = Math.min(width, Math.ceil((HEAD_BYTES * 8) / height) + 1);
    const head = await pixelsOf(bytes, { left: 0, top: 0, width: columns, height });
    return [true, false].some(alpha => signed(head, alpha)) ? hiddenIn(await pixelsOf(bytes)) : null;
  } catch {
    return null;
  }
}

async function pixelsOf(
  bytes: Buffer,
  part?: { left: number; top: number; width: number; height: number }
): Promise<Pixels> {
  const picture = openPicture(bytes);
  const { data, info } = await (part ? picture.extract(part) : picture)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

function signed(pixels: Pixels, alpha: boolean): { packed: boolean; alpha: boolean } | undefined {
  const kind = own(SIGNATURES, read(pixels, alpha, 0, SIGNATURE_BYTES)?.toString('latin1'));
  return kind?.alpha === alpha ? kind : undefined;
}

function hiddenIn(pixels: Pixels): string | null {
  const kind = signed(pixels, true) ?? signed(pixels, false);
  const length = kind && read(pixels, kind.alpha, SIGNATURE_BYTES, 4)?.readUInt32BE(0);
  if (!kind || !length || length > TEXT_MAX * 8) {
    return null;
  }
  const text = read(pixels, kind.alpha, HEAD_BYTES, Math.floor(length / 8));
  const unfolded = text && kind.packed ? gunzipSync(text, { maxOutputLength: TEXT_MAX }) : text;
  return unfolded ? tidy(unfolded.toString('utf8')) : null;
}

/** Bytes of the hidden stream from one of them on; undefined where the picture has no such channels or ends before. */
function read(pixels: Pixels, alpha: boolean, from: number, length: number): Buffer | undefined {
  const { data, width, height, channels } = pixels;
  const perPixel = alpha ? 1 : 3;
  if (channels < (alpha ? 4 : 3) || (from + length) * 8 > width * height * perPixel) {
    return undefined;
  }
  const bytes = Buffer.alloc(length);
  for (let bit = 0; bit < length * 8; bit++) {
    const at = from * 8 + bit;
    const pixel = Math.floor(at / perPixel);
    const [x, y] = [Math.floor(pixel / height), pixel % height];
    const channel = alpha ? 3 : at % 3;
    bytes[bit >> 3] = (bytes[bit >> 3] << 1) | (data[(y * width + x) * channels + channel] & 1);
  }
  return bytes;
}
