/**
 * The contact sheet: a sweep's grid as one picture that shows without kernel, service or extension. Black on white whatever the
 * theme, all labels complete, what the cells share said once above them.
 */
import type { Language } from '../../../schema/catalogue';
import type { Job } from '../../../schema/wire';
import type { ReadPicture } from '../payload';
import { sharp } from '../sharp';
import { type Arrangement, type Side, arrangeSheet, breakLongRow } from './arrange';
import { Canvas } from './canvas';
import { drawCell } from './cell';
import { type Box, COLUMNS_MAX, LINE, MARGIN, cellBox, offsets, rowLabelWidth, styles } from './measures';
import { drawText, shorten, textWidth, wrapText } from './text';
import { corner as cornerOf, footer, groupLabel, head as headOf } from './words';

const TITLE_LINES = 3;
const COMMON_LINES = 4;
const LABEL_LINES = 4;
/** A sheet is at least this wide, so that its words have room. */
const WIDTH_MIN = 420;

type Plan = {
  arrangement: Arrangement;
  box: Box;
  /** Pixels from the first line of cells to each. */
  columns: number[];
  rows: number[];
  labels: { inner: number; outer: number };
  corner: string;
  left: number;
  /** Where the cells begin. */
  top: number;
  width: number;
  height: number;
  title: string[];
  common: string[];
  /** The lines of each value's label over the columns. */
  heads: string[][];
};

/** The sheet of a job as a PNG. Cells that have no picture say why. */
export async function makeSheet(job: Job, read: ReadPicture, language: Language): Promise<Buffer> {
  const plan = await planSheet(job, language);
  const canvas = new Canvas(plan.width, plan.height);
  await drawHead(canvas, plan);
  await drawColumnLabels(canvas, plan, language);
  await drawRowLabels(canvas, plan, language);
  for (let row = 0; row < plan.arrangement.rows.lines.length; row++) {
    await drawRow(canvas, plan, row, read, language);
  }
  await drawText(canvas, footer(job, language), MARGIN, plan.height - MARGIN, styles.footer);
  return sharp(canvas.rgb, { raw: { width: canvas.width, height: canvas.height, channels: 3 } })
    .png({ compressionLevel: 6, adaptiveFiltering: true })
    .toBuffer();
}

async function planSheet(job: Job, language: Language): Promise<Plan> {
  const whole = arrangeSheet(job);
  const arrangement = breakLongRow(whole, COLUMNS_MAX);
  const { columns, rows, caption } = arrangement;
  const corner = cornerOf(whole.rows, whole.columns, language);
  const labels = await rowLabelWidth(arrangement, caption ? '' : corner, language);
  const left = MARGIN + labels.outer + (labels.outer ? 12 : 0) + labels.inner + (labels.inner ? 8 : 0);
  const box = cellBox(job.cells, columns.lines.length, left);
  const columnOffsets = offsets(columns, box.width);
  const head = caption ? LINE : 0;
  const rowOffsets = offsets(rows, box.height + head).map(offset => offset + head);
  const width = Math.max(WIDTH_MIN, left + (columnOffsets.at(-1) ?? 0) + box.width + MARGIN);
  const room = width - 2 * MARGIN;
  const words = headOf(job, language);
  const title = await wrapText(words.title, room, styles.title, TITLE_LINES);
  const common = await wrapText(words.common, room, styles.common, COMMON_LINES);
  const heads = await Promise.all(
    (columns.inner?.labels ?? []).map(label => wrapText(label, box.width, styles.label, LABEL_LINES))
  );
  const columnHead = Math.max(headLines(heads), corner ? 1 : 0) * LINE;
  const above = title.length * (LINE + 3) + common.length * LINE;
  const top = MARGIN + above + 10 + columnHead + (columns.outer ? LINE + 4 : 0);
  const height = top + (rowOffsets.at(-1) ?? 0) + box.height + LINE + 12 + MARGIN;
  const places = { columns: columnOffsets, rows: rowOffsets, left, top, width, height };
  return { arrangement, box, labels, corner, title, common, heads, ...places };
}

