/**
 * What a person chose to see, and what the components draw from. Plain data; the model changes it, the components draw it.
 */
import type { Layout } from '../../schema/wire';
import type { IDiffusionFailure } from '../tokens';
import type { Pins, ShownValues } from '../../language/layout/arrange';
import type { EditsState } from './axes/axis-edits';
import type { FlipState } from './flip/flip';
import type { FilterView } from './filter/filtering';
import type { HeldState } from './held';
import type { Interruption } from './interruption';
import type { CullState } from './marks/cull';
import type { Note } from './notes';
import type { Attachment } from './session';
import type { Sheet } from './sheet';
import { isActive, type CellView, type SweepState } from './sweep-state';
import { isPictured, isWaiting, tallyOf } from './tally';

export { isPictured };

export type View = {
  mode: 'grid' | 'flip' | 'full' | 'cull';
  /** Null: as the sweep says. */
  layout: Layout | null;
  pins: Pins;
  /** The axis whose pictures share a cell, by id. */
  inside: string | null;
  /** Of axes of which not all values are shown, or in another order. */
  shown: ShownValues;
  /** The longer side of a cell; null fits the columns to the width. */
  size: number | null;
  /** Whether the columns fill the width, where no size was chosen. */
  fitWidth: boolean;
  /** Whether each picture says what it varies. */
  overlay: boolean;
  /** The axis that is dragged to another place, by id. */
  dragged: string | null;
  /** The size before 1 : 1 was asked for, to go back to; undefined when 1 : 1 is off. */
  sizeBefore: number | null | undefined;
  /** The cell that has the keyboard, by id. */
  focus: string | null;
  /** Counts the times the focus should move in the page, so that drawing alone never takes it. */
  focusMoves: number;
  /** The cell that others are held against, by id; null for the first that is drawn. */
  reference: string | null;
  /** Whether the reference is seen in the place of the cell in focus. */
  blinking: boolean;
  /** The cell that was asked for next. */
  wanted: string | null;
  /** Of the full picture: fitted, or screen pixels for a picture's pixel. */
  zoom: 'fit' | number;
  recipe: boolean;
  help: boolean;
  /** The code of the diagnosis that was put away. */
  putAway: string | null;
  /** When drawing was interrupted, while the job goes on. */
  interruption: Interruption | null;
  /** The id of the action that was done last, for its button to say so. */
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
  inside: null,
  shown: {},
  size: null,
  fitWidth: false,
  overlay: false,
  dragged: null,
  sizeBefore: undefined,
  focus: null,
  focusMoves: 0,
  reference: null,
  blinking: false,
  wanted: null,
  zoom: 'fit',
  recipe: true,
  help: false,
  putAway: null,
  interruption: null,
  just: null,
  justFinished: false,
  missing: new Set(),
  width: 0,
  height: 0
};

/** Whether what a cell is said to be doing may still be so; a notebook that nobody answers for only tells of a past. */
export function isLive(attachment: Attachment): boolean {
  return attachment === 'service' || attachment === 'asking' || attachment === 'payload';
}

/** Everything the components draw from. */
export type GridSnapshot = SweepSnapshot & {
  filter: FilterView;
  cull: CullState;
  edits: EditsState;
  flip: FlipState;
  held: HeldState;
  note: Note | null;
};

export type SweepSnapshot = {
  sweep: SweepState | null;
  attachment: Attachment;
  failure: IDiffusionFailure | null;
  view: View;
  sheet: Sheet | null;
  /** Position in `cells` of the cell in focus. */
  focus: number;
  /** Position in `cells` of what others are held against; null while nothing is drawn. */
  reference: number | null;
  /** The id of the cell that comes next. */
  next: string | null;
  /** Whether "from cache" says something of a cell, because not every one is. */
  tellCached: boolean;
};

export function snapshotOf(
  sweep: SweepState | null,
  attachment: Attachment,
  failure: IDiffusionFailure | null,
  view: View,
  sheet: Sheet | null
): SweepSnapshot {
  return {
    sweep,
    attachment,
    failure,
    view,
    sheet,
    focus: sheet?.positions.get(view.focus ?? '') ?? 0,
    reference: sweep && referenceOf(sweep, view.reference),
    next: sweep && isLive(attachment) ? nextCell(sweep, view.wanted) : null,
    tellCached: sweep !== null && tallyOf(sweep.cells).mixed
  };
}

/** Position in `cells` of what others are held against: the chosen one, or the first that is drawn. */
export function referenceOf({ cells, places }: SweepState, chosen: string | null): number | null {
  const own = places.get(chosen ?? '') ?? -1;
  const found = own >= 0 && isPictured(cells[own]) ? own : tallyOf(cells).firstPictured;
  return found >= 0 ? found : null;
}

/** The cell that was asked for next, or the first that waits while others are drawn. */
function nextCell(sweep: SweepState, wanted: string | null): string | null {
  const { cells, places } = sweep;
  if (!isActive(sweep)) {
    return null;
  }
  const asked: CellView | undefined = cells[places.get(wanted ?? '') ?? -1];
  if (asked && isWaiting(asked)) {
    return asked.id;
  }
  // While nothing is drawn only what somebody asked for is known to come first.
  return sweep.state === 'paused' ? null : (cells[tallyOf(cells).firstWaiting]?.id ?? null);
}
