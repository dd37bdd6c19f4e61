/** What the Compare panel asks of a browser's page: decoded pictures, their pixels, a thread, a clock. */
import type { ICompareHost } from './compare-model';
import type { Point, Size } from './place';
import { WorkerDesk } from './worker-desk';

const DECODED_MAX = 4;

export const pageHost: ICompareHost = {
  decode: async url => {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    return { width: picture.naturalWidth, height: picture.naturalHeight };
  },
  every: (ms, run) => {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
  calm: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
  revoke: url => URL.revokeObjectURL(url)
};

/** The desk of this page, with a thread that begins with the first question. */
export function pageDesk(): WorkerDesk {
  return new WorkerDesk(
    // Lab's builder makes a file of its own of this; it knows it by just these words.
    () => new Worker(new URL('./difference.worker.js', import.meta.url)),
    pixelReader()
  );
}

/** Pixels as they are in the file, whatever colours the screen has. */
function pixelReader(): (
  url: string,
  from: Point,
  size: Size
) => Promise<{ data: Uint8ClampedArray } & Size> {
  const decoded = new Map<string, Promise<ImageBitmap>>();
  const bitmapOf = (url: string): Promise<ImageBitmap> => {
    const bitmap = decoded.get(url) ?? loadBitmap(url);
    decoded.delete(url);
    decoded.set(url, bitmap);
    bitmap.catch(() => decoded.delete(url));
    if (decoded.size > DECODED_MAX) {
      decoded.delete(decoded.keys().next().value!);
    }
    return bitmap;
  };
  return async (url, from, { width, height }) => {
    const bitmap = await bitmapOf(url);
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    context.drawImage(bitmap, -from.x, -from.y);
    const { data } = context.getImageData(0, 0, width, height);
    return { data, width, height };
  };
}

async function loadBitmap(url: string): Promise<ImageBitmap> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`HTTP ${response.status}`);
  }
  return createImageBitmap(await response.blob(), { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
}
