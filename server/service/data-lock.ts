import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isAlive, processStart } from './process-start';
import { Fault } from '../../schema/fault';
import { systemCode } from '../../schema/system-code';

type Owner = { pid: number; start: string | null };

/**
 * Makes this process the one owner of a data folder, until the returned function is called or the process ends. Throws `data_in_use`
 * with the owner's process id; a lock whose owner is gone is taken over.
 */
export function lockData(folder: string): () => void {
  try {
    makeFolder(resolve(folder));
  } catch (error) {
    throw unwritable(folder, error);
  }
  const path = join(folder, 'service.lock');
  for (let tries = 0; ; tries++) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeSync(file, JSON.stringify({ pid: process.pid, start: processStart(process.pid) } satisfies Owner));
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw unwritable(folder, error);
      }
    }
    const owner = readOwner(path);
    if ((owner && holds(owner)) || tries > 3) {
      throw new Fault('data_in_use', { pid: owner?.pid ?? 0, path: folder });
    }
    rmSync(path, { force: true });
  }
}

/** Node's own recursive way never ends where the system takes no folders, as in /proc. */
function makeFolder(path: string): void {
  if (!existsSync(path)) {
    makeFolder(dirname(path));
    mkdirSync(path, { mode: 0o700 });
  }
}

function holds({ pid, start }: Owner): boolean {
  return pid !== process.pid
    ? isAlive(pid) && (start === null || processStart(pid) === start)
    : start === processStart(pid);
}

function readOwner(path: string): Owner | null {
  try {
    const owner = JSON.parse(readFileSync(path, 'utf8')) as Owner;
    return Number.isInteger(owner.pid) ? owner : null;
  } catch {
    return null;
  }
}

function unwritable(path: string, error: unknown): Fault {
  return new Fault('data_unwritable', { path, reason: systemCode(error) });
}
