import { OPEN_JOB_STATES } from '../../schema/states';
import type { JobState, Spec } from '../../schema/wire';
import type { Finding } from '../finding';
import type { StoredPlan } from '../sweep';
import type { Database } from './database';

/** A job as stored. `plan` is what was promised when it was accepted. */
export type JobRecord = {
  number: number;
  id: string;
  idempotencyKey: string | null;
  requestHash: string;
  state: JobState;
  seq: number;
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

type Row = {
  number: number;
  id: string;
  idempotency_key: string | null;
  request_hash: string;
  state: string;
  seq: number;
  created: string;
  finished: string | null;
  text: string | null;
  spec: string;
  plan: string;
  evaluations: number;
  network_ms: number;
  diagnosis: string | null;
};

const open = `state IN ('${OPEN_JOB_STATES.join("', '")}')`;

export class JobStore {
  constructor(private readonly database: Database) {}

  insert(job: Omit<JobRecord, 'number' | 'finished' | 'evaluations' | 'networkMs' | 'diagnosis'>): JobRecord {
    this.database.run(
      `INSERT INTO jobs (id, idempotency_key, request_hash, state, seq, created, text, spec, plan)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      job.id,
      job.idempotencyKey,
      job.requestHash,
      job.state,
      job.seq,
      job.created,
      job.text,
      JSON.stringify(job.spec),
      JSON.stringify(job.plan)
    );
    return this.byId(job.id)!;
  }

  byId(id: string): JobRecord | null {
    return record(this.database.get<Row>('SELECT * FROM jobs WHERE id = ?', id));
  }

  byNumber(number: number): JobRecord | null {
    return record(this.database.get<Row>('SELECT * FROM jobs WHERE number = ?', number));
  }

  byIdempotencyKey(key: string): JobRecord | null {
    return record(this.database.get<Row>('SELECT * FROM jobs WHERE idempotency_key = ?', key));
  }

  /** Newest first; `before` is the number of the last job of the page before. */
  list(limit: number, before: number | null): JobRecord[] {
    return this.database
      .all<Row>(
        'SELECT * FROM jobs WHERE number < ? ORDER BY number DESC LIMIT ?',
        before ?? Number.MAX_SAFE_INTEGER,
        limit
      )
      .map(row => record(row)!);
  }

  /** Jobs that still have something to do, oldest first. */
  open(): JobRecord[] {
    return this.database
      .all<Row>(`SELECT * FROM jobs WHERE ${open} ORDER BY number`)
      .map(row => record(row)!);
  }

  /** The next event number of a job; every change of what a client sees takes one. */
  advance(number: number): number {
    return this.database.get<{ seq: number }>(
      'UPDATE jobs SET seq = seq + 1 WHERE number = ? RETURNING seq',
      number
    )!.seq;
  }

  setState(number: number, state: JobState, finished: string | null = null): number {
    this.database.run('UPDATE jobs SET state = ?, finished = ? WHERE number = ?', state, finished, number);
    return this.advance(number);
  }

  setDiagnosis(number: number, diagnosis: Finding | null): void {
    this.database.run(
      'UPDATE jobs SET diagnosis = ? WHERE number = ?',
      diagnosis && JSON.stringify(diagnosis),
      number
    );
  }

  /** What has come to light of a job's files belongs to its plan. */
  setPlan(number: number, plan: StoredPlan): number {
    this.database.run('UPDATE jobs SET plan = ? WHERE number = ?', JSON.stringify(plan), number);
    return this.advance(number);
  }

  addWork(number: number, evaluations: number, networkMs: number): void {
    this.database.run(
      'UPDATE jobs SET evaluations = evaluations + ?, network_ms = network_ms + ? WHERE number = ?',
      evaluations,
      networkMs,
      number
    );
  }

  /** Leaves room above every number a client may have seen in events that a kill kept from being stored. */
  leapSeq(by: number): void {
    this.database.run(`UPDATE jobs SET seq = seq + ? WHERE ${open}`, by);
  }

  remove(number: number): void {
    this.database.run('DELETE FROM jobs WHERE number = ?', number);
  }
}

function record(row: Row | undefined): JobRecord | null {
  return row
    ? {
        number: row.number,
        id: row.id,
        idempotencyKey: row.idempotency_key,
        requestHash: row.request_hash,
        state: row.state as JobState,
        seq: row.seq,
        created: row.created,
        finished: row.finished,
        text: row.text,
        spec: JSON.parse(row.spec) as Spec,
        plan: JSON.parse(row.plan) as StoredPlan,
        evaluations: row.evaluations,
        networkMs: row.network_ms,
        diagnosis: row.diagnosis === null ? null : (JSON.parse(row.diagnosis) as Finding)
      }
    : null;
}
