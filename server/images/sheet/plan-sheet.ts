import type { Language } from '../../../schema/catalogue';
import { Fault } from '../../../schema/fault';
import { say } from '../../../schema/messages';
import type { Job } from '../../../schema/wire';
import type { ReadPicture } from '../payload';
import { arrangeSheet, breakLongLine } from './arrange';
import { type Fitted, fitSheet, SHEET_PIXELS_MAX } from './fit-sheet';
import { type Item, linesItem, textItem } from './items';
import { cellBox, labelRoom, LINE, MARGIN, rowLabelWidth, styles, WIDTH_MIN } from './measures';
import { areApart, type Labels, linesOf, measureLabels } from './labels';
import { partItems, partSize } from './part';
import { wrapText } from './text';
import { corner as cornerOf, footer, head as headOf } from './words';

const TITLE_LINES = 3;
const COMMON_LINES = 4;
const TITLE_PITCH = LINE + 3;
/** Pixels under the words that the cells share, and from the cells to the end of the sheet. */
const GAPS = [10, LINE + 12 + MARGIN] as const;
const ENDS = MARGIN + GAPS[0] + GAPS[1];
/** Between the parts of a grid that is cut. */
const PART_GAP = 24;

/** A sheet as a list of what is on it. */
export type SheetPlan = { width: number; height: number; items: Item[] };

/** Each bound that is tried for the least there is against the one before. */
const GROW = 1.15;
/** Each try's bound for what can be told beforehand, against the one before, where words took more room than that. */
const TIGHTER = 0.9;
const TRIES = 8;

/**
 * Where everything of a job's sheet stands; no picture is read. Throws `sheet_small` where so few pixels can't hold it with labels that
 * tell its values apart; of the largest sheet nothing is refused.
 */
export async function planSheet(
  job: Job,
  read: ReadPicture,
  language: Language,
  pixelsMax: number
): Promise<SheetPlan> {
  const planned = await within(pixelsMax, { job, read, language });
  if (planned.fits || pixelsMax >= SHEET_PIXELS_MAX) {
    return planned;
  }
  for (let least = pixelsOf(planned); least < SHEET_PIXELS_MAX; least *= GROW) {
    const pixels = Math.ceil(Math.max(least, pixelsMax) / 1000) * 1000;
    if ((await within(pixels, { job, read, language })).fits) {
      throw new Fault('sheet_small', { pixels: pixelsMax, least: pixels });
    }
  }
  return planned;
}

type Tried = SheetPlan & { apart: boolean };
type Given = { job: Job; read: ReadPicture; language: Language };

const pixelsOf = ({ width, height }: SheetPlan): number => width * height;

/** A plan of at most so many pixels, or the least one near it; `fits` tells which. */
async function within(pixelsMax: number, given: Given): Promise<SheetPlan & { fits: boolean }> {
  let planned = await layOut(pixelsMax, given);
  for (let k = 1, bound = pixelsMax; k < TRIES && pixelsOf(planned) > pixelsMax; k++) {
    bound *= TIGHTER;
    planned = await layOut(bound, given);
  }
  return { ...planned, fits: planned.apart && pixelsOf(planned) <= pixelsMax };
}

async function layOut(pixelsMax: number, { job, read, language }: Given): Promise<Tried> {
  const whole = arrangeSheet(job);
  const arrangement = breakLongLine(whole);
  const corner = cornerOf(whole.rows, whole.columns, language);
  const words = headOf(job, language);
  const rowLabels = await rowLabelWidth(arrangement, arrangement.captions ? '' : corner, language);
  const label = await labelRoom(arrangement);
  const narrow = WIDTH_MIN - 2 * MARGIN;
  const [titles, commons] = await Promise.all([
    wrapText(words.title, narrow, styles.title, TITLE_LINES),
    wrapText(words.common, narrow, styles.common, COMMON_LINES)
  ]);
  const head = titles.length * TITLE_PITCH + commons.length * LINE + ENDS;
  let fitted: Fitted;
  let labels: Labels;
  let lines = { above: 1, caption: arrangement.captions ? 1 : 0 };
  let needed = lines;
  do {
    lines = { above: Math.max(lines.above, needed.above), caption: Math.max(lines.caption, needed.caption) };
    const around = {
      left: rowLabels.inner + rowLabels.outer + PART_GAP,
      above: lines.above * LINE,
      caption: lines.caption * LINE,
      label
    };
    const natural = cellBox(job.cells, arrangement.columns.lines.length, MARGIN + around.left);
    fitted = fitSheet(arrangement, natural, around, head, pixelsMax);
    labels = await measureLabels({ arrangement, ...fitted, rowLabels, corner, language });
    needed = { above: linesAbove(labels), caption: linesOf(labels.captions) };
  } while (needed.above > lines.above || needed.caption > lines.caption);
  const { box, parts, beside } = fitted;
  const sizes = parts.map(part => partSize(part, arrangement, box, labels));
  const along = sizes.reduce(
    (sum, { width, height }) => sum + (beside ? width : height) + PART_GAP,
    -PART_GAP
  );
  const across = Math.max(...sizes.map(({ width, height }) => (beside ? height : width)));
  const width = Math.max(WIDTH_MIN, (beside ? along : across) + 2 * MARGIN);

  const items: Item[] = [];
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
  top += common.length * LINE + GAPS[0];

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
  const height = bottom + GAPS[1];
  items.push(textItem(footer(job, language), MARGIN, height - MARGIN, styles.footer));
  return { width, height, items, apart: areApart(labels, arrangement) };
}

/** Lines that stand over the columns of a part. */
function linesAbove({ columns, columnGroups, columnGroupName, corner }: Labels): number {
  const groups = linesOf(columnGroups) + (columnGroupName ? 1 : 0);
  return Math.max(linesOf(columns), corner ? 1 : 0) + groups + (groups ? 1 : 0);
}
