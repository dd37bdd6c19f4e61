import { OPEN_JOB_STATES } from '../../schema/states';
import type { JobState, Priority, Spec } from '../../schema/wire';
import type { Finding } from '../finding';
import type { StoredPlan } from '../sweep';
import type { JobChange } from './job-lines';
import { type JobSearch, searchPatterns } from './job-words';
import type { Database } from './database';
import { placeJob } from './job-ranks';
import {
  type JobContents,
  jobRecord,
  type JobRecord,
  type JobRow,
  type NewJob,
  priorityOf,
  type Queued,
  storedPriority,
  type Turn
} from './job-record';

/** Jobs whose plan and spec are kept as they were read: they may be hundreds of kB, and are asked for at every event. */
const KEPT = 64;

/** The state of a job whose cells are still being put in. Nobody is told of it; it is none of the wire's. */
const STAGED = 'staged';

const open = `state IN ('${OPEN_JOB_STATES.join("', '")}')`;

const HAS_WORDS = String.raw`EXISTS (SELECT 1 FROM job_contents WHERE number = jobs.number AND words LIKE ? ESCAPE '\')`;
/** By the name of a notebook or program, without the number behind it; pages of Lab have none. */
const IS_OF_CLIENT = String.raw`(client NOT LIKE 'panel #%' AND substr(client, 1, instr(client || ' #', ' #') - 1) LIKE ? ESCAPE '\')`;

const OPEN_JOBS = { all: open, running: `state = 'running'` } as const;
export type OpenJobs = keyof typeof OPEN_JOBS;

export class JobStore {
  private readonly read = new Map<number, { version: number; contents: JobContents }>();
  /** Jobs of which nothing may be drawn for the moment. */
  private readonly held = new Set<number>();
  private versions = Date.now();
  private reserved = 0;
  private changes = 0;

  constructor(private readonly database: Database) {}

  /** Another number whenever a job comes to the queue, leaves it or is put elsewhere in it. */
  get queueChanges(): number {
    return this.changes;
  }

  /** A number for a job that may come: larger than that of any job there ever was, or was to be. */
  reserve(): number {
    const { last } = this.database.get<{ last: number }>(
      `SELECT max(coalesce((SELECT max(number) FROM jobs), 0),
                  coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'jobs'), 0)) AS last`
    )!;
    this.reserved = Math.max(this.reserved, last) + 1;
    return this.reserved;
  }

  /**
   * Puts in a job whose cells come bit by bit: nobody finds it until it is `admit`ted, and what a kill left of it goes with `dropStaged`.
   */
  stage(job: NewJob): void {
    const { number } = job;
    this.database.run(
      `INSERT INTO jobs (number, id, request_hash, client, priority, rank, cells_total, cells_queued, work_total, work_open, state, seq, created,
                         evaluations_naive)
       VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(rank), 0) + 1 FROM jobs), ?, ?, ?, ?, '${STAGED}', ?, ?, ?)`,
      number,
      job.id,
      job.requestHash,
      job.client,
      storedPriority(job.priority),
      job.cells,
      job.cells,
      job.work,
      job.work,
      job.seq,
      job.created,
      job.plan.unet_evals.naive
    );
    this.database.run(
      'INSERT INTO job_contents (number, words, text, spec, plan) VALUES (?, ?, ?, ?, ?)',
      number,
      job.words,
      job.text,
      JSON.stringify(job.spec),
      JSON.stringify(job.plan)
    );
  }

  /** Lets a job in that was staged: from now on it is one of the queue. */
  admit(number: number, idempotencyKey: string | null): JobRecord {
    this.changes++;
    this.database.run(
      `UPDATE jobs SET state = 'queued', idempotency_key = ? WHERE number = ?`,
      idempotencyKey,
      number
    );
    return this.byNumber(number)!;
  }

  /** Takes a job out of everybody's sight, before its cells go bit by bit. */
  retire(number: number): void {
    this.changes++;
    this.database.run(`UPDATE jobs SET state = '${STAGED}', idempotency_key = NULL WHERE number = ?`, number);
  }

  /** Takes away what was staged and never admitted: a job, or all of them. */
  dropStaged(id: string | null = null): void {
    this.database.run(`DELETE FROM jobs WHERE state = '${STAGED}' AND id = coalesce(?, id)`, id);
  }

  byId(id: string): JobRecord | null {
    return this.known(
      this.database.get<JobRow>(`SELECT * FROM jobs WHERE id = ? AND state <> '${STAGED}'`, id)
    );
  }

  byNumber(number: number): JobRecord | null {
    return this.known(
      this.database.get<JobRow>(`SELECT * FROM jobs WHERE number = ? AND state <> '${STAGED}'`, number)
    );
  }

