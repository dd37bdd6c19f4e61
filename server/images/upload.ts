import { pictureFormat } from './picture-format';
import { readPictureText } from './picture-text';
import { pngSize, pngTexts, withPngText } from './png-text';
import { openPicture, PIXELS_MAX } from './sharp';
import { formatOf } from './texts';
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
  if (isTooLarge(bytes)) {
    throw tooLarge();
  }
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
      ? tooLarge()
      : new Fault('picture_damaged', { reason: message.split('\n')[0] });
  }
}

/** Whether a PNG says that it is larger than what is read; its own reader calls sizes that are out of its reach damaged. */
function isTooLarge(bytes: Buffer): boolean {
  if (formatOf(bytes) !== 'png' || bytes.length < PNG_HEAD) {
    return false;
  }
  const { width, height } = pngSize(bytes);
  return width * height > PIXELS_MAX;
}

function tooLarge(): Fault {
  return new Fault('picture_large', { limit: `${PIXELS_MAX / 2 ** 20} megapixels` });
}

/** Whether a stored PNG is one that somebody gave. */
export function isUpload(png: Buffer): boolean {
  return pngTexts(png).some(({ keyword }) => keyword === MARK);
}
