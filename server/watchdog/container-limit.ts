/**
 * How much of the processor a container may use, as Linux tells it below /sys/fs/cgroup, of both kinds: cgroup v2 (cpu.max) and v1
 * (cpu.cfs_quota_us). Any group around a process may have a limit; the tightest holds. Pure: the texts are read elsewhere.
 */

/** Counters of one group since it began. */
export type LimitReading = {
  /** Processors' worth of time that all its programs may use. */
  cores: number;
  /** Periods in which it was looked at, and those in which its programs had to wait because the limit was reached. */
  periods: number;
  throttled: number;
  /** Processor time of all its programs. */
  used_s: number | null;
};

/** The texts of a group; null for a file that isn't there. */
export type GroupTold = {
  max: string | null;
  quota: string | null;
  period: string | null;
  usage: string | null;
  stat: string | null;
};

/** What to read of each group, by the name that `GroupTold` has for it. */
export const GROUP_FILES: Readonly<Record<keyof GroupTold, string>> = {
  max: 'cpu.max',
  quota: 'cpu.cfs_quota_us',
  period: 'cpu.cfs_period_us',
  usage: 'cpuacct.usage',
  stat: 'cpu.stat'
};

/**
 * Folders of the groups that a process is in, by its /proc/PID/cgroup, from its own to the root. In a container its own is often the root
 * of what can be seen, whatever path is told.
 */
export function groupFolders(cgroup: string | null): string[] {
  const folders = (cgroup ?? '').split('\n').flatMap(line => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined || (controllers !== '' && !controllers.split(',').includes('cpu'))) {
      return [];
    }
    // `cpu` is there under that name also where it is mounted together with others.
    const root = controllers === '' ? '/sys/fs/cgroup' : '/sys/fs/cgroup/cpu';
    const parts = path.split('/').filter(Boolean);
    return Array.from({ length: parts.length + 1 }, (_, up) =>
      [root, ...parts.slice(0, parts.length - up)].join('/')
    );
  });
  return [...new Set(folders)];
}

/** The tightest limit of these groups; null where none has one. */
export function readLimit(groups: readonly GroupTold[]): LimitReading | null {
  const limits = groups.flatMap(group => limitOf(group) ?? []);
  return limits.reduce<LimitReading | null>(
    (least, each) => (least && least.cores <= each.cores ? least : each),
    null
  );
}

function limitOf({ max, quota, period, usage, stat }: GroupTold): LimitReading | null {
  // v2: `200000 100000` or `max 100000`; v1: `200000` or `-1`, and the period in a file of its own.
  const [allowed, of] = max === null ? [quota, period] : max.trim().split(/\s+/);
  const cores = Number(allowed) / Number(of);
  if (allowed === null || of === null || !(cores > 0) || !Number.isFinite(cores)) {
    return null;
  }
  const counted = (name: string): number | null => {
    const found = new RegExp(`^${name} (\\d+)`, 'm').exec(stat ?? '')?.[1];
    return found === undefined ? null : Number(found);
  };
  const used = counted('usage_usec');
  const v1_s = usage === null ? null : Number(usage) / 1e9;
  return {
    cores,
    periods: counted('nr_periods') ?? 0,
    throttled: counted('nr_throttled') ?? 0,
    used_s: used === null ? v1_s : used / 1e6
  };
}
