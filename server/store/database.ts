/**
 * The service's SQLite file. WAL with synchronous FULL: what a caller was told is stored survives a kill and a power cut. One
 * process owns the file (see data-lock), so there is no waiting for other writers. WAL needs memory that all who have the file open share,
 * which a file system on the network doesn't give: there a journal is kept that needs none, and the file is locked for as long as it is open.
 */
import { DatabaseSync, type StatementSyncInstance } from '@photostructure/sqlite';
import { migrations } from './migrations';
import { Fault } from '../../schema/fault';

export type SqlValue = string | number | null | Uint8Array;

export type JournalMode = 'wal' | 'truncate';

/** What others do to the file is waited for so long; while it runs, requests wait with it. */
const OPEN_WAIT_MS = 2000;
const WAIT_MS = 100;

export class Database {
  private readonly raw: InstanceType<typeof DatabaseSync>;
  private committed: (() => void)[] = [];
  private readonly statements = new Map<string, StatementSyncInstance>();

  /** Opens or makes the file and brings its schema up to date. Throws `data_newer` when a later version wrote it. */
  constructor(path: string, mode: JournalMode = 'wal') {
    this.raw = new DatabaseSync(path);
    try {
      // Somebody's backup, or a look with another program, may hold the file for a moment.
      this.raw.exec(
        `PRAGMA locking_mode = ${mode === 'wal' ? 'NORMAL' : 'EXCLUSIVE'}; PRAGMA busy_timeout = ${OPEN_WAIT_MS}; PRAGMA journal_mode = ${mode};
         PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;`
      );
      migrate(this);
      this.raw.exec(`PRAGMA busy_timeout = ${WAIT_MS};`);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Whether every page and row can be read. */
  isSound(): boolean {
    return this.get<{ quick_check: string }>('PRAGMA quick_check(1)')?.quick_check === 'ok';
  }

  get<Row>(sql: string, ...values: SqlValue[]): Row | undefined {
    return this.statement(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: SqlValue[]): Row[] {
    return this.statement(sql).all(...values) as Row[];
  }

  /** Runs a change and returns how many rows it touched. */
  run(sql: string, ...values: SqlValue[]): number {
    return Number(this.statement(sql).run(...values).changes);
  }

  exec(sql: string): void {
    this.raw.exec(sql);
  }

  /** Does this once what is under way is committed, never if it is not; at once outside of a transaction. */
  afterCommit(work: () => void): void {
    if (this.raw.isTransaction) {
      this.committed.push(work);
    } else {
      work();
    }
  }

  /** All of `work`'s changes or none; inside another transaction it simply joins. */
  transaction<Result>(work: () => Result): Result {
    if (this.raw.isTransaction) {
      return work();
    }
    this.raw.exec('BEGIN IMMEDIATE');
    let result: Result;
    try {
      result = work();
      this.raw.exec('COMMIT');
    } catch (error) {
      this.committed = [];
      if (this.raw.isTransaction) {
        this.raw.exec('ROLLBACK');
      }
      throw error;
    }
    const due = this.committed;
    this.committed = [];
    due.forEach(each => each());
    return result;
  }

  close(): void {
    this.statements.clear();
    this.raw.close();
  }

  private statement(sql: string): StatementSyncInstance {
    let statement = this.statements.get(sql);
    if (!statement) {
      statement = this.raw.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }
}

/** Runs the migrations the file has not seen, each in its own transaction, so that a kill in between leaves a schema that goes on. */
function migrate(database: Database): void {
  const found = database.get<{ user_version: number }>('PRAGMA user_version')!.user_version;
  if (found > migrations.length) {
    throw new Fault('data_newer', { found, known: migrations.length });
  }
  for (let version = found; version < migrations.length; version++) {
    database.transaction(() => {
      database.exec(migrations[version]);
      database.exec(`PRAGMA user_version = ${version + 1}`);
    });
  }
}
