/** Programs that the system has ended because memory was short: what tells such an end from one by somebody's hand. */
import { readFileSync } from 'node:fs';

/** How many there were since the system began, in any group; null where it doesn't tell, as anywhere but on Linux. */
export function oomKills(read: () => string = () => readFileSync('/proc/vmstat', 'utf8')): number | null {
  try {
    const [, count] = /^oom_kill (\d+)$/m.exec(read()) ?? [];
    return count === undefined ? null : Number(count);
  } catch {
    return null;
  }
}

/** Tells of each end of a process whether the system has ended one for its memory since the last look; null where nobody knows. */
export class OomWatch {
  private last: number | null;

  constructor(private readonly count: () => number | null = oomKills) {
    this.last = count();
  }

  hasKilled(): boolean | null {
    const before = this.last;
    this.last = this.count();
    return before === null || this.last === null ? null : this.last > before;
  }
}
