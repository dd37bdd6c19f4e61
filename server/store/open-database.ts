import { existsSync, renameSync } from 'node:fs';
import { Fault } from '../../schema/fault';
import type { Log } from '../log';
import { Database, type JournalMode } from './database';

/** What belongs to a database beside its file. */
const PARTS = ['', '-wal', '-shm', '-journal'];

/**
 * Opens the database. One that is damaged is put aside beside the new one (`….damaged-1`), and the service starts with an empty one, into
 * which pictures, jobs and marks come back from the files beside it. Throws `data_locked` when a process holds it, on another machine maybe.
 */
export function openDatabase(path: string, log: Log, mode: JournalMode = 'wal'): Database {
  const database = openSound(path, mode);
  if (database) {
    return database;
  }
  let number = 1;
  while (existsSync(`${path}.damaged-${number}`)) {
    number++;
  }
  const aside = `${path}.damaged-${number}`;
  for (const part of PARTS.filter(each => existsSync(path + each))) {
    renameSync(path + part, aside + part);
  }
  log.warn(`${path} was damaged; it was put aside as ${aside}`);
  return new Database(path, mode);
}

/** null when it is damaged, be it where nobody looks for long: that would be met in the middle of work. */
function openSound(path: string, mode: JournalMode): Database | null {
  let database: Database | null = null;
  try {
    database = new Database(path, mode);
    if (database.isSound()) {
      return database;
    }
  } catch (error) {
    if (!isDamaged(error)) {
      database?.close();
      throw isLocked(error) ? new Fault('data_locked', { path }) : error;
    }
  }
  database?.close();
  return null;
}

function isLocked(error: unknown): boolean {
  const { message = '', code = '' } = error as { message?: string; code?: string };
  return /database is locked|SQLITE_BUSY/i.test(`${message} ${code}`);
}

function isDamaged(error: unknown): boolean {
  const { message = '', code = '' } = error as { message?: string; code?: string };
  return /not a database|malformed|SQLITE_(NOTADB|CORRUPT)/i.test(`${message} ${code}`);
}
