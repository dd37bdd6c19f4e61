import { catalogue } from '../../schema/catalogue';
import { OPEN_CELL_STATES } from '../../schema/states';
import type { CellParams, CellState } from '../../schema/wire';
import type { FaultData } from '../../schema/fault';
import type { Database } from './database';

/**
 * A picture that was drawn once more: whether its pixels are those that were stored, and if not, in how many and by how much at most; or that it
 * was put back, for its file was gone.
 */
export type Again =
  | { state: 'waiting' | 'same' | 'restored' }
  | { state: 'other'; pixels: number; largest: number }
  | { state: 'failed'; failure: FaultData };

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
  /** What came of drawing it once more; null when nobody asked. */
  again: Again | null;
  /** The job's event number of the last change. */
  seq: number;
  /** Evaluations that it takes by itself. */
  evaluations: number;
  /** How large a part of its job it is, in a unit that is the job's own. */
  work: number;
};

/** What a cell takes. */
export type CellWork = Pick<CellRecord, 'evaluations' | 'work'>;

/** A cell as it is accepted; width and height are those its picture will have. */
export type NewCell = Pick<
  CellRecord,
  'id' | 'job' | 'position' | 'index' | 'params' | 'key' | 'seq' | 'width' | 'height' | 'evaluations' | 'work'
> & {
  /** Its place in the order in which the cells of its job are drawn. */
  rank: number;
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
  again: string | null;
  seq: number;
  evaluations: number;
  work: number;
};

/** Pictures of a job that are looked at for some that differ. */
const FIRST_PICTURES = 64;

/** More than any job has cells. */
const LAST = 1e9;

/** Parameters that name a picture a cell begins with. */
const INPUTS = catalogue.filter(({ kind }) => kind === 'image').map(({ name }) => name as keyof CellParams);

const openCell = `state IN ('${OPEN_CELL_STATES.join("', '")}')`;

export class CellStore {
  constructor(private readonly database: Database) {}

  insert(cell: NewCell): void {
    const { id, job, position, index, params, key, seq, width, height, rank, evaluations, work } = cell;
    this.database.run(
      `INSERT INTO cells (id, job, position, place, params, content_key, state, width, height, seq, rank, evaluations, work)
       VALUES (?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?)`,
      id,
      job,
      position,
      JSON.stringify(index),
      JSON.stringify(params),
      key,
      width,
      height,
      seq,
      rank,
      evaluations,
      work
    );
    for (const image of INPUTS.map(name => params[name]).filter(value => typeof value === 'string')) {
      this.noteInput(id, image);
    }
  }

  /** Notes that a cell begins with a picture, which is kept as long as the cell. */
  noteInput(id: string, image: string): void {
    this.database.run('INSERT OR IGNORE INTO inputs (cell, image) VALUES (?, ?)', id, image);
  }

  byId(id: string): CellRecord | null {
    const row = this.database.get<Row>('SELECT * FROM cells WHERE id = ?', id);
    return row ? record(row) : null;
  }

  at(job: number, position: number): CellRecord | null {
    const row = this.database.get<Row>('SELECT * FROM cells WHERE job = ? AND position = ?', job, position);
    return row ? record(row) : null;
  }

  ofJob(job: number): CellRecord[] {
    return this.database.all<Row>('SELECT * FROM cells WHERE job = ? ORDER BY position', job).map(record);
  }

  /** Some cells of a job: those that failed before others, then by their place. */
  sample(job: number, limit: number): CellRecord[] {
    return this.database
      .all<Row>(
        "SELECT * FROM cells WHERE job = ? ORDER BY state = 'failed' DESC, position LIMIT ?",
        job,
        limit
      )
      .map(record);
  }

  /** Up to `limit` cells of a job that changed after an event number, in the order of their change. */
  changedSince(job: number, seq: number, limit: number): CellRecord[] {
    return this.database
      .all<Row>('SELECT * FROM cells WHERE job = ? AND seq > ? ORDER BY seq LIMIT ?', job, seq, limit)
      .map(record);
  }

  /** Up to `limit` cells of a job from a position on. */
  page(job: number, position: number, limit: number): CellRecord[] {
    return this.database
      .all<Row>(
        'SELECT * FROM cells WHERE job = ? AND position >= ? ORDER BY position LIMIT ?',
        job,
        position,
        limit
      )
      .map(record);
  }

  inState(job: number, state: CellState): CellRecord[] {
    return this.database
      .all<Row>(`SELECT * FROM cells WHERE job = ? AND state = ? ORDER BY position`, job, state)
      .map(record);
  }

  idsInState(job: number, states: readonly CellState[]): string[] {
    const marks = states.map(() => '?').join(', ');
    return this.database
      .all<{ id: string }>(
        `SELECT id FROM cells WHERE job = ? AND state IN (${marks}) ORDER BY position`,
        job,
        ...states
      )
      .map(({ id }) => id);
  }

  /** The first kinds of failure of a job's cells, each once. */
  failures(job: number, limit: number): FaultData[] {
    return this.database
      .all<{ failure: string }>(
        `SELECT failure FROM cells WHERE job = ? AND state = 'failed' GROUP BY failure ORDER BY min(position) LIMIT ?`,
        job,
        limit
      )
      .map(({ failure }) => JSON.parse(failure) as FaultData);
  }

