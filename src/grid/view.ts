/**
 * What a person chose to see, and what follows from it for the sweep at hand: the arrangement, the size of cells, the cell in focus.
 * Plain data; the model changes it, the components draw it.
 */
import type { Layout } from '../../schema/wire';
import type { IDiffusionFailure, IDiffusionText } from '../tokens';
import { arrange, completeLayout, type Arrangement, type Pins } from './arrange';
import { axisLabel } from './names';
import type { Attachment } from './session';
import { boxOf, fitSize, shapeOf, type Box } from './size';
import { isActive, isOpen, type CellView, type SweepState } from './sweep-state';

export type View = {
  mode: 'grid' | 'full';
  /** Null: as the sweep says. */
  layout: Layout | null;
  pins: Pins;
  /** The longer side of a cell; null fits the columns to the width. */
  size: number | null;
  /** The size before 1 : 1 was asked for, to go back to; undefined when 1 : 1 is off. */
  sizeBefore: number | null | undefined;
  /** The cell that has the keyboard, by id. */
  focus: string | null;
  /** Counts the times the focus should move in the page, so that drawing alone never takes it. */
  focusMoves: number;
  /** Of the full picture: fitted, or screen pixels for a picture's pixel. */
  zoom: 'fit' | number;
  recipe: boolean;
  help: boolean;
  /** The code of the diagnosis that was put away. */
  putAway: string | null;
  /** What was copied or inserted last, for its button to say so. */
  just: string | null;
  /** True for a minute after the end of a job that was seen running. */
  justFinished: boolean;
  /** Pictures the service could not give. */
  missing: ReadonlySet<string>;
  /** Width of the grid, and the height it may take, in the page. */
  width: number;
  height: number;
};

export const initialView: View = {
  mode: 'grid',
  layout: null,
  pins: {},
  size: null,
  sizeBefore: undefined,
  focus: null,
  focusMoves: 0,
  zoom: 'fit',
  recipe: true,
  help: false,
  putAway: null,
  just: null,
  justFinished: false,
  missing: new Set(),
  width: 0,
  height: 0
};

export type Sheet = {
  layout: Layout;
  arrangement: Arrangement;
  /** Pixels of the row headers and of the outer row headers; 0 where there are none. */
  heads: { inner: number; outer: number };
  size: number;
  box: Box;
  shape: Box;
};

/** Whether what a cell is said to be doing may still be so; a notebook that nobody answers for only tells of a past. */
export function isLive(attachment: Attachment): boolean {
  return attachment === 'service' || attachment === 'asking' || attachment === 'payload';
}

/** Everything the components draw from. */
export type GridSnapshot = {
  sweep: SweepState | null;
  attachment: Attachment;
  failure: IDiffusionFailure | null;
  view: View;
  sheet: Sheet | null;
  /** Position in `cells` of the cell in focus. */
  focus: number;
  /** The id of the cell that comes next. */
  next: string | null;
};

export function snapshotOf(
  sweep: SweepState | null,
  attachment: Attachment,
  failure: IDiffusionFailure | null,
  view: View,
  text: IDiffusionText
): GridSnapshot {
  const sheet = sweep && sweep.cells.length > 0 ? sheetOf(sweep, view, text) : null;
  return {
    sweep,
    attachment,
    failure,
    view,
    sheet,
    focus: focusOf(sweep, view),
    next: sweep && isLive(attachment) ? nextCell(sweep) : null
  };
}

function sheetOf(sweep: SweepState, view: View, text: IDiffusionText): Sheet {
  const layout = view.layout ?? completeLayout(sweep.axes, sweep.layout);
  const arrangement = arrange(sweep.axes, layout, sweep.cells, view.pins);
  const headOf = (place: 'y' | 'yy'): number => {
    const axis = arrangement.at[place];
    return axis === null ? 0 : headWidth(sweep.axes[axis].labels);
  };
  const corner = (['x', 'y'] as const).map(place => {
    const axis = arrangement.at[place];
    return axis === null ? 0 : labelWidth(`${axisLabel(sweep.axes[axis], text)} →`) + 14;
  });
  const inner = arrangement.at.y === null && arrangement.at.x === null ? 0 : Math.max(headOf('y'), ...corner);
  const heads = { inner: Math.min(HEAD_MAX, inner), outer: headOf('yy') };
  const shape = shapeOf(sweep.cells);
  const groups = (place: 'xx' | 'yy'): number => {
    const axis = arrangement.at[place];
    return axis === null ? 1 : sweep.axes[axis].labels.length;
  };
  const fitted = fitSize(
    {
      width: (view.width || USUAL_WIDTH) - heads.inner - heads.outer - 12,
      height: (view.height || USUAL_HEIGHT) - 44,
      columns: arrangement.columns.length,
      rows: arrangement.rows.length,
      outerColumns: groups('xx'),
      outerRows: groups('yy')
    },
    shape
  );
  const size = view.size ?? fitted;
  return { layout, arrangement, heads, size, box: boxOf(size, shape), shape };
}

const USUAL_WIDTH = 900;
const USUAL_HEIGHT = 600;
const HEAD_MIN = 44;
const HEAD_MAX = 168;

function headWidth(labels: readonly string[]): number {
  const longest = Math.max(0, ...labels.map(label => labelWidth(label) + 18));
  return Math.min(HEAD_MAX, Math.max(HEAD_MIN, longest));
}

/** About how wide a label is drawn: wide enough, since a face may be wider than ours. */
function labelWidth(label: string): number {
  let width = 0;
  for (const sign of label) {
    width += sign.charCodeAt(0) > 0x2e7f ? 13 : 7.4;
  }
  return Math.ceil(width);
}

function focusOf(sweep: SweepState | null, view: View): number {
  const found = sweep?.cells.findIndex(({ id }) => id === view.focus) ?? -1;
  return Math.max(0, found);
}

/** The first cell that waits while others are drawn. */
function nextCell(sweep: SweepState): string | null {
  if (!isActive(sweep) || sweep.state === 'paused') {
    return null;
  }
  const waits = (cell: CellView): boolean => isOpen(cell) && !cell.step?.step;
  return sweep.cells.find(waits)?.id ?? null;
}
