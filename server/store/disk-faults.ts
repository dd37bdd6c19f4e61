import { Fault } from '../../schema/fault';

/** What SQLite says when its file can't be written or read for now, by its result codes. */
const REFUSED = /^SQLITE_(IOERR|READONLY|CANTOPEN|BUSY|LOCKED)/;

/** Whether an error says that there is no room: on the disk, in a quota, or in SQLite's own words. */
export function isDiskFull(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return (
    code === 'ENOSPC' ||
    code === 'EDQUOT' ||
    (code ?? '').includes('SQLITE_FULL') ||
    /database or disk is full/i.test(message ?? '')
  );
}

/** Whether the database could not be written for a cause that may pass: no room, or a disk that refuses. Nothing of the change was stored. */
export function isDatabaseRefused(error: unknown): boolean {
  const { sqliteCodeName = '' } = error as { sqliteCodeName?: string };
  return isDiskFull(error) || REFUSED.test(sqliteCodeName);
}

/** The error of a disk or of the database's file in words of ours; null for any other. */
export function diskFault(error: unknown): Fault | null {
  if (isDiskFull(error)) {
    return new Fault('disk_full');
  }
  return isDatabaseRefused(error) ? new Fault('disk_failing', { reason: (error as Error).message }) : null;
}
