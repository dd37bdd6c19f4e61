import type { IClock } from '../clock';
import { type Load, loadBetween, type Reading } from './readings';
import { readSystem } from './read-system';

/** How far back a reading is compared with the newest: long enough to be no chance, short enough to tell of now. */
const WINDOW_S = 6;
const SPAN_MIN_S = 0.9;

/** Looks at processes and their machine now and then, and says how they fared over the last seconds. */
export class LoadMeter {
  private readings: Reading[] = [];
  private looking = false;
  /** Bytes that a process had read when what it reads began. */
  private readonly begun = new Map<number, { since: number; asked: number; disk: number }>();

  constructor(
    private readonly clock: IClock,
    private readonly read: typeof readSystem = readSystem
  ) {}

  /** Takes a reading of these processes; one that is still being taken is not disturbed. */
  async look(pids: readonly number[]): Promise<void> {
    if (this.looking) {
      return;
    }
    this.looking = true;
    try {
      const { system, processes } = await this.read(pids);
      const at_s = this.clock.monotonic() / 1e3;
      const { user, system: kernel } = process.cpuUsage();
      const children = [...processes.values()].reduce((sum, { cpu_s }) => sum + cpu_s, 0);
      this.readings = [
        ...this.readings.filter(reading => at_s - reading.at_s <= WINDOW_S),
        { at_s, system, processes, own_s: (user + kernel) / 1e6 + children }
      ];
    } finally {
      this.looking = false;
    }
  }

  /** How a process fared; null until it was looked at for a while. */
  of(pid: number | undefined): Load | null {
    const now = this.readings.at(-1);
    const before = this.readings.find(({ processes }) => pid !== undefined && processes.has(pid));
    return pid !== undefined && now && before && now.at_s - before.at_s >= SPAN_MIN_S
      ? loadBetween(before, now, pid)
      : null;
  }

  /** Bytes that a process has read since then, as far as it was looked at; null where its system doesn't tell. */
  readSince(pid: number | undefined, since: number): number | null {
    const own = pid === undefined ? undefined : this.readings.at(-1)?.processes.get(pid);
    if (pid === undefined || !own || (own.askedBytes === null && own.diskBytes === null)) {
      return null;
    }
    const { askedBytes: asked, diskBytes: disk } = own;
    let begun = this.begun.get(pid);
    if (begun?.since !== since) {
      begun = { since, asked: asked ?? 0, disk: disk ?? 0 };
      this.begun.set(pid, begun);
    }
    return Math.max((asked ?? 0) - begun.asked, (disk ?? 0) - begun.disk);
  }

  /** Forgets what is no longer of now: nothing is drawn. */
  rest(): void {
    this.readings = [];
    this.begun.clear();
  }
}
