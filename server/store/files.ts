/**
 * Files that are whole or not there. `write-file-atomic` renames a truncated file over a good one on a full disk, so we write our
 * own: temp, all bytes, fsync, rename, fsync of the folder. The calls go through `IFiles`, so tests can fail the Nth of them.
 */
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';

export interface IFiles {
  mkdir(path: string): Promise<void>;
  /** Writes a new file and its bytes to the disk; fails when it exists. */
  writeSynced(path: string, bytes: Uint8Array): Promise<void>;
  /** Adds bytes to the end of a file that is there, and writes them to the disk. */
  append(path: string, bytes: Uint8Array): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  syncFolder(path: string): Promise<void>;
  remove(path: string): Promise<void>;
}

export const files: IFiles = {
  async mkdir(path) {
    await fs.mkdir(path, { recursive: true });
  },
  async writeSynced(path, bytes) {
    await writeAll(await fs.open(path, 'wx', 0o600), bytes);
  },
  async append(path, bytes) {
    await writeAll(await fs.open(path, constants.O_WRONLY | constants.O_APPEND), bytes);
  },
  rename: (from, to) => fs.rename(from, to),
  async syncFolder(path) {
    // Windows can't open folders; there a rename is durable on its own.
    if (process.platform === 'win32') {
      return;
    }
    const handle = await fs.open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  remove: path => fs.rm(path, { force: true })
};

async function writeAll(handle: fs.FileHandle, bytes: Uint8Array): Promise<void> {
  try {
    for (let offset = 0; offset < bytes.length;) {
      const { bytesWritten } = await handle.write(bytes, offset, bytes.length - offset);
      offset += bytesWritten;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

let writes = 0;

/** Puts `bytes` at `path`, whole and on the disk, or throws and leaves what was there. */
export async function writeWhole(path: string, bytes: Uint8Array, through: IFiles = files): Promise<void> {
  const folder = dirname(path);
  const temporary = `${path}.${process.pid}-${writes++}.tmp`;
  await through.mkdir(folder);
  try {
    await through.writeSynced(temporary, bytes);
    await through.rename(temporary, path);
  } catch (error) {
    await fs.rm(temporary, { force: true });
    throw error;
  }
  await through.syncFolder(folder);
}

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
