/**
 * What one look at all cells tells: how many there are of each kind, and the first of some. A list of cells is looked at once however
 * often it is asked for, so that a frame costs one pass over ten thousand cells and no more.
 */
import { isOver } from '../../schema/states';
import type { CellView } from './sweep-state';

export type Counts = {
  total: number;
  running: number;
  done: number;
  cached: number;
  drawn: number;
  failed: number;
  cancelled: number;
};

export type Tally = Counts & {
  /** Place of the first cell of which there is something to see; -1 for none. */
  firstPictured: number;
  /** Place of the first cell that waits, no step of it done; -1 for none. */
  firstWaiting: number;
  /** Whether some cells came from the cache and others didn't. */
  mixed: boolean;
};

type Tallied = Pick<CellView, 'state' | 'cached'> & Partial<Pick<CellView, 'step' | 'image' | 'thumbnail'>>;

const known = new WeakMap<readonly Tallied[], Tally>();

export function tallyOf(cells: readonly Tallied[]): Tally {
  const tally = known.get(cells) ?? look(cells);
  known.set(cells, tally);
  return tally;
}

function look(cells: readonly Tallied[]): Tally {
  const counts = { total: cells.length, running: 0, done: 0, cached: 0, drawn: 0, failed: 0, cancelled: 0 };
  let [firstPictured, firstWaiting, fromCache] = [-1, -1, 0];
  cells.forEach((cell, place) => {
    const { state, cached } = cell;
    fromCache += cached ? 1 : 0;
    if (state === 'done') {
      counts.done += 1;
      counts[cached ? 'cached' : 'drawn'] += 1;
    } else if (state !== 'queued') {
      counts[state] += 1;
    }
    if (firstPictured < 0 && isPictured(cell)) {
      firstPictured = place;
    }
    if (firstWaiting < 0 && isWaiting(cell)) {
      firstWaiting = place;
    }
  });
  return { ...counts, firstPictured, firstWaiting, mixed: fromCache > 0 && fromCache < cells.length };
}

/** Whether there is something to see of a cell's picture. */
export function isPictured({ state, image = null, thumbnail = null }: Tallied): boolean {
  return state === 'done' && (image !== null || thumbnail !== null);
}

/** Whether a cell's turn is still to come: a cell handed to the engine may wait there for a place in a batch. */
export function isWaiting({ state, step }: Tallied): boolean {
  return !isOver(state) && !step?.step;
}
