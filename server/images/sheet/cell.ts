import type { Language } from '../../../schema/catalogue';
import { say } from '../../../schema/messages';
import type { Cell } from '../../../schema/wire';
import type { ReadPicture } from '../payload';
import { PIXELS_MAX, sharp } from '../sharp';
import { Canvas, type Colour } from './canvas';
import type { Item } from './items';
import { type Box, styles } from './measures';
import { drawText, textWidth, wrapText } from './text';

const HAIRLINE: Colour = [221, 221, 221];
const FAILED: Colour = [183, 28, 28];
const MARK_EDGE: Colour = [153, 153, 153];
const REASON_LINE = 15;

type Place = Box & { left: number; top: number };

/** A cell in its place: its picture, or why there is none, and its mark. It is read once, when the first of its rows is drawn. */
export function cellItem(cell: Cell, place: Place, read: ReadPicture, language: Language): Item {
  const { left, top, width, height } = place;
  let drawn: Promise<Canvas> | null = null;
  return {
    top,
    bottom: top + height,
    draw: async canvas => {
      const { rgb } = await (drawn ??= drawCell(cell, { width, height }, read, language));
      canvas.place(rgb, width, left, top);
    }
  };
}

async function drawCell(cell: Cell, box: Box, read: ReadPicture, language: Language): Promise<Canvas> {
  const canvas = new Canvas(box.width, box.height);
  const png = cell.image && (await read(cell.image));
  if (png) {
    await drawPicture(canvas, png);
  } else {
    await drawAbsence(canvas, cell, language);
  }
  const text = markWords(cell.mark, language);
  if (text) {
    const width = Math.ceil(await textWidth(text, styles.mark)) + 6;
    canvas.fill(3, 3, width, 16, [255, 255, 255]);
    canvas.frame(3, 3, width, 16, MARK_EDGE);
    await drawText(canvas, text, 6, 15, styles.mark);
  }
  return canvas;
}

/** What a person thought of the picture: its flag and its stars. */
function markWords(mark: Cell['mark'], language: Language): string {
  const flag = mark?.flag ? [say(`mark_${mark.flag}`, {}, language)] : [];
  const stars = mark?.rating ? [say('stars', { stars: mark.rating }, language)] : [];
  return [...flag, ...stars].join(' · ');
}

/** Draws a picture in the middle, never larger than it is. */
async function drawPicture(canvas: Canvas, png: Buffer): Promise<void> {
  const { width, height } = canvas;
  const { data, info } = await sharp(png, { limitInputPixels: PIXELS_MAX })
    .resize({ width, height, fit: 'inside', withoutEnlargement: true, kernel: 'lanczos3' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const x = Math.floor((width - info.width) / 2);
  const y = Math.floor((height - info.height) / 2);
  canvas.place(data, info.width, x, y);
  canvas.frame(x, y, info.width, info.height, HAIRLINE);
}

/** Why a cell failed, or that it was not drawn. */
async function drawAbsence(canvas: Canvas, { state, error }: Cell, language: Language): Promise<void> {
  const { width, height } = canvas;
  const failed = state === 'failed';
  const style = failed ? styles.cell : styles.quietCell;
  const text = failed
    ? say('sheet_failed', { reason: error?.message ?? '' }, language)
    : say('sheet_missing', {}, language);
  canvas.frame(0, 0, width, height, failed ? FAILED : HAIRLINE);
  const most = Math.max(1, Math.floor((height - 8) / REASON_LINE));
  const lines = await wrapText(text, Math.max(1, width - 8), style, most);
  for (const [index, line] of lines.entries()) {
    const y = height / 2 + 4 + (index - (lines.length - 1) / 2) * REASON_LINE;
    await drawText(canvas, line, (width - (await textWidth(line, style))) / 2, y, style);
  }
}
