/** Time, owned by tests. */
export interface IClock {
  /** Milliseconds of the wall clock since 1970. */
  now(): number;
  /** Milliseconds that only count while this process can run, and never jump back. */
  monotonic(): number;
  /** Milliseconds that `monotonic` left out so far, though its source ran on in them. */
  lost(): number;
  after(ms: number, work: () => void): () => void;
}

/** How often the clock is looked at, whoever else asks, and the most that counts between two looks. */
const LOOK_MS = 1000;
const COUNTED_MAX_MS = 5000;

/**
 * A clock that stands while nothing runs. Only Linux has one by itself: those of macOS and Windows go on while the machine sleeps, and
 * every system's does while this process is suspended. A look that was due in a second and came after ten minutes tells of that, and
 * nobody's silence in between is anybody's fault. It has to be looked at every second.
 */
export function standing(source: () => number): Pick<IClock, 'monotonic' | 'lost'> {
  let [last, lost] = [source(), 0];
  const look = (): number => {
    const now = source();
    lost += Math.max(0, now - last - COUNTED_MAX_MS);
    last = now;
    return now - lost;
  };
  return { monotonic: look, lost: () => (look(), lost) };
}

const time = standing(() => performance.now());
setInterval(time.monotonic, LOOK_MS).unref();

export const clock: IClock = {
  now: () => Date.now(),
  ...time,
  after(ms, work) {
    const timer = setTimeout(work, ms);
    timer.unref();
    return () => clearTimeout(timer);
  }
};
