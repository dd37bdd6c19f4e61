import type { IClock } from '../clock';
import type { IFiles } from './files';

/** What is asked of a disk: a call of its files, or how many bytes are free. */
export type DiskCall = keyof IFiles | 'freeBytes';

/** A disk that knows since when what is asked of it has been under way, so that one that hangs can be told of. */
export class TimedFiles implements IFiles {
  private readonly calls = new Map<symbol, { call: DiskCall; since: number }>();

  constructor(
    private readonly files: IFiles,
    private readonly clock: IClock
  ) {}

  /** What has been under way longest, and for how many seconds; null when nothing is. */
  get oldest(): { call: DiskCall; age_s: number } | null {
    const [first] = this.calls.values();
    return first ? { call: first.call, age_s: (this.clock.monotonic() - first.since) / 1e3 } : null;
  }

  mkdir(path: string): Promise<void> {
    return this.time('mkdir', () => this.files.mkdir(path));
  }

  writeSynced(path: string, bytes: Uint8Array): Promise<void> {
    return this.time('writeSynced', () => this.files.writeSynced(path, bytes));
  }

  append(path: string, bytes: Uint8Array): Promise<void> {
    return this.time('append', () => this.files.append(path, bytes));
  }

  rename(from: string, to: string): Promise<void> {
    return this.time('rename', () => this.files.rename(from, to));
  }

  syncFolder(path: string): Promise<void> {
    return this.time('syncFolder', () => this.files.syncFolder(path));
  }

  remove(path: string): Promise<void> {
    return this.time('remove', () => this.files.remove(path));
  }

  /** Does this, and knows of it while it is under way. */
  async time<Result>(call: DiskCall, work: () => Promise<Result>): Promise<Result> {
    const key = Symbol(call);
    this.calls.set(key, { call, since: this.clock.monotonic() });
    try {
      return await work();
    } finally {
      this.calls.delete(key);
    }
  }
}