/** Lines that the column labels take, so that long ones are whole. */
function headLines(heads: readonly string[][]): number {
  return heads.length > 0 ? Math.max(1, ...heads.map(({ length }) => length)) : 0;
}

async function drawHead(canvas: Canvas, { title, common }: Plan): Promise<void> {
  let y = MARGIN + 13;
  for (const line of title) {
    await drawText(canvas, line, MARGIN, y, styles.title);
    y += LINE + 3;
  }
  for (const line of common) {
    await drawText(canvas, line, MARGIN, y, styles.common);
    y += LINE;
  }
}

async function drawColumnLabels(canvas: Canvas, plan: Plan, language: Language): Promise<void> {
  const { arrangement, box, left, top, corner, heads } = plan;
  const { columns, caption } = arrangement;
  const bottom = top - 6;
  if (corner) {
    const start = caption ? MARGIN : Math.max(MARGIN, left - 8 - (await textWidth(corner, styles.axis)));
    await drawText(canvas, corner, start, bottom, styles.axis);
  }
  for (const [column, { inner, outer }] of columns.lines.entries()) {
    const x = left + plan.columns[column];
    const lines = inner === null ? [] : heads[inner];
    for (const [index, line] of lines.entries()) {
      const y = bottom - (lines.length - 1 - index) * LINE;
      await drawText(
        canvas,
        line,
        x + (box.width - (await textWidth(line, styles.label))) / 2,
        y,
        styles.label
      );
    }
    if (startsGroup(columns, column)) {
      const y = bottom - headLines(heads) * LINE - 4;
      await drawText(canvas, groupLabel(columns, outer, language), x, y, styles.outer);
    }
  }
}

async function drawRowLabels(canvas: Canvas, plan: Plan, language: Language): Promise<void> {
  const { arrangement, box, left, top, labels } = plan;
  const { rows } = arrangement;
  for (const [row, { inner, outer }] of rows.lines.entries()) {
    if (rows.inner && inner !== null) {
      const room = Math.max(1, Math.floor(box.height / LINE));
      const lines = await wrapText(rows.inner.labels[inner], labels.inner, styles.label, room);
      const middle = top + plan.rows[row] + box.height / 2 + 4;
      for (const [index, line] of lines.entries()) {
        const y = middle + (index - (lines.length - 1) / 2) * LINE;
        await drawText(canvas, line, left - 8 - (await textWidth(line, styles.label)), y, styles.label);
      }
    }
    if (startsGroup(rows, row)) {
      const lines = await wrapText(
        groupLabel(rows, outer, language),
        labels.outer,
        styles.outer,
        LABEL_LINES
      );
      for (const [index, line] of lines.entries()) {
        await drawText(canvas, line, MARGIN, top + plan.rows[row] + 12 + index * LINE, styles.outer);
      }
    }
  }
}

/** Whether a line of cells is the first of those with its outer value. */
function startsGroup({ outer, lines }: Side, line: number): boolean {
  return outer !== null && lines[line - 1]?.outer !== lines[line].outer;
}

/** Draws a row of cells; their pictures are read and fitted at the same time. */
async function drawRow(
  canvas: Canvas,
  { arrangement, box, ...plan }: Plan,
  row: number,
  read: ReadPicture,
  language: Language
): Promise<void> {
  const { columns, caption, at } = arrangement;
  const drawn = columns.lines.map(async (_, column) => {
    const cell = at(column, row);
    if (cell) {
      const [x, y] = [plan.left + plan.columns[column], plan.top + plan.rows[row]];
      await drawCell(canvas, cell, { left: x, top: y, ...box }, read, language);
      const text = caption && (await shorten(caption(column, row), box.width, styles.label));
      if (text) {
        const indent = (box.width - (await textWidth(text, styles.label))) / 2;
        await drawText(canvas, text, x + indent, y - 5, styles.label);
      }
    }
  });
  await Promise.all(drawn);
}
