/**
 * What a system tells of itself and of a process, as Linux has it below /proc, and what two such readings say together. Pure: the texts
 * are read elsewhere (`read-system.ts`). What a system doesn't tell is null, and nothing is concluded from it.
 */
import type { LimitReading } from './container-limit';

/** Counters of one process since it began. */
export type ProcessReading = {
  /** R works, S waits, D waits for the disk and can't be interrupted, T is suspended. */
  state: string;
  cpu_s: number;
  /** Bytes that it asked for, and those that really came from a disk; mapped files count as the latter alone. */
  askedBytes: number | null;
  diskBytes: number | null;
  swappedBytes: number | null;
};

/** Counters of the whole machine since it began, of the processors that this process may use. */
export type SystemReading = {
  cores: number;
  /** Processor time of all programs, that of none, and that which the host of a virtual machine gave to others. */
  busy_s: number;
  idle_s: number;
  stolen_s: number;
  swapBytes: number | null;
  /** Seconds in which some program waited for the processor, and for a disk. */
  waited: { processor_s: number; disk_s: number } | null;
  /** Of the container, where it has one. */
  limit: LimitReading | null;
};

export type Reading = {
  /** Seconds of the monotonic clock. */
  at_s: number;
  system: SystemReading | null;
  /** Processor time of the service and all its engines. */
  own_s: number;
  processes: ReadonlyMap<number, ProcessReading>;
};

/** How a process fared between two readings. */
export type Load = {
  /** In both readings it waited for the disk; in the later one it was suspended. */
  waitsForDisk: boolean;
  suspended: boolean;
  /** Processors' worth of its own work, and how many it may use. */
  cores: number;
  coresOfMachine: number | null;
  /** The shares of the processor that programs used which aren't ours, that nobody used, and that the host kept, 0 to 1. */
  others: number | null;
  idle: number | null;
  stolen: number | null;
  /** The shares of the time in which some program waited for the processor, and for a disk, 0 to 1. */
  crowded: number | null;
  diskCrowded: number | null;
  /** The container's limit, the share of the time in which it was reached, and processors' worth of what else is in it. */
  limit: { cores: number; reached: number; others: number | null } | null;
  /** Bytes a second that it read. */
  read_s: number | null;
  swappedBytes: number | null;
  /** Bytes a second that the machine moves between memory and swap. */
  swap_s: number | null;
};

/** Linux tells times in hundredths of a second. */
const TICKS = 100;
/** The entry of a process's auxiliary vector that holds the size of a page, as getauxval(3) has it. */
const AT_PAGESZ = 6n;
const PAGE_USUAL = 4096;

/** Bytes of a page, of /proc/self/auxv: 4096 on most machines, up to 64 KB on arm64. */
export function pageBytes(auxv: Buffer | null): number {
  for (let at = 0; auxv && at + 16 <= auxv.length; at += 16) {
    if (auxv.readBigUInt64LE(at) === AT_PAGESZ) {
      return Number(auxv.readBigUInt64LE(at + 8));
    }
  }
  return PAGE_USUAL;
}

/** Of /proc/PID/stat, /proc/PID/io and /proc/PID/status; null when there is no such process. */
export function readProcess(
  stat: string | null,
  io: string | null,
  status: string | null
): ProcessReading | null {
  // A program's name may hold blanks and brackets; what follows the last one is ours to count.
  const fields = stat
    ?.slice(stat.lastIndexOf(')') + 2)
    .trim()
    .split(' ');
  if (!fields || fields.length < 13) {
    return null;
  }
  const swapped = count(status, 'VmSwap');
  return {
    state: fields[0],
    cpu_s: (Number(fields[11]) + Number(fields[12])) / TICKS,
    askedBytes: count(io, 'rchar'),
    diskBytes: count(io, 'read_bytes'),
    swappedBytes: swapped === null ? null : swapped * 1024
  };
}

/** Texts of /proc: stat, vmstat, pressure/cpu, pressure/io and self/status. */
export type MachineTold = {
  [Name in 'stat' | 'vmstat' | 'processor' | 'disk' | 'status']: string | null;
};