  /** All jobs, without their contents. */
  ids(): Pick<JobRecord, 'id' | 'state'>[] {
    return this.database.all(`SELECT id, state FROM jobs WHERE state <> '${STAGED}' ORDER BY number`);
  }

  stateOf(id: string): JobState | null {
    const row = this.database.get<{ state: JobState }>(
      `SELECT state FROM jobs WHERE id = ? AND state <> '${STAGED}'`,
      id
    );
    return row?.state ?? null;
  }

  /** Gives a job that was put in again what is known of it, its old number where that is free. Returns its number. */
  restore(number: number, known: Omit<JobChange, 'seq'>): number {
    this.changes++;
    const { state, priority, rank, finished, evaluations, networkMs, diagnosis, plan } = known;
    const own = this.byNumber(known.number) === null ? known.number : number;
    this.database.run(
      `UPDATE jobs SET number = ?, state = ?, priority = ?, rank = ?, finished = ?, evaluations = ?, network_ms = ?, diagnosis = ?
       WHERE number = ?`,
      own,
      state,
      storedPriority(priority),
      rank,
      finished,
      evaluations,
      networkMs,
      diagnosis && JSON.stringify(diagnosis),
      number
    );
    this.setPlan(own, plan);
    return own;
  }

  byIdempotencyKey(key: string): JobRecord | null {
    return this.known(this.database.get<JobRow>('SELECT * FROM jobs WHERE idempotency_key = ?', key));
  }

  /** Newest first, of those that are looked for; `before` is the number of the last job of the page before. */
  list(
    limit: number,
    before: number | null,
    { state, client, ...search }: JobSearch & { state?: JobState; client?: string } = {}
  ): JobRecord[] {
    const patterns = searchPatterns(search);
    const conditions = [
      'number < ?',
      `state <> '${STAGED}'`,
      ...(state === undefined ? [] : ['state = ?']),
      ...(client === undefined ? [] : ['client = ?']),
      ...patterns.map(({ client: name }) =>
        name === undefined ? `(${HAS_WORDS})` : `(${HAS_WORDS} OR ${IS_OF_CLIENT})`
      )
    ];
    return this.database
      .all<JobRow>(
        `SELECT * FROM jobs WHERE ${conditions.join(' AND ')} ORDER BY number DESC LIMIT ?`,
        before ?? Number.MAX_SAFE_INTEGER,
        ...(state === undefined ? [] : [state]),
        ...(client === undefined ? [] : [client]),
        ...patterns.flatMap(({ words, client: name }) => (name === undefined ? [words] : [words, name])),
        limit
      )
      .map(row => this.known(row)!);
  }

  /** Jobs that still have something to do, oldest first. */
  open(): JobRecord[] {
    return this.database
      .all<JobRow>(`SELECT * FROM jobs WHERE ${open} ORDER BY number`)
      .map(row => this.known(row)!);
  }

  /** Whether nothing is given out of any job until a person says so. */
  get paused(): boolean {
    return this.database.get(`SELECT 1 FROM settings WHERE name = 'paused'`) !== undefined;
  }

  setPaused(paused: boolean): void {
    this.database.run(
      paused
        ? `INSERT OR IGNORE INTO settings VALUES ('paused', '')`
        : `DELETE FROM settings WHERE name = 'paused'`
    );
  }

  /** Open jobs none of whose cells is, by their numbers. */
  withoutOpenCells(): number[] {
    return this.database
      .all<Pick<JobRow, 'number'>>(
        `SELECT number FROM jobs WHERE ${open} AND cells_total = cells_done + cells_failed + cells_cancelled`
      )
      .map(({ number }) => number);
  }

  /** How many jobs are open, how many cells of them are, and when the oldest was submitted. */
  openInSum(): { jobs: number; cells: number; oldest: string | null } {
    return this.database.get(
      `SELECT count(*) AS jobs, coalesce(sum(cells_total - cells_done - cells_failed - cells_cancelled), 0) AS cells,
              min(created) AS oldest FROM jobs WHERE ${open}`
    )!;
  }

  /** The oldest of the jobs that are neither over nor paused. */
  oldestGoingOn(): JobRecord | null {
    return this.known(
      this.database.get<JobRow>(
        `SELECT * FROM jobs WHERE state IN ('queued', 'running') ORDER BY number LIMIT 1`
      )
    );
  }

  hasOpen(): boolean {
    return this.database.get(`SELECT 1 FROM jobs WHERE ${open} LIMIT 1`) !== undefined;
  }

