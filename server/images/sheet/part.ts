/** A part of a sheet's grid, the whole of it mostly: cells with the names of rows and columns around them. */
import type { Language } from '../../../schema/catalogue';
import type { ReadPicture } from '../payload';
import type { Arrangement } from './arrange';
import { cellItem } from './cell';
import { offsets, pitchOf, type Range } from './fit-sheet';
import { type Item, linesItem, textItem } from './items';
import { type Labels, linesOf, startsGroup } from './labels';
import { type Box, LINE, styles } from './measures';

type Part = { columns: Range; rows: Range };

export type Drawn = {
  arrangement: Arrangement;
  box: Box;
  labels: Labels;
  read: ReadPicture;
  language: Language;
};

/** Pixels of a part with its words. */
export function partSize(part: Part, arrangement: Arrangement, box: Box, labels: Labels): Box {
  const { left, top, columns, rows } = measure(part, arrangement, box, labels);
  return { width: left + (columns.at(-1) ?? 0) + box.width, height: top + (rows.at(-1) ?? 0) + box.height };
}

/** Everything of a part whose upper left corner is at `place`. */
export function partItems(part: Part, place: { left: number; top: number }, drawn: Drawn): Item[] {
  const { arrangement, box, labels, read, language } = drawn;
  const { captions, at } = arrangement;
  const measured = measure(part, arrangement, box, labels);
  const left = place.left + measured.left;
  const top = place.top + measured.top;
  const items = [
    ...columnItems(part, measured, left, top, place.left, drawn),
    ...rowItems(part, measured, left, top, place.left, drawn)
  ];
  measured.rows.forEach((down, r) =>
    measured.columns.forEach((right, c) => {
      const [column, row] = [part.columns.start + c, part.rows.start + r];
      const cell = at(column, row);
      if (cell) {
        const spot = { left: left + right, top: top + down, ...box };
        items.push(cellItem(cell, spot, read, language));
        if (captions) {
          const lines = labels.captions[captions.of(column, row)];
          const first = spot.top - 5 - (lines.length - 1) * LINE;
          items.push(...linesItem(lines, spot.left + box.width / 2, first, LINE, styles.label, 'centre'));
        }
      }
    })
  );
  return items;
}

type Measured = {
  /** Where the cells begin, from the part's corner. */
  left: number;
  top: number;
  /** From there to each column and row. */
  columns: number[];
  rows: number[];
};

function measure(part: Part, { columns, rows }: Arrangement, box: Box, labels: Labels): Measured {
  const { inner, outer, corner } = labels;
  const caption = linesOf(labels.captions) * LINE;
  const head = Math.max(linesOf(labels.columns), corner ? 1 : 0) * LINE;
  const groups = (linesOf(labels.columnGroups) + (labels.columnGroupName ? 1 : 0)) * LINE;
  return {
    left: outer + (outer ? 12 : 0) + inner + (inner ? 8 : 0),
    top: head + (groups ? groups + 4 : 0) + caption,
    columns: offsets(columns, box.width, part.columns),
    rows: offsets(rows, pitchOf(box.height + caption, rows), part.rows)
  };
}

function columnItems(
  { columns: range }: Part,
  { columns: starts }: Measured,
  left: number,
  top: number,
  edge: number,
  { arrangement: { columns, captions }, box, labels }: Drawn
): Item[] {
  const bottom = top - 6 - linesOf(labels.captions) * LINE;
  const items: Item[] = [];
  if (labels.corner) {
    items.push(
      captions
        ? textItem(labels.corner, edge, bottom, styles.axis)
        : textItem(labels.corner, left - 8, bottom, styles.axis, 'right')
    );
  }
  const groupTop = bottom - linesOf(labels.columns) * LINE - 4 - (linesOf(labels.columnGroups) - 1) * LINE;
  if (labels.columnGroupName) {
    items.push(textItem(labels.columnGroupName, left, groupTop - LINE, styles.axis));
  }
  starts.forEach((start, k) => {
    const line = range.start + k;
    const { inner, outer } = columns.lines[line];
    const lines = inner === null ? [] : labels.columns[inner];
    const first = bottom - (lines.length - 1) * LINE;
    items.push(...linesItem(lines, left + start + box.width / 2, first, LINE, styles.label, 'centre'));
    if (outer !== null && startsGroup(columns, line, range)) {
      items.push(...linesItem(labels.columnGroups[outer], left + start, groupTop, LINE, styles.outer));
    }
  });
  return items;
}

function rowItems(
  { rows: range }: Part,
  { rows: starts }: Measured,
  left: number,
  top: number,
  edge: number,
  { arrangement: { rows }, box, labels }: Drawn
): Item[] {
  return starts.flatMap((start, k) => {
    const line = range.start + k;
    const { inner, outer } = rows.lines[line];
    const lines = inner === null ? [] : labels.rows[inner];
    const first = top + start + box.height / 2 + 4 - ((lines.length - 1) / 2) * LINE;
    const items = linesItem(lines, left - 8, first, LINE, styles.label, 'right');
    return outer !== null && startsGroup(rows, line, range)
      ? [...items, ...linesItem(labels.rowGroups[outer], edge, top + start + 12, LINE, styles.outer)]
      : items;
  });
}