  /** Takes away some cells of a job. Returns the pictures that they showed and began with; nothing when there were none left. */
  removeSome(job: number, limit: number): (string | null)[] {
    const some = 'SELECT id FROM cells WHERE job = ? ORDER BY position LIMIT ?';
    const begunWith = this.database.all<{ image: string }>(
      `SELECT DISTINCT image FROM inputs WHERE cell IN (${some})`,
      job,
      limit
    );
    const shown = this.database.all<{ image: string | null }>(
      `DELETE FROM cells WHERE id IN (${some}) RETURNING image`,
      job,
      limit
    );
    return [...shown, ...begunWith].map(({ image }) => image);
  }

  /** Waiting cells, of any open job, whose picture this key names. */
  waitingFor(key: string): CellRecord[] {
    return this.database
      .all<Row>(`SELECT * FROM cells WHERE content_key = ? AND ${openCell} ORDER BY job, position`, key)
      .map(record);
  }

  /** The next waiting cells of a job in the order they are drawn in, but for those that are held. */
  nextQueued(job: number, limit: number, held: readonly string[] = []): CellRecord[] {
    return this.database
      .all<Row>(
        `SELECT * FROM cells WHERE job = ? AND state = 'queued' AND id NOT IN (SELECT value FROM json_each(?))
         ORDER BY rank LIMIT ?`,
        job,
        JSON.stringify(held),
        limit
      )
      .map(record);
  }

  /** Those of some cells of a job that wait, in the order in which they are named by their positions. */
  queuedAt(
    job: number,
    positions: readonly number[],
    limit: number,
    held: readonly string[] = []
  ): CellRecord[] {
    return this.database
      .all<Row>(
        `SELECT cells.* FROM json_each(?) AS wanted JOIN cells ON cells.job = ? AND cells.position = wanted.value
         WHERE state = 'queued' AND cells.id NOT IN (SELECT value FROM json_each(?)) ORDER BY wanted.key LIMIT ?`,
        JSON.stringify(positions),
        job,
        JSON.stringify(held),
        limit
      )
      .map(record);
  }

  /** Whether cells wait whose files' hashes were not known when they were accepted. */
  hasUnkeyed(): boolean {
    return (
      this.database.get(`SELECT 1 FROM cells WHERE content_key IS NULL AND state = 'queued' LIMIT 1`) !==
      undefined
    );
  }

  /** Waiting cells whose files' hashes were not known when they were accepted. */
  withoutKey(job: number, held: readonly string[], limit: number): CellRecord[] {
    return this.database
      .all<Row>(
        `SELECT * FROM cells WHERE job = ? AND content_key IS NULL AND state = 'queued'
         AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY rank LIMIT ?`,
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

  /** Cells of any job that were given out. */
  running(): CellRecord[] {
    return this.database
      .all<Row>(`SELECT * FROM cells WHERE state = 'running' ORDER BY job, position`)
      .map(record);
  }

  /** All cells, of any job, whose picture this key names. */
  withKey(key: string): CellRecord[] {
    return this.database
      .all<Row>('SELECT * FROM cells WHERE content_key = ? ORDER BY job, position', key)
      .map(record);
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

  setAgain(id: string, again: Again, seq: number): void {
    this.database.run('UPDATE cells SET again = ?, seq = ? WHERE id = ?', JSON.stringify(again), seq, id);
  }

  hasAgain(): boolean {
    return this.database.get(`SELECT 1 FROM cells WHERE again = '{"state":"waiting"}' LIMIT 1`) !== undefined;
  }

  /** Cells that wait to be drawn once more. */
  waitingAgain(): CellRecord[] {
    return this.database
      .all<Row>(`SELECT * FROM cells WHERE again = '{"state":"waiting"}' ORDER BY job, position`)
      .map(record);
  }

  /** Counts a death of the engine over a cell, which from then on goes out after those that were no trouble. */
  addCrash(id: string): number {
    return this.database.get<{ crashes: number }>(
      'UPDATE cells SET crashes = crashes + 1, rank = rank + ? WHERE id = ? RETURNING crashes',
      LAST,
      id
    )!.crashes;
  }

  /** Deaths of engines over the cells of a job, or over `only` one of them, count no more. */
  forgetCrashes(job: number, only?: string): void {
    this.database.run(
      'UPDATE cells SET crashes = 0, rank = rank % ? WHERE job = ? AND crashes > 0 AND id = coalesce(?, id)',
      LAST,
      job,
      only ?? null
    );
  }

  /** Up to `limit` different pictures to know a job by, of the first that are there. */
  thumbnails(job: number, limit: number): string[] {
    return this.database
      .all<{ image: string }>(
        `SELECT image FROM (SELECT image, position FROM cells WHERE job = ? AND image IS NOT NULL ORDER BY position LIMIT ?)
         GROUP BY image ORDER BY min(position) LIMIT ?`,
        job,
        FIRST_PICTURES,
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
    again: row.again === null ? null : (JSON.parse(row.again) as Again),
    seq: row.seq,
    evaluations: row.evaluations,
    work: row.work
  };
}
