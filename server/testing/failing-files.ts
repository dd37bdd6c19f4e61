import {
  files as realFiles,
  filesThrough,
  type FileCalls,
  type IFiles,
  type OpenFile,
  systemCalls
} from '../store/files';

/** What befalls a call: an error with this code, or only a part of the bytes that were to be written. */
export type DiskFault = 'EIO' | 'ENOSPC' | 'EMFILE' | 'EROFS' | 'short';

export const DISK_FAULTS: readonly DiskFault[] = ['EIO', 'ENOSPC', 'EMFILE', 'EROFS', 'short'];

/**
 * A disk whose `nth` call fails, as SQLite's own tests do it: n = 1, 2, … until a run meets no fault. With `lasting` all calls after it fail, too.
 */
export class FailingDisk {
  readonly files: IFiles;
  private calls = 0;
  private nth = Infinity;
  private fault: DiskFault = 'EIO';
  private lasting = false;

  constructor(calls: FileCalls = systemCalls) {
    this.files = filesThrough({
      mkdir: path => this.call(() => calls.mkdir(path)),
      rename: (from, to) => this.call(() => calls.rename(from, to)),
      remove: path => this.call(() => calls.remove(path)),
      open: async (path, flags) => this.opened(await this.call(() => calls.open(path, flags)))
    });
  }

  /** From now on calls are counted anew. */
  fail(nth: number, fault: DiskFault, { lasting = false } = {}): void {
    Object.assign(this, { calls: 0, nth, fault, lasting });
  }

  heal(): void {
    this.nth = Infinity;
  }

  /** Whether the fault was met since it was set. */
  get met(): boolean {
    return this.calls >= this.nth;
  }

  /** A call that can fail. */
  async call<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.fails() && this.fault !== 'short') {
      throw diskError(this.fault);
    }
    return work();
  }

  private opened(file: OpenFile): OpenFile {
    return {
      write: async (bytes, offset, length) => {
        if (!this.fails()) {
          return file.write(bytes, offset, length);
        }
        // A full disk leaves the part that still fitted.
        const written = await file.write(bytes, offset, Math.ceil(length / 2));
        if (this.fault !== 'short') {
          throw diskError(this.fault);
        }
        return written;
      },
      sync: () => this.call(() => file.sync()),
      close: async () => {
        await file.close();
        await this.call(async () => undefined);
      }
    };
  }

  private fails(): boolean {
    this.calls++;
    return this.lasting ? this.calls >= this.nth : this.calls === this.nth;
  }
}

/** What the system throws with this code. */
export function diskError(code: string): Error {
  return Object.assign(new Error(`${code}: made for a test`), { code });
}

/** A disk that is full as long as `full()` says so. */
export function fillingFiles(full: () => boolean): IFiles {
  return {
    ...realFiles,
    async writeSynced(path, bytes) {
      if (full()) {
        throw diskError('ENOSPC');
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
