import { OPEN_CELL_STATES } from '../../schema/states';
import type { CellParams, CellState } from '../../schema/wire';
import type { FaultData } from '../../schema/fault';
import type { Database } from './database';

export type CellRecord = {
  id: string;
  job: number;
  position: number;
  index: number[];
  params: CellParams;
  /** null until the model's hash is known. */
  key: string | null;
  state: CellState;
  cached: boolean;
  image: string | null;
  width: number;
  height: number;
  failure: FaultData | null;
  queuedMs: number | null;
  drawMs: number | null;
  /** How often the engine died while this cell was under way. */
  crashes: number;
  /** The job's event number of the last change. */
  seq: number;
};

/** A cell as it is accepted; width and height are those its picture will have. */
export type NewCell = Pick<
  CellRecord,
  'id' | 'job' | 'position' | 'index' | 'params' | 'key' | 'seq' | 'width' | 'height'
>;

export type CellCounts = {
  total: number;
  done: number;
  failed: number;
  cancelled: number;
  cached: number;
  /** Queued or running. */
  open: number;
  /** Steps of all cells, and of the open ones. */
  steps: number;
  stepsOpen: number;
};

type Row = {
  id: string;
  job: number;
  position: number;
  place: string;
  params: string;
  content_key: string | null;
  state: string;
  cached: number;
  image: string | null;
  width: number;
  height: number;
  failure: string | null;
  queued_ms: number | null;
  draw_ms: number | null;
  crashes: number;
  seq: number;
};

const openCell = `state IN ('${OPEN_CELL_STATES.join("', '")}')`;

export class CellStore {
  constructor(private readonly database: Database) {}

  insert(cell: NewCell): void {
    const { id, job, position, index, params, key, seq, width, height } = cell;
    this.database.run(
      `INSERT INTO cells (id, job, position, place, params, content_key, state, width, height, seq)
       VALUES (?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?)`,
      id,
      job,
      position,
      JSON.stringify(index),
      JSON.stringify(params),
      key,
      width,
      height,
      seq
    );
  }

  byId(id: string): CellRecord | null {
    const row = this.database.get<Row>('SELECT * FROM cells WHERE id = ?', id);
    return row ? record(row) : null;
  }

  ofJob(job: number): CellRecord[] {
    return this.database.all<Row>('SELECT * FROM cells WHERE job = ? ORDER BY position', job).map(record);
  }

  /** Cells of a job that changed after an event number, in the order of their change. */
  changedSince(job: number, seq: number): CellRecord[] {
    return this.database
      .all<Row>('SELECT * FROM cells WHERE job = ? AND seq > ? ORDER BY seq', job, seq)
      .map(record);
  }

  inState(job: number, ...states: CellState[]): CellRecord[] {
    const marks = states.map(() => '?').join(', ');
    return this.database
      .all<Row>(`SELECT * FROM cells WHERE job = ? AND state IN (${marks}) ORDER BY position`, job, ...states)
      .map(record);
  }

  /** Waiting cells, of any open job, whose picture this key names. */
  waitingFor(key: string): CellRecord[] {
    return this.database
      .all<Row>(`SELECT * FROM cells WHERE content_key = ? AND ${openCell} ORDER BY job, position`, key)
      .map(record);
  }

  /** The next waiting cells of a job: those of `model` first, so that an engine that has it loaded need not change. */
  nextQueued(job: number, model: string | null, limit: number, held: readonly string[] = []): CellRecord[] {
    return this.database
      .all<Row>(
        `SELECT * FROM cells WHERE job = ? AND state = 'queued' AND id NOT IN (SELECT value FROM json_each(?))
         ORDER BY json_extract(params, '$.model') = ? DESC, crashes, position LIMIT ?`,
        job,
        JSON.stringify(held),
        model ?? '',
        limit
      )
      .map(record);
  }

  /** Waiting cells whose model's hash was not known when they were accepted. */
  withoutKey(job: number, held: readonly string[], limit: number): CellRecord[] {
    return this.database
      .all<Row>(
        `SELECT * FROM cells WHERE job = ? AND content_key IS NULL AND state = 'queued'
         AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY position LIMIT ?`,
        job,
        JSON.stringify(held),
        limit
      )
      .map(record);
  }

