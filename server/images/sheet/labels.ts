/** The words around a sheet's cells, broken into lines that fit their places and tell different values apart. */
import { tellApart } from '../../../language/layout/tell-apart';
import { axisLabel } from '../../../language/names/labels';
import type { Language } from '../../../schema/catalogue';
import type { Arrangement, Side } from './arrange';
import { type Fitted, offsets, pitchOf, type Range } from './fit-sheet';
import { LINE, styles } from './measures';
import { textWidth, type TextStyle, wrapText } from './text';
import { groupLabel } from './words';

const LABEL_LINES = 4;
const GROUP_LINES = 4;

export type Labels = {
  corner: string;
  /** Pixels that the labels of rows and of their groups take. */
  inner: number;
  outer: number;
  /** Lines of each value: of columns and of rows, inner and outer. */
  columns: string[][];
  columnGroups: string[][];
  /** The name of the columns' outer axis, where it doesn't stand before each of its values. */
  columnGroupName: string;
  rows: string[][];
  rowGroups: string[][];
  captions: string[][];
};

type Given = Pick<Fitted, 'box' | 'parts'> & {
  arrangement: Arrangement;
  rowLabels: { inner: number; outer: number };
  corner: string;
  language: Language;
};

export async function measureLabels({
  arrangement,
  box,
  parts,
  rowLabels,
  corner,
  language
}: Given): Promise<Labels> {
  const { columns, rows, captions } = arrangement;
  const { inner, outer } = rowLabels;
  const narrowest = Math.min(...parts.map(each => shortestGroup(columns, each.columns, box.width)));
  const lowest = Math.min(...parts.map(each => shortestGroup(rows, each.rows, pitchOf(box.height, rows))));
  const groups = await groupsOf(columns, narrowest, language);
  return {
    corner,
    inner,
    outer,
    columns: await lines(columns.inner?.labels, box.width, styles.label, LABEL_LINES),
    columnGroups: groups.values,
    columnGroupName: groups.name,
    rows: await lines(rows.inner?.labels, inner, styles.label, linesIn(box.height)),
    rowGroups: await lines(
      rows.outer?.labels.map((_, value) => groupLabel(rows, value, language)),
      outer,
      styles.outer,
      Math.min(GROUP_LINES, linesIn(lowest))
    ),
    captions: await lines(captions?.labels, box.width, styles.label, LABEL_LINES)
  };
}

/** The most lines that one of them takes. */
export const linesOf = (all: readonly string[][]): number => Math.max(0, ...all.map(({ length }) => length));

/** Whether different values are shown differently, each as more than the sign of what was left out. */
export function areApart(
  { columns, captions }: Labels,
  { columns: side, captions: given }: Arrangement
): boolean {
  return [[side.inner?.labels ?? [], columns] as const, [given?.labels ?? [], captions] as const].every(
    ([labels, shown]) => {
      const texts = shown.map(each => each.join(' '));
      return !texts.includes('…') && new Set(texts).size >= new Set(labels).size;
    }
  );
}

/** Each outer value with its axis's name where that fits over all groups, else the name once and the values below it. */
async function groupsOf(
  side: Side,
  width: number,
  language: Language
): Promise<{ name: string; values: string[][] }> {
  const whole = side.outer?.labels.map((_, value) => groupLabel(side, value, language)) ?? [];
  const widths = await Promise.all(whole.map(text => textWidth(text, styles.outer)));
  if (!side.outer || widths.every(each => each <= width)) {
    return { name: '', values: whole.map(text => [text]) };
  }
  const values = await lines(side.outer.labels, width, styles.outer, GROUP_LINES);
  return { name: axisLabel(side.outer, language), values };
}

function lines(
  texts: readonly string[] = [],
  width: number,
  style: TextStyle,
  most: number
): Promise<string[][]> {
  return tellApart(texts, text => wrapText(text, width, style, most));
}

const linesIn = (height: number): number => Math.max(1, Math.floor(height / LINE));

/** Pixels that the shortest run of one outer value takes in a part. */
function shortestGroup(side: Side, range: Range, size: number): number {
  const starts = offsets(side, size, range);
  const begins = starts.flatMap((at, k) => (startsGroup(side, range.start + k, range) ? [at] : []));
  const end = (starts.at(-1) ?? 0) + size;
  return Math.min(...begins.map((at, k) => Math.min(begins[k + 1] ?? end, end) - at));
}

/** Whether a line of cells is the first of those with its outer value, or of its part. */
export function startsGroup({ outer, lines: all }: Side, line: number, { start }: Range): boolean {
  return outer !== null && (line === start || all[line - 1].outer !== all[line].outer);
}
