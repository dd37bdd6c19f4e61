import type { FaultData } from '../../schema/fault';
import type { Load } from './readings';

/** What a cause is told from. */
export type Circumstances = {
  phase: string;
  load: Load | null;
  /** Bytes of the model that were read so far, and that it has. */
  loadedBytes: number | null;
  modelBytes: number;
  /** Whether anything like what is under way was done before. */
  isFirst: boolean;
};

/** Of the processor: above which part other programs slow ours, and below which share of one a process does nothing. */
const OTHERS_MIN = 0.3;
const WORKS_MIN = 0.5;
const STILL_MAX = 0.05;
/** Bytes a second: what even a slow disk gives, what is no reading any more, and what no machine at rest swaps. */
const READ_SLOW = 20e6;
const READ_NONE = 0.1e6;
const SWAP_MIN = 1e6;

/** Why it takes so long, the surest cause first; null when nothing tells. */
export function causeOf(seen: Circumstances): FaultData | null {
  const { load, phase, isFirst } = seen;
  if (!load) {
    return null;
  }
  if (load.suspended) {
    return { code: 'cause_suspended', facts: {} };
  }
  if (load.swap_s !== null && load.swap_s >= SWAP_MIN) {
    const { swappedBytes } = load;
    const swapped = swappedBytes !== null && swappedBytes > 0 ? size(swappedBytes) : undefined;
    return { code: 'cause_swapping', facts: { rate: size(load.swap_s), swapped } };
  }
  const works = load.cores >= WORKS_MIN;
  const reading = phase === 'loading_model' ? readingOf(seen, works) : null;
  if (reading?.code === 'cause_disk') {
    return reading;
  }
  if (load.waitsForDisk && !works) {
    return { code: 'cause_disk', facts: {} };
  }
  if (load.others !== null && load.others >= OTHERS_MIN) {
    return { code: 'cause_processor', facts: { share: Math.round(load.others * 100) } };
  }
  if (reading) {
    return reading;
  }
  if (isFirst && works) {
    return { code: 'cause_first', facts: {} };
  }
  return load.cores < STILL_MAX ? { code: 'cause_still', facts: {} } : null;
}

/** What a process had of the machine, as evidence. */
export function evidenceOf({ load }: Circumstances): FaultData[] {
  if (!load) {
    return [];
  }
  const { cores, coresOfMachine, others, crowded } = load;
  const share = (part: number | null): number | undefined =>
    part === null ? undefined : Math.round(Math.min(1, part) * 100);
  return [
    {
      code: 'evidence_processor',
      facts: {
        own: cores.toFixed(1),
        cores: coresOfMachine ?? undefined,
        others: share(others),
        crowded: share(crowded)
      }
    }
  ];
}

function readingOf({ load, loadedBytes, modelBytes }: Circumstances, works: boolean): FaultData | null {
  const rate = load?.read_s ?? null;
  if (rate === null || loadedBytes === null || modelBytes === 0) {
    return null;
  }
  if (works && rate < READ_NONE) {
    return { code: 'cause_preparing', facts: {} };
  }
  const facts = { read: size(Math.min(loadedBytes, modelBytes)), total: size(modelBytes) };
  return works || rate >= READ_SLOW
    ? { code: 'cause_reading', facts }
    : { code: 'cause_disk', facts: { ...facts, rate: size(rate) } };
}

/** `4.3 GB`, `12 MB`, `40 KB` */
function size(bytes: number): string {
  return bytes >= 1e9
    ? `${(bytes / 1e9).toFixed(1)} GB`
    : bytes >= 1e6
      ? `${Math.round(bytes / 1e6)} MB`
      : `${Math.round(bytes / 1e3)} KB`;
}