  /** Open jobs of a client. */
  countOpen(client: string): number {
    return this.database.get<{ count: number }>(
      `SELECT count(*) AS count FROM jobs WHERE ${open} AND client = ?`,
      client
    )!.count;
  }

  /** Evaluations of all jobs that are kept: executed, and what they would have been with nothing shared. */
  evaluations(): { executed: number; naive: number } {
    return this.database.get<{ executed: number; naive: number }>(
      `SELECT coalesce(sum(evaluations), 0) AS executed,
              coalesce(sum(evaluations_naive), 0) AS naive FROM jobs WHERE state <> '${STAGED}'`
    )!;
  }

  /** What may be drawn now: jobs that are neither over nor paused and have cells that wait, by their rank. */
  turns(): Turn[] {
    return this.database
      .all<Pick<JobRow, 'number' | 'client' | 'priority' | 'rank'>>(
        `SELECT number, client, priority, rank FROM jobs
         WHERE state IN ('queued', 'running') AND cells_queued > 0 ORDER BY rank`
      )
      .filter(({ number }) => !this.held.has(number))
      .map(({ priority, ...turn }) => ({ ...turn, priority: priorityOf(priority) }));
  }

  /** Nothing of a job may be drawn until the returned function is called. */
  hold(number: number): () => void {
    this.held.add(number);
    return () => void this.held.delete(number);
  }

  isHeld(number: number): boolean {
    return this.held.has(number);
  }

  /** The next event number of a job; every change of what a client sees takes one. */
  advance(number: number): number {
    return this.database.get<{ seq: number }>(
      'UPDATE jobs SET seq = seq + 1 WHERE number = ? RETURNING seq',
      number
    )!.seq;
  }

  /** The next event number of every open job, or of those alone that run. */
  advanceOpen(which: OpenJobs = 'all'): Pick<JobRecord, 'number' | 'seq'>[] {
    return this.database.all(`UPDATE jobs SET seq = seq + 1 WHERE ${OPEN_JOBS[which]} RETURNING number, seq`);
  }

  /** The last event number of every open job, or of those alone that run. */
  seqsOfOpen(which: OpenJobs = 'all'): Pick<JobRecord, 'number' | 'seq'>[] {
    return this.database.all(`SELECT number, seq FROM jobs WHERE ${OPEN_JOBS[which]}`);
  }

  setState(number: number, state: JobState, finished: string | null = null): number {
    this.changes++;
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
    this.database.run('UPDATE job_contents SET plan = ? WHERE number = ?', JSON.stringify(plan), number);
    this.database.run('UPDATE jobs SET contents = ? WHERE number = ?', ++this.versions, number);
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

  /** Jobs that are neither over nor paused, by their rank. */
  queue(): Queued[] {
    return this.database
      .all<Pick<JobRow, 'number' | 'client' | 'priority' | 'rank' | 'seq'>>(
        `SELECT number, client, priority, rank, seq FROM jobs WHERE state IN ('queued', 'running') ORDER BY rank`
      )
      .map(({ priority, ...queued }) => ({ ...queued, priority: priorityOf(priority) }));
  }

  setPriority(number: number, priority: Priority): number {
    this.changes++;
    this.database.run('UPDATE jobs SET priority = ? WHERE number = ?', storedPriority(priority), number);
    return this.advance(number);
  }

  /** Puts a job right before another in the queue, or behind all. Returns the event numbers of all jobs whose rank changed. */
  place(number: number, before: number | null): Pick<JobRecord, 'number' | 'seq'>[] {
    this.changes++;
    const moved = placeJob(this.database, number, before) ? this.advanceOpen() : [];
    return [...moved.filter(each => each.number !== number), { number, seq: this.advance(number) }];
  }

  remove(number: number): void {
    this.changes++;
    this.database.run('DELETE FROM jobs WHERE number = ?', number);
  }

  private known(row: JobRow | undefined): JobRecord | null {
    if (!row) {
      return null;
    }
    const { number, contents: version } = row;
    const kept = this.read.get(number);
    const contents = kept?.version === version ? kept.contents : this.contentsOf(number);
    this.read.delete(number);
    this.read.set(number, { version, contents });
    if (this.read.size > KEPT) {
      this.read.delete(this.read.keys().next().value!);
    }
    return jobRecord(row, contents);
  }

  private contentsOf(number: number): JobContents {
    const { text, spec, plan } = this.database.get<{ text: string | null; spec: string; plan: string }>(
      'SELECT text, spec, plan FROM job_contents WHERE number = ?',
      number
    )!;
    return { text, spec: JSON.parse(spec) as Spec, plan: JSON.parse(plan) as StoredPlan };
  }
}
