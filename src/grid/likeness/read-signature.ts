import { SAMPLE_SIDE, signatureOf, type Signature } from './signature';

/** The signature of a picture of the same origin, or of a data URL; null where it can't be loaded or the page has no canvas. */
export async function readSignature(url: string): Promise<Signature | null> {
  const picture = new Image();
  picture.decoding = 'async';
  picture.src = url;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SAMPLE_SIDE;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) {
    return null;
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, SAMPLE_SIDE, SAMPLE_SIDE);
  return signatureOf(context.getImageData(0, 0, SAMPLE_SIDE, SAMPLE_SIDE).data);
}
