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
  return turnByTurn(() => {
    try {
      return database.transaction(() => workFor(TURN_MS, work));
    } catch (error) {
      // It may have been thrown after the work had its turn, which would never know of its end.
      work.return(undefined as Result);
      throw error;
    }
  });
}

/** Those that wait for a turn; of many that come at once, one has it each time the event loop comes round. */
const waiting: (() => void)[] = [];

function turn(): Promise<void> {
  return new Promise(resolve => {
    waiting.push(resolve);
    if (waiting.length === 1) {
      setImmediate(giveTurn);
    }
  });
}

function giveTurn(): void {
  const next = waiting.shift();
  if (waiting.length > 0) {
    setImmediate(giveTurn);
  }
  next?.();
}

async function turnByTurn<Result>(work: () => IteratorResult<void, Result>): Promise<Result> {
  for (;;) {
    await turn();
    const step = work();
    if (step.done) {
      return step.value;
    }
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