  /** Gives a cell a newer event number: something that is said with it changed. */
  touch(id: string, seq: number): number {
    this.database.run('UPDATE cells SET seq = ? WHERE id = ?', seq, id);
    return seq;
  }

  /** After a kill: what was under way waits again. */
  requeueRunning(): number {
    return this.database.run(`UPDATE cells SET state = 'queued' WHERE state = 'running'`);
  }

  setKey(id: string, key: string): void {
    this.database.run('UPDATE cells SET content_key = ? WHERE id = ?', key, id);
  }

  setState(id: string, state: CellState, seq: number): void {
    this.database.run('UPDATE cells SET state = ?, seq = ?, failure = NULL WHERE id = ?', state, seq, id);
  }

  setDone(
    id: string,
    done: {
      image: string;
      width: number;
      height: number;
      cached: boolean;
      seq: number;
      queuedMs: number;
      drawMs: number;
    }
  ): void {
    this.database.run(
      `UPDATE cells SET state = 'done', image = ?, width = ?, height = ?, cached = ?, failure = NULL, queued_ms = ?, draw_ms = ?, seq = ?
       WHERE id = ?`,
      done.image,
      done.width,
      done.height,
      done.cached ? 1 : 0,
      Math.round(done.queuedMs),
      Math.round(done.drawMs),
      done.seq,
      id
    );
  }

  setFailed(id: string, failure: FaultData, seq: number): void {
    this.database.run(
      `UPDATE cells SET state = 'failed', failure = ?, seq = ? WHERE id = ?`,
      JSON.stringify(failure),
      seq,
      id
    );
  }

  addCrash(id: string): number {
    return this.database.get<{ crashes: number }>(
      'UPDATE cells SET crashes = crashes + 1 WHERE id = ? RETURNING crashes',
      id
    )!.crashes;
  }

  forgetCrashes(job: number): void {
    this.database.run('UPDATE cells SET crashes = 0 WHERE job = ?', job);
  }

  counts(job: number): CellCounts {
    const row = this.database.get<Record<keyof CellCounts, number | null>>(
      `SELECT count(*) AS total, sum(state = 'done') AS done, sum(state = 'failed') AS failed,
              sum(state = 'cancelled') AS cancelled, sum(cached) AS cached,
              sum(${openCell}) AS open,
              sum(json_extract(params, '$.steps')) AS steps,
              sum(CASE WHEN ${openCell} THEN json_extract(params, '$.steps') ELSE 0 END) AS stepsOpen
       FROM cells WHERE job = ?`,
      job
    )!;
    const { total, done, failed, cancelled, cached, open, steps, stepsOpen } = row;
    return {
      total: total ?? 0,
      done: done ?? 0,
      failed: failed ?? 0,
      cancelled: cancelled ?? 0,
      cached: cached ?? 0,
      open: open ?? 0,
      steps: steps ?? 0,
      stepsOpen: stepsOpen ?? 0
    };
  }

  /** Up to `limit` different pictures to know a job by. */
  thumbnails(job: number, limit: number): string[] {
    return this.database
      .all<{ image: string }>(
        `SELECT image FROM cells WHERE job = ? AND image IS NOT NULL GROUP BY image ORDER BY min(position) LIMIT ?`,
        job,
        limit
      )
      .map(({ image }) => image);
  }
}

function record(row: Row): CellRecord {
  return {
    id: row.id,
    job: row.job,
    position: row.position,
    index: JSON.parse(row.place) as number[],
    params: JSON.parse(row.params) as CellParams,
    key: row.content_key,
    state: row.state as CellState,
    cached: row.cached === 1,
    image: row.image,
    width: row.width,
    height: row.height,
    failure: row.failure === null ? null : (JSON.parse(row.failure) as FaultData),
    queuedMs: row.queued_ms,
    drawMs: row.draw_ms,
    crashes: row.crashes,
    seq: row.seq
  };
}
