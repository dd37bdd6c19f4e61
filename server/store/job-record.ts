/** What a job is, as it is stored and as it is read. */
import { PRIORITIES } from '../../schema/states';
import type { JobState, Priority, Spec } from '../../schema/wire';
import type { Finding } from '../finding';
import type { StoredPlan } from '../sweep';

/** How many cells of a job are in which state; the database keeps them as cells change (see the migrations' trigger). */
export type CellCounts = {
  total: number;
  done: number;
  failed: number;
  cancelled: number;
  cached: number;
  /** Queued or running. */
  open: number;
  /** Work of all cells, and of the open ones; by it the cells of one job are held against each other. */
  work: number;
  workOpen: number;
};

/** A job as stored. `plan` is what was promised when it was accepted. */
export type JobRecord = {
  number: number;
  id: string;
  idempotencyKey: string | null;
  requestHash: string;
  /** Who asked for it: an id that clients send, '' where none was sent. */
  client: string;
  priority: Priority;
  /** Its place in the queue among its client's; as numbers, for they may be put between others. */
  rank: number;
  state: JobState;
  seq: number;
  counts: CellCounts;
  created: string;
  finished: string | null;
  text: string | null;
  spec: Spec;
  plan: StoredPlan;
  evaluations: number;
  networkMs: number;
  /** The verdict that ended or shaped the job; what holds only for the moment is not stored. */
  diagnosis: Finding | null;
};

/** A job as it is accepted. */
export type NewJob = Omit<
  JobRecord,
  'idempotencyKey' | 'rank' | 'state' | 'counts' | 'finished' | 'evaluations' | 'networkMs' | 'diagnosis'
> & {
  /** What it is found by (see `jobWords`). */
  words: string;
  cells: number;
  /** Work of all its cells. */
  work: number;
};

/** A row of `jobs`. */
export type JobRow = {
  number: number;
  id: string;
  idempotency_key: string | null;
  request_hash: string;
  client: string;
  priority: number;
  rank: number;
  state: string;
  seq: number;
  cells_total: number;
  cells_done: number;
  cells_failed: number;
  cells_cancelled: number;
  cells_cached: number;
  work_total: number;
  work_open: number;
  created: string;
  finished: string | null;
  /** Another number whenever what `job_contents` says of the job changes. */
  contents: number;
  evaluations: number;
  network_ms: number;
  diagnosis: string | null;
};

/** What is long of a job, in `job_contents`. */
export type JobContents = Pick<JobRecord, 'text' | 'spec' | 'plan'>;

/** What decides when a job's cells go out, read without its spec and plan. */
export type Turn = Pick<JobRecord, 'number' | 'client' | 'priority' | 'rank'>;
/** A job of the queue: its turn, and the number of its last event. */
export type Queued = Turn & Pick<JobRecord, 'seq'>;

export const priorityOf = (stored: number): Priority => PRIORITIES[stored + 1];
export const storedPriority = (priority: Priority): number => PRIORITIES.indexOf(priority) - 1;

export function jobRecord(row: JobRow, contents: JobContents): JobRecord {
  return {
    number: row.number,
    id: row.id,
    idempotencyKey: row.idempotency_key,
    requestHash: row.request_hash,
    client: row.client,
    priority: priorityOf(row.priority),
    rank: row.rank,
    counts: {
      total: row.cells_total,
      done: row.cells_done,
      failed: row.cells_failed,
      cancelled: row.cells_cancelled,
      cached: row.cells_cached,
      open: row.cells_total - row.cells_done - row.cells_failed - row.cells_cancelled,
      work: row.work_total,
      workOpen: row.work_open
    },
    state: row.state as JobState,
    seq: row.seq,
    created: row.created,
    finished: row.finished,
    ...contents,
    evaluations: row.evaluations,
    networkMs: row.network_ms,
    diagnosis: row.diagnosis === null ? null : (JSON.parse(row.diagnosis) as Finding)
  };
}
