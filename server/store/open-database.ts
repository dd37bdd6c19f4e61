import { existsSync, renameSync, rmSync } from 'node:fs';
import type { Log } from '../log';
import { Database } from './database';

/**
 * Opens the database. One that is damaged is put aside beside the new one (`….damaged-1`), and the service starts with an empty one:
 * the pictures come back from their files, only the list of jobs is lost.
 */
export function openDatabase(path: string, log: Log): Database {
  try {
    return new Database(path);
  } catch (error) {
    if (!isDamaged(error)) {
      throw error;
    }
    let number = 1;
    while (existsSync(`${path}.damaged-${number}`)) {
      number++;
    }
    renameSync(path, `${path}.damaged-${number}`);
    rmSync(`${path}-wal`, { force: true });
    rmSync(`${path}-shm`, { force: true });
    log.warn(`${path} was damaged; it was put aside as ${path}.damaged-${number}`);
    return new Database(path);
  }
}

function isDamaged(error: unknown): boolean {
  const { message = '', code = '' } = error as { message?: string; code?: string };
  return /not a database|malformed|SQLITE_(NOTADB|CORRUPT)/i.test(`${message} ${code}`);
}
