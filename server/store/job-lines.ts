/**
 * A job as lines of JSON: the first tells what was accepted, each other what a cell or the job has become since. The last word counts. A
 * line that can't be read is passed over; without the first there is no job.
 */
import type { CellParams } from '../../schema/wire';
import type { CellRecord, CellWork } from './cell-store';
import type { JobRecord } from './job-record';

/** A job as it was accepted. What all its cells have in common stands once, in `shared`; an index of `cells` is a cell's position. */
export type JobHead = Pick<
  JobRecord,
  'id' | 'idempotencyKey' | 'requestHash' | 'client' | 'priority' | 'created' | 'text' | 'spec' | 'plan'
> & {
  journal: 1;
  shared: Partial<CellParams>;
  /** Earlier versions told nothing of a cell's work. */
  cells: (Pick<CellRecord, 'index'> & { params: Partial<CellParams> } & Partial<CellWork>)[];
};

export type CellChange = Pick<
  CellRecord,
  | 'position'
  | 'seq'
  | 'state'
  | 'key'
  | 'cached'
  | 'image'
  | 'width'
  | 'height'
  | 'failure'
  | 'queuedMs'
  | 'drawMs'
  | 'again'
>;

export type JobChange = Pick<
  JobRecord,
  | 'number'
  | 'seq'
  | 'state'
  | 'priority'
  | 'rank'
  | 'finished'
  | 'evaluations'
  | 'networkMs'
  | 'diagnosis'
  | 'plan'
>;

export type JournalledJob = {
  head: JobHead;
  /** What is known of the job last; null when nothing was told after it was accepted. */
  job: JobChange | null;
  /** What is known of its cells last, by their positions. */
  cells: Map<number, CellChange>;
  /** The largest number of an event. */
  seq: number;
  /** Lines that can't be read. */
  passedOver: number;
};

type Accepted = Omit<JobHead, 'journal' | 'shared' | 'cells'>;

/** The first line, in slices. */
export function* headLine(
  job: Accepted,
  cells: readonly (CellWork & { index: readonly number[]; params: CellParams })[]
): Generator<void, string, void> {
  const { id, idempotencyKey, requestHash, client, priority, created, text, spec, plan } = job;
  const shared: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(cells[0]?.params ?? {})) {
    if (cells.every(({ params }) => params[name as keyof CellParams] === value)) {
      shared[name] = value;
    }
    yield;
  }
  const own: string[] = [];
  for (const { index, params, evaluations, work } of cells) {
    const rest = Object.fromEntries(Object.entries(params).filter(([name]) => !(name in shared)));
    own.push(JSON.stringify({ index, params: rest, evaluations, work }));
    yield;
  }
  const head = {
    journal: 1,
    ...{ id, idempotencyKey, requestHash, client, priority, created, text, spec, plan },
    shared
  };
  return `${JSON.stringify(head).slice(0, -1)},"cells":[${own.join()}]}`;
}

export function cellLine(cell: CellRecord): string {
  const { position, seq, state, key, cached, image, width, height, failure, queuedMs, drawMs, again } = cell;
  const change: CellChange = {
    ...{ position, seq, state, key, cached, image, width, height, failure, queuedMs, drawMs, again }
  };
  return JSON.stringify({ cell: change });
}

export function jobLine(record: JobRecord): string {
  const { number, seq, state, priority, rank, finished, evaluations, networkMs, diagnosis, plan } = record;
  const change: JobChange = {
    ...{ number, seq, state, priority, rank, finished, evaluations, networkMs, diagnosis, plan }
  };
  return JSON.stringify({ job: change });
}

/** What lines tell; null when the first can't be read. */
export function readJobLines(text: string): JournalledJob | null {
  const [first = '', ...others] = text.split('\n').filter(Boolean);
  const head = parsed(first) as JobHead | null;
  if (head?.journal !== 1 || !Array.isArray(head.cells)) {
    return null;
  }
  const read: JournalledJob = { head, job: null, cells: new Map(), seq: 1, passedOver: 0 };
  for (const line of others) {
    const { cell, job } = (parsed(line) ?? {}) as { cell?: CellChange; job?: JobChange };
    if (cell) {
      read.cells.set(cell.position, cell);
    } else if (job) {
      read.job = job;
    } else {
      read.passedOver++;
    }
    read.seq = Math.max(read.seq, cell?.seq ?? job?.seq ?? 1);
  }
  return read;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
