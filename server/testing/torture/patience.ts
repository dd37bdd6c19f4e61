/** Deadlines of the kill loop. The machine that it runs on may sleep or be held up; that is no fault of the service, which counts it as little. */
import { setTimeout as pause } from 'node:timers/promises';
import { clock } from '../../clock';

const LOOK_MS = 50;

/** Says, when it is asked, whether so much time has passed in which this machine ran. */
export function deadline(ms: number): () => boolean {
  const due = clock.monotonic() + ms;
  return () => clock.monotonic() > due;
}

/** What a promise brings, or `late` once that takes too long. */
export async function within<Result, Late>(
  ms: number,
  promise: Promise<Result>,
  late: Late
): Promise<Result | Late> {
  const isDue = deadline(ms);
  let over = false;
  const watch = async (): Promise<Late> => {
    while (!over && !isDue()) {
      await pause(Math.min(LOOK_MS, ms));
    }
    return late;
  };
  return Promise.race([promise, watch()]).finally(() => (over = true));
}
