import { readPictureText } from './picture-text';
import { pngTexts, withPngText } from './png-text';
import { openPicture, PIXELS_MAX } from './sharp';
import { formatOf } from './texts';
import { Fault } from '../../schema/fault';

/** A picture that somebody gave: re-encoded, so that nothing of the file but its pixels and its infotext is kept. */
export type Upload = { png: Buffer; width: number; height: number; infotext: string | null };

const MARK = 'diffusion-upload';

/**
 * The picture of a PNG, JPEG or WebP file as an 8-bit PNG, upright, with its alpha channel if it has one. What the file is, is seen by
 * its content. Equal pixels and texts give equal bytes. Throws `picture_format` (415), `picture_large` (413), `picture_damaged` (400).
 */
export async function readUpload(bytes: Buffer): Promise<Upload> {
  if (formatOf(bytes) === null) {
    throw new Fault('picture_format', { found: foundIn(bytes) });
  }
  const infotext = await readPictureText(bytes);
  const { png, width, height } = await pixelsOf(bytes);
  const texts = [{ keyword: MARK, text: '1' }];
  return {
    png: withPngText(png, infotext === null ? texts : [{ keyword: 'parameters', text: infotext }, ...texts]),
    width,
    height,
    infotext
  };
}

/** The pixels alone, encoded anew. */
async function pixelsOf(bytes: Buffer): Promise<{ png: Buffer; width: number; height: number }> {
  try {
    const { data, info } = await openPicture(bytes)
      .rotate()
      .toColourspace('srgb')
      .png({ compressionLevel: 6, adaptiveFiltering: false, palette: false })
      .toBuffer({ resolveWithObject: true });
    return { png: data, width: info.width, height: info.height };
  } catch (error) {
    const { message } = error as Error;
    throw /pixel limit/i.test(message)
      ? new Fault('picture_large', { limit: `${PIXELS_MAX / 2 ** 20} megapixels` })
      : new Fault('picture_damaged', { reason: message.split('\n')[0] });
  }
}

/** Whether a stored PNG is one that somebody gave. */
export function isUpload(png: Buffer): boolean {
  return pngTexts(png).some(({ keyword }) => keyword === MARK);
}

/** Beginnings of what is given for a picture and is none that can be read. */
const OTHERS: readonly [RegExp, string][] = [
  [/^GIF8/, 'GIF'],
  [/^(?:II\*\0|MM\0\*)/, 'TIFF'],
  [/^BM/, 'BMP'],
  [/^....ftyp(?:avif|avis|heic|heix|mif1|msf1)/s, 'AVIF/HEIC'],
  [/^(?:\xff\n|[^]{4}JXL )/, 'JPEG XL'],
  [/^8BPS/, 'PSD'],
  [/^%PDF/, 'PDF'],
  [/^(?:\xef\xbb\xbf)?\s*<(?:\?xml[^]*<svg|svg)/, 'SVG'],
  [/^\s*<(?:!doctype html|html)/i, 'HTML'],
  [/^\s*data:[\w/+.-]*;base64,/i, 'data:…;base64'],
  [/^\s*(?:iVBORw0KGgo|\/9j\/|_9j_|UklGR|R0lGOD)/, 'base64'],
  [/^\s*[{[]/, 'JSON']
];

function foundIn(bytes: Buffer): string {
  const head = bytes.toString('latin1', 0, 512);
  return OTHERS.find(([beginning]) => beginning.test(head))?.[1] ?? `${bytes.length} B`;
}
