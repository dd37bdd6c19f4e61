/**
 * sharp with every loader shut but PNG, JPEG and WebP, and with a limit on pixels: whatever a file claims, nothing else is parsed.
 */
import sharp from 'sharp';

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadWebp'] });

/** Pixels of the largest picture we read: a little over four 2048 squares. */
export const PIXELS_MAX = 4096 * 4096;

/** A picture to be read: with the limits, its first page only, its pixels as they are (as Pillow reads them, colour profiles aside). */
export function openPicture(bytes: Buffer): sharp.Sharp {
  return sharp(bytes, { limitInputPixels: PIXELS_MAX, ignoreIcc: true });
}

/** A picture of which only the head is to be read, however large it says it is. */
export function openHead(bytes: Buffer): sharp.Sharp {
  return sharp(bytes, { limitInputPixels: false });
}

export { sharp };
