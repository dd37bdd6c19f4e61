/** Time, owned by tests. */
export interface IClock {
  /** Milliseconds of the wall clock since 1970. */
  now(): number;
  /** Milliseconds that only count while the machine is awake and never jump back. */
  monotonic(): number;
  after(ms: number, work: () => void): () => void;
}

export const clock: IClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    timer.unref();
    return () => clearTimeout(timer);
  }
};
