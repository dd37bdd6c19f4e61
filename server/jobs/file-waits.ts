import type { FaultData } from '../../schema/fault';
import type { IClock } from '../clock';
import type { Finding } from '../finding';
import type { CellRecord } from '../store/cell-store';

/** How often a cell is drawn anew because a file changed meanwhile, and after which time first; that doubles with every time. */
const REDRAWN_MAX = 6;
const REDRAW_MS = 250;
/** A cell that waits for a file asks again after this time, and gives up after that. */
const RETRY_MS = 500;
const DEADLINE_MS = 10 * 60_000;

type Wait = { job: number; fault: FaultData; since: number };

/** Cells held up by files that somebody else writes: those that wait for one to be whole, and those begun again since one changed. */
export class FileWaits {
  private readonly waits = new Map<string, Wait>();
  private readonly redrawn = new Map<string, number>();
  /** When a cell may be tried again, by the monotonic clock. */
  private readonly notBefore = new Map<string, number>();
  private readonly timers = new Set<() => void>();

  constructor(
    private readonly clock: IClock,
    /** Called when cells of a job begin to wait or no longer do. */
    private readonly changed: (job: number) => void,
    /** Called when what waits is to be tried again. */
    private readonly retry: () => void
  ) {}

  /** Lets a cell wait where the fault is one that passes by itself. False where it isn't, or was waited for long enough. */
  hold({ id, job }: CellRecord, fault: FaultData): boolean {
    const since = this.waits.get(id)?.since ?? this.clock.now();
    if (!PASSING.has(fault.code) || this.clock.now() - since > DEADLINE_MS) {
      return false;
    }
    const isNews = this.of(job) === null;
    this.waits.set(id, { job, fault, since });
    this.delay(id, RETRY_MS);
    if (isNews) {
      this.changed(job);
    }
    return true;
  }

  /** Whether a cell during which a file changed is to be drawn once more; it is given a moment for the file to be whole. */
  again(id: string): boolean {
    const times = this.redrawn.get(id) ?? 0;
    this.redrawn.set(id, times + 1);
    this.delay(id, REDRAW_MS * 2 ** times);
    return times < REDRAWN_MAX;
  }

  /** Whether a cell is not to be tried yet. */
  holds(id: string): boolean {
    return (this.notBefore.get(id) ?? -Infinity) > this.clock.monotonic();
  }

  /** What a job's cells wait for; null when none does. */
  of(job: number): Finding | null {
    const wait = [...this.waits.values()].find(each => each.job === job);
    return wait ? { ...wait.fault, since: wait.since, evidence: [] } : null;
  }

  /** The cell waits no more. */
  release(id: string): void {
    const wait = this.waits.get(id);
    this.waits.delete(id);
    this.notBefore.delete(id);
    if (wait && this.of(wait.job) === null) {
      this.changed(wait.job);
    }
  }

  /** The cell has ended. */
  forget(id: string): void {
    this.redrawn.delete(id);
    this.release(id);
  }

  /** The job has ended. */
  leave(job: number): void {
    const ids = [...this.waits].filter(([, each]) => each.job === job).map(([id]) => id);
    ids.forEach(id => this.waits.delete(id));
  }

  stop(): void {
    this.timers.forEach(cancel => cancel());
  }

  private delay(id: string, ms: number): void {
    this.notBefore.set(id, this.clock.monotonic() + ms);
    // Timers may come a little early.
    const cancel = this.clock.after(ms + 2, () => {
      this.timers.delete(cancel);
      this.retry();
    });
    this.timers.add(cancel);
  }
}

const PASSING: ReadonlySet<FaultData['code']> = new Set(['file_incomplete', 'file_changing'] as const);
