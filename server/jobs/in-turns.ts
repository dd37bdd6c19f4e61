import { setImmediate as immediate } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import type { Database } from '../store/database';
import type { InSlices } from '../sweep';

/** Work goes on for this long before others have a turn: half of what anybody should ever wait for. */
const TURN_MS = 8;

/** Does work in slices, and lets the event loop turn between them; resolves with what comes of it, rejects with what it throws. */
export function inTurns<Result>(work: InSlices<Result>): Promise<Result> {
  return turnByTurn(() => workFor(TURN_MS, work));
}

/** The same for changes of the database: what is done in a turn is stored, all of it or nothing, before others have theirs. */
export function inTransactions<Result>(
  database: Pick<Database, 'transaction'>,
  work: InSlices<Result>
): Promise<Result> {
  return turnByTurn(() => database.transaction(() => workFor(TURN_MS, work)));
}

async function turnByTurn<Result>(turn: () => IteratorResult<void, Result>): Promise<Result> {
  for (;;) {
    const step = turn();
    if (step.done) {
      return step.value;
    }
    await immediate();
  }
}

function workFor<Result>(ms: number, work: InSlices<Result>): IteratorResult<void, Result> {
  const began = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done || performance.now() - began > ms) {
      return step;
    }
  }
}
