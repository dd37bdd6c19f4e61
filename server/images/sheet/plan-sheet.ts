import type { Language } from '../../../schema/catalogue';
import { say } from '../../../schema/messages';
import type { Job } from '../../../schema/wire';
import type { ReadPicture } from '../payload';
import { type Arrangement, arrangeSheet, breakLongLine } from './arrange';
import { type Fitted, fitSheet } from './fit-sheet';
import { type Item, linesItem, textItem } from './items';
import { cellBox, LINE, MARGIN, rowLabelWidth, styles } from './measures';
import { GROUP_LINES, LABEL_LINES, measureLabels } from './labels';
import { partItems, partSize } from './part';
import { wrapText } from './text';
import { corner as cornerOf, footer, head as headOf } from './words';

const TITLE_LINES = 3;
const COMMON_LINES = 4;
const TITLE_PITCH = LINE + 3;
/** A sheet is at least this wide, so that its words have room. */
const WIDTH_MIN = 420;
/** Between the parts of a grid that is cut. */
const PART_GAP = 24;

/** A sheet as a list of what is on it. */
export type SheetPlan = { width: number; height: number; items: Item[] };

/** Where everything of a job's sheet stands; no picture is read. */
export async function planSheet(
  job: Job,
  read: ReadPicture,
  language: Language,
  pixelsMax: number
): Promise<SheetPlan> {
  const whole = arrangeSheet(job);
  const arrangement = breakLongLine(whole);
  const corner = cornerOf(whole.rows, whole.columns, language);
  const rowLabels = await rowLabelWidth(arrangement, arrangement.captions ? '' : corner, language);
  const { box, parts, beside } = fitWords(job, arrangement, rowLabels, pixelsMax);
  const labels = await measureLabels({ arrangement, box, parts, rowLabels, corner, language });
  const sizes = parts.map(part => partSize(part, arrangement, box, labels));
  const along = sizes.reduce(
    (sum, { width, height }) => sum + (beside ? width : height) + PART_GAP,
    -PART_GAP
  );
  const across = Math.max(...sizes.map(({ width, height }) => (beside ? height : width)));
  const width = Math.max(WIDTH_MIN, (beside ? along : across) + 2 * MARGIN);

  const items: Item[] = [];
  const words = headOf(job, language);
  const room = width - 2 * MARGIN;
  const title = await wrapText(words.title, room, styles.title, TITLE_LINES);
  const common = await wrapText(words.common, room, styles.common, COMMON_LINES);
  if (parts.length > 1) {
    const side = beside ? 'beside' : 'below';
    common.push(
      ...(await wrapText(say('sheet_parts', { parts: parts.length, side }, language), room, styles.common, 2))
    );
  }
  items.push(...linesItem(title, MARGIN, MARGIN + 13, TITLE_PITCH, styles.title));
  let top = MARGIN + title.length * TITLE_PITCH;
  items.push(...linesItem(common, MARGIN, top + 13, LINE, styles.common));
  top += common.length * LINE + 10;

  let [left, bottom] = [MARGIN, top];
  parts.forEach((part, k) => {
    items.push(...partItems(part, { left, top }, { arrangement, box, labels, read, language }));
    bottom = Math.max(bottom, top + sizes[k].height);
    if (beside) {
      left += sizes[k].width + PART_GAP;
    } else {
      top += sizes[k].height + PART_GAP;
    }
  });
  const height = bottom + LINE + 12 + MARGIN;
  items.push(textItem(footer(job, language), MARGIN, height - MARGIN, styles.footer));
  return { width, height, items };
}

function fitWords(
  job: Job,
  arrangement: Arrangement,
  rowLabels: { inner: number; outer: number },
  pixelsMax: number
): Fitted {
  const { columns, captions } = arrangement;
  const around = {
    left: rowLabels.inner + rowLabels.outer + PART_GAP,
    above: PART_GAP + (captions ? 1 : LABEL_LINES + (columns.outer ? GROUP_LINES + 1 : 0)) * LINE
  };
  const natural = cellBox(job.cells, columns.lines.length, MARGIN + around.left);
  const head = TITLE_LINES * TITLE_PITCH + (COMMON_LINES + 4) * LINE + 3 * MARGIN;
  return fitSheet(arrangement, natural, around, head, pixelsMax);
}
