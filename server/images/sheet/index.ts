/**
 * The contact sheet: a sweep's grid as one picture that shows without kernel, service or extension. Black on white whatever the
 * theme, all labels complete, what the cells share said once above them.
 */
import type { Language } from '../../../schema/catalogue';
import { sentence } from '../../../schema/messages';
import type { Cell, Job } from '../../../schema/wire';
import type { ReadPicture } from '../payload';
import { PIXELS_MAX, sharp } from '../sharp';
import { type Arrangement, type Side, arrange, breakLongRow } from './arrange';
import { Canvas, type Colour } from './canvas';
import { type Box, COLUMNS_MAX, LINE, MARGIN, cellBox, offsets, rowLabelWidth, styles } from './measures';
import { drawText, shorten, textWidth, wrapText } from './text';
import { axisName, commonLine, footer, title } from './words';

const HAIRLINE: Colour = [221, 221, 221];
const FAILED: Colour = [183, 28, 28];
const TITLE_LINES = 3;
const COMMON_LINES = 4;
/** A sheet is at least this wide, so that its words have room. */
const WIDTH_MIN = 420;

type Plan = {
  arrangement: Arrangement;
  box: Box;
  columns: number[];
  rows: number[];
  labels: { inner: number; outer: number };
  corner: string;
  left: number;
  /** Where the cells begin. */
  top: number;
  width: number;
  height: number;
  titleLines: string[];
  commonLines: string[];
};

/** The sheet of a job as a PNG. Cells that have no picture say why. */
export async function makeSheet(job: Job, read: ReadPicture, language: Language): Promise<Buffer> {
  const plan = planSheet(arrange(job), job, language);
  const canvas = new Canvas(plan.width, plan.height);
  drawHead(canvas, plan);
  drawLabels(canvas, plan, language);
  for (let row = 0; row < plan.arrangement.rows.lines.length; row++) {
    await drawRow(canvas, plan, row, read, language);
  }
  drawText(canvas, footer(job, language), MARGIN, plan.height - MARGIN, styles.footer);
  return sharp(canvas.rgb, { raw: { width: canvas.width, height: canvas.height, channels: 3 } })
    .png({ compressionLevel: 6, adaptiveFiltering: true })
    .toBuffer();
}

function planSheet(whole: Arrangement, job: Job, language: Language): Plan {
  const arrangement = breakLongRow(whole, COLUMNS_MAX);
  const { columns, rows, caption } = arrangement;
  const corner = [
    whole.rows.inner ? `${axisName(whole.rows.inner, language)} ↓` : '',
    whole.columns.inner ? `${axisName(whole.columns.inner, language)} →` : ''
  ]
    .filter(Boolean)
    .join('  ');
  const labels = rowLabelWidth(arrangement, caption ? '' : corner);
  const left = MARGIN + labels.outer + (labels.outer ? 12 : 0) + labels.inner + (labels.inner ? 8 : 0);
  const box = cellBox(job.cells, columns.lines.length, left);
  const columnOffsets = offsets(columns, box.width);
  const head = caption ? LINE : 0;
  const rowOffsets = offsets(rows, box.height + head).map(offset => offset + head);
  const width = Math.max(WIDTH_MIN, left + (columnOffsets.at(-1) ?? 0) + box.width + MARGIN);
  const room = width - 2 * MARGIN;
  const titleLines = wrapText(title(job), room, styles.title, TITLE_LINES);
  const commonLines = wrapText(commonLine(job, language), room, styles.common, COMMON_LINES);
  const words = titleLines.length * (LINE + 3) + commonLines.length * LINE;
  const columnHead = Math.max(headLines(columns, box.width), corner ? 1 : 0) * LINE;
  const top = MARGIN + words + 10 + columnHead + (columns.outer.length > 0 ? LINE + 4 : 0);
  const height = top + (rowOffsets.at(-1) ?? 0) + box.height + LINE + 12 + MARGIN;
  return {
    arrangement,
    box,
    columns: columnOffsets,
    rows: rowOffsets,
    labels,
    corner,
    left,
    top,
    width,
    height,
    titleLines,
    commonLines
  };
}

/** Lines that the column labels take, so that long ones are whole. */
function headLines({ inner }: Side, width: number): number {
  return inner
    ? Math.max(1, ...inner.labels.map(label => wrapText(label, width, styles.label, 4).length))
    : 0;
}

function drawHead(canvas: Canvas, { titleLines, commonLines }: Plan): void {
  let y = MARGIN + 13;
  for (const line of titleLines) {
    drawText(canvas, line, MARGIN, y, styles.title);
    y += LINE + 3;
  }
  for (const line of commonLines) {
    drawText(canvas, line, MARGIN, y, styles.common);
    y += LINE;
  }
}

