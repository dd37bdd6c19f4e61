import { EventEmitter } from 'node:events';
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
/** Tries that are due within this time are one. */
const TICK_MS = 50;

/** A cell, told by its number and job. */
type HeldCell = Pick<CellRecord, 'id' | 'job'>;

/** A file that cells wait for, told by its path; all of them are tried again at one time. */
type Awaited = { file: string; fault: FaultData; notBefore: number; cells: Set<string> };

/** What is known of a cell that was held up. */
type Held = {
  /** Why it waits, and since when by the wall clock; null for one that is only begun again. */
  wait: { awaited: Awaited; since: number } | null;
  redrawn: number;
  /** When it may be begun again, by the monotonic clock. */
  notBefore: number;
};

/** Cells held up by files that somebody else writes: those that wait for one to be whole, and those begun again since one changed. */
export class FileWaits extends EventEmitter<{
  /** Cells of a job begin to wait, or no longer do. */
  changed: [job: number];
  /** What waits is to be tried again. */
  retry: [];
}> {
  /** By job, then by cell. */
  private readonly jobs = new Map<number, Map<string, Held>>();
  private readonly awaited = new Map<string, Awaited>();
  /** When to try again, by the monotonic clock; one timer stands for the first. */
  private readonly dues = new Set<number>();
  private timer: { due: number; cancel: () => void } | null = null;

  constructor(private readonly clock: IClock) {
    super();
  }

  /**
   * Lets a cell wait where the fault is one that passes by itself, and all others that wait for the same file with it. False where it
   * isn't, or was waited for long enough.
   */
  hold(cell: HeldCell, fault: FaultData, file = String(fault.facts.file)): boolean {
    const known = this.get(cell);
    const since = known?.wait?.since ?? this.clock.now();
    if (!PASSING.has(fault.code) || this.clock.now() - since > DEADLINE_MS) {
      return false;
    }
    const isNews = this.of(cell.job) === null;
    const awaited = this.awaited.get(file) ?? { file, fault, notBefore: -Infinity, cells: new Set() };
    awaited.fault = fault;
    if (awaited.notBefore <= this.clock.monotonic()) {
      awaited.notBefore = this.delay(RETRY_MS);
    }
    this.awaited.set(file, awaited);
    this.put(cell, { redrawn: 0, notBefore: -Infinity, ...known, wait: { awaited, since } });
    if (isNews) {
      this.emit('changed', cell.job);
    }
    return true;
  }

  /** Whether a cell is not to be tried yet. One that uses a file which others wait for (`files` are its paths) waits with them. */
  holds(cell: HeldCell, files: () => readonly string[]): boolean {
    const now = this.clock.monotonic();
    const known = this.get(cell);
    if (known && isHeld(known, now)) {
      return true;
    }
    const waiting = [...this.awaited.values()].filter(({ notBefore }) => notBefore > now);
    const used = waiting.length > 0 ? files() : [];
    const awaited = waiting.find(({ file }) => used.includes(file));
    return awaited !== undefined && this.hold(cell, awaited.fault, awaited.file);
  }

  /** Whether a cell during which a file changed is to be drawn once more; it is given a moment for the file to be whole. */
  again(cell: HeldCell): boolean {
    const known = this.get(cell) ?? { wait: null, redrawn: 0 };
    const notBefore = this.delay(REDRAW_MS * 2 ** known.redrawn);
    this.put(cell, { ...known, redrawn: known.redrawn + 1, notBefore });
    return known.redrawn < REDRAWN_MAX;
  }

  /** The cells of a job that are not to be tried yet. */
  heldOf(job: number): string[] {
    const now = this.clock.monotonic();
    return [...(this.jobs.get(job) ?? [])].filter(([, held]) => isHeld(held, now)).map(([id]) => id);
  }

  /** What a job's cells wait for; null when none does. */
  of(job: number): Finding | null {
    for (const { wait } of this.jobs.get(job)?.values() ?? []) {
      if (wait) {
        return { ...wait.awaited.fault, since: wait.since, evidence: [] };
      }
    }
    return null;
  }

  /** The cell waits no more. */
  release(cell: HeldCell): void {
    const known = this.get(cell);
    if (known) {
      this.put(cell, known.redrawn > 0 ? { ...known, wait: null, notBefore: -Infinity } : null);
      if (known.wait && this.of(cell.job) === null) {
        this.emit('changed', cell.job);
      }
    }
  }

  /** The cell has ended. */
  forget(cell: HeldCell): void {
    this.release(cell);
    this.put(cell, null);
  }

  /** The job has ended. */
  leave(job: number): void {
    [...(this.jobs.get(job)?.keys() ?? [])].forEach(id => this.put({ id, job }, null));
  }

  stop(): void {
    this.timer?.cancel();
  }

  private get({ id, job }: HeldCell): Held | undefined {
    return this.jobs.get(job)?.get(id);
  }

  private put({ id, job }: HeldCell, held: Held | null): void {
    const cells = this.jobs.get(job) ?? new Map<string, Held>();
    const before = cells.get(id)?.wait?.awaited;
    if (before && before !== held?.wait?.awaited && before.cells.delete(id) && before.cells.size === 0) {
      this.awaited.delete(before.file);
    }
    held?.wait?.awaited.cells.add(id);
    if (held) {
      this.jobs.set(job, cells.set(id, held));
    } else if (cells.delete(id) && cells.size === 0) {
      this.jobs.delete(job);
    }
  }

  /** Asks for a new try after a time, and returns when that is. */
  private delay(ms: number): number {
    const due = Math.ceil((this.clock.monotonic() + ms) / TICK_MS) * TICK_MS;
    this.dues.add(due);
    this.arm();
    return due;
  }

  private arm(): void {
    const due = Math.min(...this.dues);
    if (this.dues.size === 0 || (this.timer && this.timer.due <= due)) {
      return;
    }
    this.timer?.cancel();
    // Timers may come a little early.
    const cancel = this.clock.after(due - this.clock.monotonic() + 2, () => {
      const now = this.clock.monotonic();
      [...this.dues].filter(each => each <= now).forEach(each => this.dues.delete(each));
      this.timer = null;
      this.arm();
      this.emit('retry');
    });
    this.timer = { due, cancel };
  }
}

const isHeld = ({ wait, notBefore }: Held, now: number): boolean =>
  Math.max(notBefore, wait?.awaited.notBefore ?? -Infinity) > now;

const PASSING: ReadonlySet<FaultData['code']> = new Set(['file_incomplete', 'file_changing'] as const);
