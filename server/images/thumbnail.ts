import { PIXELS_MAX, sharp } from './sharp';

/** From good to small: the first that fits is taken. */
const TRIES = [
  { max: 256, quality: 80 },
  { max: 192, quality: 75 },
  { max: 160, quality: 70 },
  { max: 128, quality: 60 },
  { max: 96, quality: 50 },
  { max: 64, quality: 40 }
] as const;

/** A WebP of the picture of at most `bytesMax` bytes; null when even the smallest is larger. */
export async function thumbnail(png: Buffer, bytesMax: number): Promise<Buffer | null> {
  for (const { max, quality } of TRIES) {
    const webp = await sharp(png, { limitInputPixels: PIXELS_MAX })
      .resize({ width: max, height: max, fit: 'inside', withoutEnlargement: true })
      .webp({ quality, effort: 4 })
      .toBuffer();
    if (webp.length <= bytesMax) {
      return webp;
    }
  }
  return null;
}
