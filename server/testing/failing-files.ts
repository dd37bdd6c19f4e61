import { appendFile, writeFile } from 'node:fs/promises';
import { type IFiles, files as realFiles } from '../store/files';

/** A disk whose `nth` call fails, as SQLite's own tests do it: n = 1, 2, … until a run meets no fault. */
export function failingFiles(nth: number, code: string): { files: IFiles; calls(): number } {
  let calls = 0;
  const fail = (): boolean => ++calls === nth;
  const fault = (): Error => Object.assign(new Error(`${code}: made for a test`), { code });
  const through = async (call: () => Promise<void>): Promise<void> => {
    if (fail()) {
      throw fault();
    }
    await call();
  };
  return {
    calls: () => calls,
    files: {
      mkdir: path => through(() => realFiles.mkdir(path)),
      async writeSynced(path, bytes) {
        if (fail()) {
          // A full disk leaves the part that still fitted.
          await writeFile(path, bytes.subarray(0, 1));
          throw fault();
        }
        await realFiles.writeSynced(path, bytes);
      },
      async append(path, bytes) {
        if (fail()) {
          await appendFile(path, bytes.subarray(0, bytes.length / 2));
          throw fault();
        }
        await realFiles.append(path, bytes);
      },
      rename: (from, to) => through(() => realFiles.rename(from, to)),
      syncFolder: path => through(() => realFiles.syncFolder(path)),
      remove: path => through(() => realFiles.remove(path))
    }
  };
}

/** A disk that is full as long as `full()` says so. */
export function fillingFiles(full: () => boolean): IFiles {
  return {
    ...realFiles,
    async writeSynced(path, bytes) {
      if (full()) {
        throw Object.assign(new Error('ENOSPC: made for a test'), { code: 'ENOSPC' });
      }
      await realFiles.writeSynced(path, bytes);
    },
    async append(path, bytes) {
      if (full()) {
        throw Object.assign(new Error('ENOSPC: made for a test'), { code: 'ENOSPC' });
      }
      await realFiles.append(path, bytes);
    }
  };
}
