import type { FaultData } from '../../schema/fault';
import type { Load } from './readings';

/** What a cause is told from. */
export type Circumstances = {
  phase: string;
  pid?: number;
  load: Load | null;
  /** Bytes that were read so far, and those of the files of weights. */
  loadedBytes: number | null;
  modelBytes: number;
  /** Whether anything like what is under way was done before. */
  isFirst: boolean;
};

/** Of the processor: above which part other programs slow ours, where little is idle or it is waited for; and what a host may keep. */
const OTHERS_MIN = 0.3;
const IDLE_MAX = 0.1;
const CROWDED_MIN = 0.3;
const STOLEN_MIN = 0.1;
/** Of the time: above which part a container's limit is what slows, and a disk what is waited for. */
const REACHED_MIN = 0.3;
const DISK_CROWDED_MIN = 0.3;
/** Processors' worth of others in a container that are worth a word. */
const SIBLINGS_MIN = 0.2;
/** Of one processor: from which share a process works, and below which it does nothing. */
const WORKS_MIN = 0.5;
const STILL_MAX = 0.05;
/** Bytes a second: what even a slow disk gives, what is no reading any more, and what no machine at rest swaps. */
const READ_SLOW = 20e6;
const READ_NONE = 0.1e6;
const SWAP_MIN = 1e6;

/** Why it takes so long, the surest cause first; null when nothing tells. */
export function causeOf(seen: Circumstances): FaultData | null {
  const { load, isFirst } = seen;
  if (!load) {
    return null;
  }
  if (load.suspended) {
    return { code: 'cause_suspended', facts: { pid: seen.pid } };
  }
  if (load.swap_s !== null && load.swap_s >= SWAP_MIN) {
    const { swappedBytes } = load;
    const swapped = swappedBytes !== null && swappedBytes > 0 ? size(swappedBytes) : undefined;
    return { code: 'cause_swapping', facts: { rate: size(load.swap_s), swapped } };
  }
  const works = load.cores >= WORKS_MIN;
  if (load.waitsForDisk && !works) {
    return { code: 'cause_disk', facts: readSoFar(seen) };
  }
  return (
    ofProcessor(load) ??
    (seen.phase === 'loading_model' ? ofLoading(seen, load) : null) ??
    (isFirst && works ? { code: 'cause_first', facts: {} } : null) ??
    (load.cores < STILL_MAX ? { code: 'cause_still', facts: {} } : null)
  );
}

/** Who has the processor that ours would need: its container's limit, the host of its machine, or other programs. */
function ofProcessor({ limit, stolen, others, idle, crowded }: Load): FaultData | null {
  if (limit && limit.reached >= REACHED_MIN) {
    const siblings = limit.others !== null && limit.others >= SIBLINGS_MIN;
    return {
      code: 'cause_limit',
      facts: {
        cores: cores(limit.cores),
        share: percent(limit.reached),
        others: siblings ? cores(limit.others!) : undefined
      }
    };
  }
  if (stolen !== null && stolen >= STOLEN_MIN) {
    return { code: 'cause_stolen', facts: { share: percent(stolen) } };
  }
  const isScarce = (idle !== null && idle <= IDLE_MAX) || (crowded !== null && crowded >= CROWDED_MIN);
  return others !== null && others >= OTHERS_MIN && isScarce
    ? { code: 'cause_processor', facts: { share: percent(others) } }
    : null;
}

/** What loading a model is at: a disk is to blame only while something is left to read and somebody waits for a disk. */
function ofLoading(seen: Circumstances, { cores: own, read_s, diskCrowded }: Load): FaultData | null {
  const { loadedBytes, modelBytes } = seen;
  if (read_s === null || loadedBytes === null || modelBytes === 0) {
    return null;
  }
  const isLeft = loadedBytes < modelBytes;
  const reads = read_s >= READ_NONE;
  if (isLeft && own < WORKS_MIN && read_s < READ_SLOW && (diskCrowded ?? 0) >= DISK_CROWDED_MIN) {
    return { code: 'cause_disk', facts: readSoFar(seen) };
  }
  if (reads) {
    const { read, total } = readSoFar(seen);
    return { code: 'cause_reading', facts: { read, total } };
  }
  return own >= (isLeft ? WORKS_MIN : STILL_MAX) ? { code: 'cause_preparing', facts: {} } : null;
}

/** How much of a model was read, and how fast it comes; nothing once all is. */
function readSoFar({ phase, load, loadedBytes, modelBytes }: Circumstances): {
  read?: string;
  total?: string;
  rate?: string;
} {
  const isLeft = phase === 'loading_model' && loadedBytes !== null && loadedBytes < modelBytes;
  return isLeft && load && load.read_s !== null
    ? { read: size(loadedBytes), total: size(modelBytes), rate: size(load.read_s) }
    : {};
}

/** What a process had of the machine, as evidence. */
export function evidenceOf({ load }: Circumstances): FaultData[] {
  if (!load) {
    return [];
  }
  const { coresOfMachine, others, crowded, stolen, limit } = load;
  return [
    {
      code: 'evidence_processor',
      facts: {
        own: load.cores.toFixed(1),
        cores: coresOfMachine ?? undefined,
        others: others === null ? undefined : percent(others),
        stolen: stolen === null || stolen < 0.005 ? undefined : percent(stolen),
        crowded: crowded === null ? undefined : percent(crowded),
        limit: limit ? cores(limit.cores) : undefined,
        reached: limit ? percent(limit.reached) : undefined
      }
    }
  ];
}

function percent(part: number): number {
  return Math.round(Math.min(1, part) * 100);
}

/** `2`, `0.5`, `1.25` */
function cores(value: number): string {
  return String(Number(value.toFixed(value < 1 ? 2 : 1)));
}

/** `4.3 GB`, `12 MB`, `40 KB` */
function size(bytes: number): string {
  return bytes >= 1e9
    ? `${(bytes / 1e9).toFixed(1)} GB`
    : bytes >= 1e6
      ? `${Math.round(bytes / 1e6)} MB`
      : `${Math.round(bytes / 1e3)} KB`;
}
