import { pictureFormat } from './picture-format';
import { readPictureText } from './picture-text';
import { pngSize, pngTexts, withPngText } from './png-text';
import { openHead, openPicture, PIXELS_MAX } from './sharp';
import { formatOf, type PictureFormat } from './texts';
import { Fault } from '../../schema/fault';

/** A picture that somebody gave: re-encoded, so that nothing of the file but its pixels and its infotext is kept. */
export type Upload = { png: Buffer; width: number; height: number; infotext: string | null };

const MARK = 'diffusion-upload';
/** Bytes of a PNG up to the end of its size. */
const PNG_HEAD = 24;

/**
 * The picture of a PNG, JPEG or WebP file as an 8-bit PNG, upright, with its alpha channel if it has one. What the file is, is seen by
 * its content. Equal pixels and texts give equal bytes. Throws `picture_format` (415), `picture_large` (413), `picture_damaged` (400).
 */
export async function readUpload(bytes: Buffer): Promise<Upload> {
  pictureFormat(bytes);
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
    refuseLarge(sizeInHead(bytes) ?? (await openHead(bytes).metadata()));
    const { data, info } = await openPicture(bytes)
      .rotate()
      .toColourspace('srgb')
      .png({ compressionLevel: 6, adaptiveFiltering: false, palette: false })
      .toBuffer({ resolveWithObject: true });
    return { png: data, width: info.width, height: info.height };
  } catch (error) {
    throw error instanceof Fault ? error : damaged(bytes, error as Error);
  }
}

/** The size that a PNG says it has: its own reader calls sizes that are out of its reach damaged. */
function sizeInHead(bytes: Buffer): { width: number; height: number } | null {
  return formatOf(bytes) === 'png' && bytes.length >= PNG_HEAD ? pngSize(bytes) : null;
}

function refuseLarge({ width, height }: { width: number; height: number }): void {
  if (width * height > PIXELS_MAX) {
    throw new Fault('picture_large', { width, height });
  }
}

/** What the decoder said of it is told as data: its words are for those who know the format. */
function damaged(bytes: Buffer, { message }: Error): Fault {
  const format = formatOf(bytes) as PictureFormat;
  const said = message.split('\n')[0].trim();
  return new Fault('picture_damaged', {
    format: NAMES[format],
    said,
    ...(endsEarly(bytes, format) ? { cut: 1 } : {})
  });
}

const NAMES: Readonly<Record<PictureFormat, string>> = { png: 'PNG', jpeg: 'JPEG', webp: 'WebP' };

/** Whether a file stops before the mark or the length that ends its format. */
function endsEarly(bytes: Buffer, format: PictureFormat): boolean {
  switch (format) {
    case 'png':
      return !bytes.includes('IEND', 0, 'latin1');
    case 'jpeg':
      return !bytes.includes(Buffer.from([0xff, 0xd9]));
    case 'webp':
      return bytes.length < bytes.readUInt32LE(4) + 8;
  }
}

/** Whether a stored PNG is one that somebody gave. */
export function isUpload(png: Buffer): boolean {
  return pngTexts(png).some(({ keyword }) => keyword === MARK);
}
