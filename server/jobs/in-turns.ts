import { setImmediate as immediate } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import type { InSlices } from '../sweep';

/** Work goes on for this long before others have a turn: half of what anybody should ever wait for. */
const TURN_MS = 8;

/** Does work in slices, and lets the event loop turn between them; resolves with what comes of it, rejects with what it throws. */
export async function inTurns<Result>(work: InSlices<Result>): Promise<Result> {
  for (let began = performance.now(); ;) {
    const step = work.next();
    if (step.done) {
      return step.value;
    }
    if (performance.now() - began > TURN_MS) {
      await immediate();
      began = performance.now();
    }
  }
}