/** The machine by these texts; null where the first is missing. */
export function readMachine(
  { stat, vmstat, processor, disk, status }: MachineTold,
  page: number,
  limit: LimitReading | null
): SystemReading | null {
  const all = [...(stat ?? '').matchAll(/^cpu(\d+) +(.*)$/gm)];
  const allowed = listed(/^Cpus_allowed_list:\s+(.*)$/m.exec(status ?? '')?.[1]);
  const known = all.filter(([, number]) => allowed?.has(Number(number)));
  // Some containers number the processors that they show in their own way: then all that are shown are ours.
  const own = known.length === allowed?.size ? known : all;
  const times = own.map(([, , fields]) => fields.split(' ').map(Number));
  if (times.length === 0 || times.some(({ length }) => length < 8)) {
    return null;
  }
  const sum = (...fields: number[]): number =>
    times.reduce((total, each) => total + fields.reduce((part, at) => part + each[at], 0), 0) / TICKS;
  const [pagesIn, pagesOut] = [count(vmstat, 'pswpin'), count(vmstat, 'pswpout')];
  const [processor_s, disk_s] = [waited(processor), waited(disk)];
  return {
    cores: times.length,
    // user, nice, system, irq, softirq; idle and waiting for a disk; stolen: as proc_stat(5) has them.
    busy_s: sum(0, 1, 2, 5, 6),
    idle_s: sum(3, 4),
    stolen_s: sum(7),
    swapBytes: pagesIn === null || pagesOut === null ? null : (pagesIn + pagesOut) * page,
    waited: processor_s === null || disk_s === null ? null : { processor_s, disk_s },
    limit
  };
}

/** How a process fared from `before` to `now`; null where it isn't in both. */
export function loadBetween(before: Reading, now: Reading, pid: number): Load | null {
  const [then, own] = [before.processes.get(pid), now.processes.get(pid)];
  const seconds = now.at_s - before.at_s;
  if (!then || !own || seconds <= 0) {
    return null;
  }
  const rate = (last: number | null | undefined, first: number | null | undefined): number | null =>
    typeof last === 'number' && typeof first === 'number' ? Math.max(0, last - first) / seconds : null;
  const [system, earlier] = [now.system, before.system];
  const ours = Math.max(0, now.own_s - before.own_s) / seconds;
  const share = (last: number | undefined, first: number | undefined, less = 0): number | null => {
    const cores = rate(last, first);
    return cores === null ? null : Math.min(1, Math.max(0, (cores - less) / system!.cores));
  };
  const reads = [rate(own.askedBytes, then.askedBytes), rate(own.diskBytes, then.diskBytes)].filter(
    each => each !== null
  );
  return {
    waitsForDisk: own.state === 'D' && then.state === 'D',
    suspended: own.state === 'T',
    cores: (own.cpu_s - then.cpu_s) / seconds,
    coresOfMachine: system?.cores ?? null,
    others: share(system?.busy_s, earlier?.busy_s, ours),
    idle: share(system?.idle_s, earlier?.idle_s),
    stolen: share(system?.stolen_s, earlier?.stolen_s),
    crowded: rate(system?.waited?.processor_s, earlier?.waited?.processor_s),
    diskCrowded: rate(system?.waited?.disk_s, earlier?.waited?.disk_s),
    limit: limitBetween(earlier?.limit, system?.limit, seconds, ours),
    read_s: reads.length === 0 ? null : Math.max(...reads),
    swappedBytes: own.swappedBytes,
    swap_s: rate(system?.swapBytes, earlier?.swapBytes)
  };
}

function limitBetween(
  before: LimitReading | null | undefined,
  now: LimitReading | null | undefined,
  seconds: number,
  ours: number
): Load['limit'] {
  if (!before || !now) {
    return null;
  }
  const periods = now.periods - before.periods;
  const used = now.used_s === null || before.used_s === null ? null : (now.used_s - before.used_s) / seconds;
  return {
    cores: now.cores,
    reached: periods > 0 ? Math.min(1, (now.throttled - before.throttled) / periods) : 0,
    others: used === null ? null : Math.max(0, used - ours)
  };
}

/** The numbers of `0-3,8`; null where nothing is told. */
function listed(text: string | undefined): ReadonlySet<number> | null {
  const ranges = text?.split(',').map(range => range.split('-').map(Number));
  return ranges
    ? new Set(
        ranges.flatMap(([from, to = from]) => Array.from({ length: to - from + 1 }, (_, k) => from + k))
      )
    : null;
}

/** The number that follows a name at the beginning of a line. */
function count(text: string | null, name: string): number | null {
  const found = new RegExp(`^${name}:?\\s+(\\d+)`, 'm').exec(text ?? '')?.[1];
  return found === undefined ? null : Number(found);
}

/** Seconds of the line `some` of a file of /proc/pressure. */
function waited(text: string | null): number | null {
  const found = /^some .*total=(\d+)/m.exec(text ?? '')?.[1];
  return found === undefined ? null : Number(found) / 1e6;
}
