/**
 * The contact sheet: a sweep's grid as one picture that shows without kernel, service or extension. Black on white whatever the
 * theme, labels that tell all values apart, what the cells share said once above them. However large the sweep, viewers open it, and
 * a strip of it is in memory at a time.
 */
import type { Language } from '../../../schema/catalogue';
import { Fault } from '../../../schema/fault';
import type { Job } from '../../../schema/wire';
import { BASE64, notebookShares } from '../notebook-shares';
import type { ReadPicture } from '../payload';
import { Canvas } from './canvas';
import { SHEET_PIXELS_MAX } from './fit-sheet';
import type { Item } from './items';
import { planSheet } from './plan-sheet';
import { PngRows } from './png-rows';

export { SHEET_PIXELS_MAX };

/** Pixels that are drawn and compressed at a time: a few milliseconds of the service's thread. */
const STRIP_PIXELS = 1 << 19;
/** Pictures that are read and fitted at the same time. */
const AT_ONCE = 16;

/** Pixels of the sheet in a notebook, which is mailed and kept in version control; the one to look at closely is exported. */
const NOTEBOOK_PIXELS_MAX = 4_000_000;

/** Each try's pixels against those that would be right if every pixel took the same. */
const TIGHTER = 0.85;
const TRIES = 3;

/**
 * The sheet for a notebook: of as many pixels as its share of the notebook holds, and larger where its labels could not be read
 * otherwise.
 */
export async function makeNotebookSheet(job: Job, read: ReadPicture, language: Language): Promise<Buffer> {
  const bytesMax = notebookShares(job.cells.length).sheet / BASE64;
  let pixelsMax = NOTEBOOK_PIXELS_MAX;
  for (let left = TRIES; ; left--) {
    const { png, least } = await makeReadable(job, read, language, pixelsMax);
    if (png.length <= bytesMax || least || left === 1) {
      return png;
    }
    pixelsMax = Math.floor(pixelsMax * (bytesMax / png.length) * TIGHTER);
  }
}

/** A sheet of at most so many pixels, or the smallest there is; then `least` says so. */
async function makeReadable(
  job: Job,
  read: ReadPicture,
  language: Language,
  pixelsMax: number
): Promise<{ png: Buffer; least: boolean }> {
  try {
    return { png: await makeSheet(job, read, language, pixelsMax), least: false };
  } catch (error) {
    if (error instanceof Fault && error.code === 'sheet_small') {
      return { png: await makeSheet(job, read, language, Number(error.facts.least)), least: true };
    }
    throw error;
  }
}

/** The sheet of a job as a PNG of at most so many pixels. Cells that have no picture say why. */
export async function makeSheet(
  job: Job,
  read: ReadPicture,
  language: Language,
  pixelsMax = SHEET_PIXELS_MAX
): Promise<Buffer> {
  const { width, height, items } = await planSheet(job, read, language, pixelsMax);
  const png = new PngRows(width, height);
  const rows = Math.max(1, Math.floor(STRIP_PIXELS / width));
  let left = items.sort((a, b) => a.top - b.top);
  for (let top = 0; top < height; top += rows) {
    const canvas = new Canvas(width, Math.min(rows, height - top), top);
    left = left.filter(({ bottom }) => bottom > top);
    const end = left.findIndex(item => item.top >= top + rows);
    await drawAll(end < 0 ? left : left.slice(0, end), canvas);
    await png.add(canvas.rgb);
  }
  return png.end();
}

async function drawAll(items: readonly Item[], canvas: Canvas): Promise<void> {
  for (let k = 0; k < items.length; k += AT_ONCE) {
    await Promise.all(items.slice(k, k + AT_ONCE).map(item => item.draw(canvas)));
  }
}
