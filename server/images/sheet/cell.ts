import type { Language } from '../../../schema/catalogue';
import type { Cell } from '../../../schema/wire';
import type { ReadPicture } from '../payload';
import { PIXELS_MAX, sharp } from '../sharp';
import type { Canvas, Colour } from './canvas';
import { type Box, styles } from './measures';
import { drawText, textWidth, wrapText } from './text';
import { say } from '../../../schema/messages';

const HAIRLINE: Colour = [221, 221, 221];
const FAILED: Colour = [183, 28, 28];
const MARK_EDGE: Colour = [153, 153, 153];
const REASON_LINE = 15;

type Place = Box & { left: number; top: number };

/** Draws a cell into its place: its picture, or why there is none, and its mark. */
export async function drawCell(
  canvas: Canvas,
  cell: Cell,
  place: Place,
  read: ReadPicture,
  language: Language
): Promise<void> {
  const png = cell.image && (await read(cell.image));
  if (png) {
    await drawPicture(canvas, png, place);
  } else {
    await drawAbsence(canvas, cell, place, language);
  }
  if (cell.mark?.flag) {
    const { left, top } = place;
    const text = say(`mark_${cell.mark.flag}`, {}, language);
    const width = Math.ceil(await textWidth(text, styles.mark)) + 6;
    canvas.fill(left + 3, top + 3, width, 16, [255, 255, 255]);
    canvas.frame(left + 3, top + 3, width, 16, MARK_EDGE);
    await drawText(canvas, text, left + 6, top + 15, styles.mark);
  }
}

/** Draws a picture in the middle of its place, never larger than it is. */
async function drawPicture(canvas: Canvas, png: Buffer, { left, top, width, height }: Place): Promise<void> {
  const { data, info } = await sharp(png, { limitInputPixels: PIXELS_MAX })
    .resize({ width, height, fit: 'inside', withoutEnlargement: true, kernel: 'lanczos3' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const x = left + Math.floor((width - info.width) / 2);
  const y = top + Math.floor((height - info.height) / 2);
  canvas.place(data, info.width, x, y);
  canvas.frame(x, y, info.width, info.height, HAIRLINE);
}

/** A cell without a picture: why it failed, or that it was not drawn. */
async function drawAbsence(
  canvas: Canvas,
  { state, error }: Cell,
  { left, top, width, height }: Place,
  language: Language
): Promise<void> {
  const failed = state === 'failed';
  const style = failed ? styles.cell : styles.quietCell;
  const text = failed
    ? say('sheet_failed', { reason: error?.message ?? '' }, language)
    : say('sheet_missing', {}, language);
  canvas.frame(left, top, width, height, failed ? FAILED : HAIRLINE);
  const most = Math.max(1, Math.floor((height - 8) / REASON_LINE));
  const lines = await wrapText(text, width - 8, style, most);
  for (const [index, line] of lines.entries()) {
    const y = top + height / 2 + 4 + (index - (lines.length - 1) / 2) * REASON_LINE;
    await drawText(canvas, line, left + (width - (await textWidth(line, style))) / 2, y, style);
  }
}
