/**
 * Seconds that are left, as they are told. What is computed jumps: another client comes or has done, another pace is measured. What is told
 * goes on from what was told before, less the time that passed, and moves to what is computed within a part of it: after a few seconds it is
 * that, and never was it known better. After a pause in the telling (nothing was drawn, or nobody asked) it begins anew.
 */

/** Of the time that is left: within which part what is told follows; and within which bounds, in seconds. */
const FOLLOWS = 1 / 8;
const FOLLOWS_MIN_S = 0.5;
const FOLLOWS_MAX_S = 6;
/** Between two tellings at most; steps of large pictures take longer, and then each is news. */
const PAUSE_MS = 5000;
/** Jobs that are remembered. */
const KEPT = 500;

export class SteadyTimes {
  private readonly told = new Map<number, { at: number; seconds: number }>();

  /** What to tell of a job of which so many seconds are left by what is known now (ms of the monotonic clock). */
  tell(job: number, seconds: number, now: number): number {
    const before = this.told.get(job);
    const passed = before ? now - before.at : Infinity;
    const told = before && passed <= PAUSE_MS ? follow(before.seconds, seconds, passed / 1e3) : seconds;
    this.forget(job);
    this.told.set(job, { at: now, seconds: told });
    if (this.told.size > KEPT) {
      this.told.delete(this.told.keys().next().value!);
    }
    return told;
  }

  /** Nothing is left, or nothing moves. */
  forget(job: number): void {
    this.told.delete(job);
  }
}

function follow(before: number, seconds: number, passed: number): number {
  const now = Math.max(0, before - passed);
  const within = Math.min(FOLLOWS_MAX_S, Math.max(FOLLOWS_MIN_S, seconds * FOLLOWS));
  return now + (seconds - now) * (1 - Math.exp(-passed / within));
}
