/**
 * Files that are whole or not there. `write-file-atomic` renames a truncated file over a good one on a full disk, so we write our
 * own: temp, all bytes, fsync, rename, fsync of the folder. A folder's own entry is synced too: without it a power cut takes all that is in it.
 */
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';

export interface IFiles {
  /** Makes a folder and those above it; on the disk when it resolves, whoever made it. */
  mkdir(path: string): Promise<void>;
  /** Writes a new file and its bytes to the disk; fails when it exists. */
  writeSynced(path: string, bytes: Uint8Array): Promise<void>;
  /** Adds bytes to the end of a file that is there, and writes them to the disk. */
  append(path: string, bytes: Uint8Array): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  syncFolder(path: string): Promise<void>;
  remove(path: string): Promise<void>;
}

/** An open file or folder. */
export type OpenFile = {
  write(bytes: Uint8Array, offset: number, length: number): Promise<{ bytesWritten: number }>;
  sync(): Promise<void>;
  close(): Promise<void>;
};

/** The calls of the system that files are made of; tests record them, or make the nth fail. */
export type FileCalls = {
  mkdir(path: string): Promise<void>;
  /** `wx` for a new file, `a` for the end of one that is there, `r` for a folder. */
  open(path: string, flags: 'wx' | 'a' | 'r'): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
};

export const systemCalls: FileCalls = {
  mkdir: path => fs.mkdir(path),
  open: (path, flags) =>
    fs.open(path, flags === 'a' ? constants.O_WRONLY | constants.O_APPEND : flags, 0o600),
  rename: (from, to) => fs.rename(from, to),
  remove: path => fs.rm(path, { force: true, recursive: true })
};

/** Files by these calls. */
export function filesThrough(calls: FileCalls): IFiles {
  const owed = new OwedSyncs();
  const syncFolder = async (path: string): Promise<void> => {
    const pay = owed.paying(path);
    // Windows can't open folders; there a rename is durable on its own.
    if (process.platform !== 'win32') {
      await withFile(await calls.open(path, 'r'), folder => folder.sync());
    }
    pay();
  };
  const mkdir = async (path: string): Promise<void> => {
    // Before it is there: whoever finds it there must know that nothing is sure of it yet.
    owed.owe(dirname(path));
    try {
      await mkdirOne(calls, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) {
        throw error;
      }
      await mkdir(dirname(path));
      await mkdirOne(calls, path);
    }
    for (const folder of [dirname(path), ...owed.above(dirname(path))]) {
      await syncFolder(folder);
    }
  };
  return {
    mkdir,
    syncFolder,
    writeSynced: async (path, bytes) => withFile(await calls.open(path, 'wx'), file => writeAll(file, bytes)),
    append: async (path, bytes) => withFile(await calls.open(path, 'a'), file => writeAll(file, bytes)),
    rename: (from, to) => calls.rename(from, to),
    remove: path => calls.remove(path)
  };
}

/** Folders in which something was made that may not be on the disk yet: its maker is still at it, or the disk refused. */
class OwedSyncs {
  private readonly owed = new Map<string, Set<symbol>>();

  owe(folder: string): void {
    const all = this.owed.get(folder) ?? new Set();
    this.owed.set(folder, all.add(Symbol(folder)));
  }

  /** A sync of this folder begins. Returns what to call when it is done: it covers what was owed before, not what came meanwhile. */
  paying(folder: string): () => void {
    const due = [...(this.owed.get(folder) ?? [])];
    return () => {
      const all = this.owed.get(folder);
      due.forEach(each => all?.delete(each));
      if (all?.size === 0) {
        this.owed.delete(folder);
      }
    };
  }

  /** The folders above this one that are owed a sync, the nearest first. */
  above(folder: string): string[] {
    const parent = dirname(folder);
    return parent === folder ? [] : [...(this.owed.has(parent) ? [parent] : []), ...this.above(parent)];
  }
}

async function mkdirOne(calls: FileCalls, path: string): Promise<void> {
  try {
    await calls.mkdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
  }
}

async function writeAll(file: OpenFile, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, offset, bytes.length - offset);
    offset += bytesWritten;
  }
  await file.sync();
}

async function withFile(file: OpenFile, work: (file: OpenFile) => Promise<void>): Promise<void> {
  try {
    await work(file);
  } finally {
    await file.close();
  }
}

export const files = filesThrough(systemCalls);

let writes = 0;

/** Puts `bytes` at `path`, in a folder that is there, whole and on the disk, or throws and leaves what was there. */
export async function writeWhole(path: string, bytes: Uint8Array, through: IFiles = files): Promise<void> {
  const temporary = `${path}.${process.pid}-${writes++}.tmp`;
  try {
    await through.writeSynced(temporary, bytes);
    await through.rename(temporary, path);
  } catch (error) {
    // A disk that takes nothing any more may not even give it away; the next start does.
    await through.remove(temporary).catch(() => undefined);
    throw error;
  }
  await through.syncFolder(dirname(path));
}