function drawLabels(canvas: Canvas, plan: Plan, language: Language): void {
  const { arrangement, box, left, top, labels, corner } = plan;
  const { columns, rows } = arrangement;
  const headTop = top - 6;
  if (corner) {
    const start = arrangement.caption ? MARGIN : Math.max(MARGIN, left - 8 - textWidth(corner, styles.axis));
    drawText(canvas, corner, start, headTop, styles.axis);
  }
  columns.lines.forEach(({ inner, outer, group }, column) => {
    const x = left + plan.columns[column];
    const lines = columns.inner ? wrapText(columns.inner.labels[inner], box.width, styles.label, 4) : [];
    lines.forEach((line, index) => {
      const y = headTop - (lines.length - 1 - index) * LINE;
      drawText(canvas, line, x + (box.width - textWidth(line, styles.label)) / 2, y, styles.label);
    });
    if (outer.length > 0 && columns.lines[column - 1]?.group !== group) {
      const text = columns.outer.map((axis, at) => `${axisName(axis, language)} ${outer[at]}`).join(' · ');
      drawText(canvas, text, x, headTop - headLines(columns, box.width) * LINE - 4, styles.outer);
    }
  });
  rows.lines.forEach(({ inner, outer, group }, row) => {
    const middle = top + plan.rows[row] + box.height / 2 + 4;
    if (rows.inner) {
      const room = Math.max(1, Math.floor(box.height / LINE));
      const lines = wrapText(rows.inner.labels[inner], labels.inner, styles.label, room);
      lines.forEach((line, index) => {
        const y = middle + (index - (lines.length - 1) / 2) * LINE;
        drawText(canvas, line, left - 8 - textWidth(line, styles.label), y, styles.label);
      });
    }
    if (outer.length > 0 && rows.lines[row - 1]?.group !== group) {
      const lines = wrapText(
        rows.outer.map((axis, at) => `${axisName(axis, language)} ${outer[at]}`).join(' · '),
        labels.outer,
        styles.outer,
        4
      );
      lines.forEach((line, index) =>
        drawText(canvas, line, MARGIN, top + plan.rows[row] + 12 + index * LINE, styles.outer)
      );
    }
  });
}

/** Draws a row of cells; their pictures are read and fitted at the same time. */
async function drawRow(
  canvas: Canvas,
  plan: Plan,
  row: number,
  read: ReadPicture,
  language: Language
): Promise<void> {
  const { arrangement, box } = plan;
  const drawn = arrangement.columns.lines.map(async (_, column) => {
    const cell = arrangement.at(column, row);
    if (cell) {
      const [x, y] = [plan.left + plan.columns[column], plan.top + plan.rows[row]];
      await drawCell(canvas, cell, x, y, box, read, language);
      const text = arrangement.caption && shorten(arrangement.caption(column, row), box.width, styles.label);
      if (text) {
        drawText(canvas, text, x + (box.width - textWidth(text, styles.label)) / 2, y - 5, styles.label);
      }
    }
  });
  await Promise.all(drawn);
}

async function drawCell(
  canvas: Canvas,
  cell: Cell,
  left: number,
  top: number,
  box: Box,
  read: ReadPicture,
  language: Language
): Promise<void> {
  const png = cell.image && (await read(cell.image));
  if (png) {
    const { data, info } = await sharp(png, { limitInputPixels: PIXELS_MAX })
      .resize({
        width: box.width,
        height: box.height,
        fit: 'inside',
        withoutEnlargement: true,
        kernel: 'lanczos3'
      })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const x = left + Math.floor((box.width - info.width) / 2);
    const y = top + Math.floor((box.height - info.height) / 2);
    canvas.place(data, info.width, x, y);
    canvas.frame(x, y, info.width, info.height, HAIRLINE);
  } else {
    drawAbsence(canvas, cell, left, top, box, language);
  }
  if (cell.mark?.flag) {
    const text = sentence(`mark_${cell.mark.flag}`, {}, language).message;
    const width = Math.ceil(textWidth(text, styles.mark)) + 6;
    canvas.fill(left + 3, top + 3, width, 16, [255, 255, 255]);
    canvas.frame(left + 3, top + 3, width, 16, [153, 153, 153]);
    drawText(canvas, text, left + 6, top + 15, styles.mark);
  }
}

/** A cell without a picture: why it failed, or that it was not drawn. */
function drawAbsence(
  canvas: Canvas,
  cell: Cell,
  left: number,
  top: number,
  box: Box,
  language: Language
): void {
  const failed = cell.state === 'failed';
  const style = failed ? styles.cell : styles.quietCell;
  const text = failed
    ? sentence('sheet_failed', { reason: cell.error?.message ?? '' }, language).message
    : sentence('sheet_missing', {}, language).message;
  canvas.frame(left, top, box.width, box.height, failed ? FAILED : HAIRLINE);
  const lines = wrapText(text, box.width - 8, style, Math.max(1, Math.floor((box.height - 8) / 15)));
  lines.forEach((line, index) => {
    const y = top + box.height / 2 + 4 + (index - (lines.length - 1) / 2) * 15;
    drawText(canvas, line, left + (box.width - textWidth(line, style)) / 2, y, style);
  });
}
