/** Cells that were being drawn and wait again: the drawing process, or the service, began anew. */
import { isOver } from '../../schema/states';
import type { CellView, SweepState } from './sweep-state';

/** When it was noticed (milliseconds since 1970), and how many cells begin again. */
export type Interruption = { at: number; cells: number };

/** What of one interruption is told bit by bit comes within this time. */
const TOGETHER_MS = 10_000;

/** How many cells lost what was drawn of them between two states. A job that somebody paused, or that is over, loses none. */
export function cellsBack(before: SweepState | null, after: SweepState): number {
  if (before?.job !== after.job || before.cells === after.cells) {
    return 0;
  }
  if (after.state === 'paused' || isOver(after.state)) {
    return 0;
  }
  let count = 0;
  after.cells.forEach((cell, at) => {
    const was = before.cells[at];
    if (was !== cell && was?.id === cell.id && beginsAgain(was, cell)) {
      count += 1;
    }
  });
  return count;
}

/** Whether a cell waits again, or is at an earlier step than before: what a service that began anew tells first is a matter of chance. */
function beginsAgain(was: CellView, is: CellView): boolean {
  const step = was.step?.step ?? 0;
  return step > 0 && (is.step ? is.step.step < step : is.state === 'queued');
}

/** The interruption with more cells of it, or another one when the last is long past. */
export function withCellsBack(last: Interruption | null, cells: number, now: number): Interruption {
  return last && now - last.at < TOGETHER_MS ? { ...last, cells: last.cells + cells } : { at: now, cells };
}
