import type { Language } from '../../../schema/catalogue';
import type { Arrangement } from './arrange';
import { type TextStyle, textWidth } from './text';
import type { Colour } from './canvas';
import { groupLabel } from './words';

const INK: Colour = [34, 34, 34];
const QUIET: Colour = [68, 68, 68];

export const styles = {
  title: { size: 15, weight: 'bold', colour: INK },
  common: { size: 12.5, weight: 'regular', colour: QUIET },
  label: { size: 12.5, weight: 'bold', colour: INK },
  axis: { size: 12.5, weight: 'regular', colour: QUIET },
  outer: { size: 13, weight: 'bold', colour: INK },
  cell: { size: 12, weight: 'regular', colour: [127, 16, 16] },
  quietCell: { size: 12, weight: 'regular', colour: [102, 102, 102] },
  mark: { size: 11, weight: 'regular', colour: INK },
  footer: { size: 11.5, weight: 'regular', colour: [85, 85, 85] }
} as const satisfies Record<string, TextStyle>;

export const MARGIN = 16;
export const GAP = 4;
export const GROUP_GAP = 16;
export const LINE = 17;

/** A sheet is at least this wide, so that its words have room. */
export const WIDTH_MIN = 420;
/** Width that a sheet aims at; cells shrink to it, down to their least. */
const SHEET_WIDTH = 1280;
const CELL_MIN = 64;
const CELL_MAX = 256;
const ROW_LABEL_MAX = 220;

export type Box = { width: number; height: number };

/** Size of the box that every picture is fitted into, as large as the sheet's width allows and never larger than the picture. */
export function cellBox(pictures: readonly Box[], columns: number, left: number): Box {
  const width = Math.max(...pictures.map(each => each.width));
  const height = Math.max(...pictures.map(each => each.height));
  const longer = Math.max(width, height);
  const room = (SHEET_WIDTH - left - 2 * MARGIN) / columns - GAP;
  const size = Math.max(Math.min(CELL_MIN, longer), Math.min(room, longer, CELL_MAX));
  return { width: Math.round((width / longer) * size), height: Math.round((height / longer) * size) };
}

/** Labels that are looked at for the widest, the longest first. */
const LONGEST = 16;

/** Width that cells keep, however small their pictures, so that each has room for a short label. */
export async function labelRoom({ columns, captions }: Arrangement): Promise<number> {
  const labels = [...(captions?.labels ?? columns.inner?.labels ?? [])];
  const longest = labels.sort((a, b) => b.length - a.length).slice(0, LONGEST);
  const widths = await Promise.all(longest.map(label => textWidth(label, styles.label)));
  return Math.min(CELL_MIN, Math.ceil(Math.max(0, ...widths)));
}

/** Width of the labels on the left: the row axis's values and, before them, what each outer group has in common. */
export async function rowLabelWidth(
  { rows }: Arrangement,
  corner: string,
  language: Language
): Promise<{ inner: number; outer: number }> {
  const widest = async (labels: readonly string[], style: TextStyle): Promise<number> => {
    const widths = await Promise.all(labels.map(label => textWidth(label, style)));
    return Math.min(ROW_LABEL_MAX, Math.ceil(Math.max(0, ...widths)));
  };
  const [inner, outer, head] = await Promise.all([
    widest(rows.inner?.labels ?? [], styles.label),
    widest(rows.outer?.labels.map((_, value) => groupLabel(rows, value, language)) ?? [], styles.outer),
    widest([corner], styles.axis)
  ]);
  return { inner: Math.max(inner, head - outer), outer };
}
