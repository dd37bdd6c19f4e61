/**
 * What a system tells of itself and of a process, as Linux has it below /proc, and what two such readings say together. Pure: the texts
 * are read elsewhere (`read-system.ts`). What a system doesn't tell is null, and nothing is concluded from it.
 */

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

/** Counters of the whole machine since it began. */
export type SystemReading = {
  cores: number;
  /** Processor time of all programs. */
  busy_s: number;
  swapPages: number | null;
  /** Seconds in which some program waited for the processor, and for a disk. */
  waited: { processor_s: number; disk_s: number } | null;
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
  /** Processors' worth of its own work, and how many the machine has. */
  cores: number;
  coresOfMachine: number | null;
  /** The share of the processor that programs used which aren't ours, 0 to 1. */
  others: number | null;
  /** The share of the time in which some program waited for the processor, 0 to 1. */
  crowded: number | null;
  /** Bytes a second that it read. */
  read_s: number | null;
  swappedBytes: number | null;
  /** Bytes a second that the machine moves between memory and swap. */
  swap_s: number | null;
};

/** Linux tells times in hundredths of a second, and swaps pages of this size. */
const TICKS = 100;
const PAGE_BYTES = 4096;

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

/** Of /proc/stat, /proc/vmstat, /proc/pressure/cpu and /proc/pressure/io; null where the first is missing. */
export function readMachine(
  stat: string | null,
  vmstat: string | null,
  processor: string | null,
  disk: string | null
): SystemReading | null {
  const all = /^cpu +(.*)$/m
    .exec(stat ?? '')?.[1]
    .split(' ')
    .map(Number);
  if (!all || all.length < 8) {
    return null;
  }
  const [user, nice, system, , , irq, softirq, steal] = all;
  const [pagesIn, pagesOut] = [count(vmstat, 'pswpin'), count(vmstat, 'pswpout')];
  const [processor_s, disk_s] = [waited(processor), waited(disk)];
  return {
    cores: stat!.match(/^cpu\d/gm)?.length ?? 1,
    busy_s: (user + nice + system + irq + softirq + steal) / TICKS,
    swapPages: pagesIn === null || pagesOut === null ? null : pagesIn + pagesOut,
    waited: processor_s === null || disk_s === null ? null : { processor_s, disk_s }
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
  const busy = rate(system?.busy_s, earlier?.busy_s);
  const ours = Math.max(0, now.own_s - before.own_s) / seconds;
  const pages = rate(system?.swapPages, earlier?.swapPages);
  const reads = [rate(own.askedBytes, then.askedBytes), rate(own.diskBytes, then.diskBytes)].filter(
    each => each !== null
  );
  return {
    waitsForDisk: own.state === 'D' && then.state === 'D',
    suspended: own.state === 'T',
    cores: (own.cpu_s - then.cpu_s) / seconds,
    coresOfMachine: system?.cores ?? null,
    others: busy === null ? null : Math.min(1, Math.max(0, (busy - ours) / system!.cores)),
    crowded: rate(system?.waited?.processor_s, earlier?.waited?.processor_s),
    read_s: reads.length === 0 ? null : Math.max(...reads),
    swappedBytes: own.swappedBytes,
    swap_s: pages === null ? null : pages * PAGE_BYTES
  };
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
