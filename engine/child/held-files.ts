import { changedFile } from '../worker';
import type { FileStamps } from '../worker';

/**
 * The one state of each file that all that is kept (networks, memos, encoded prompts, preview maps) was read from. A cell that brings
 * another stamp of a held file, or a file found changed as a cell ends, makes it all outdated; so no two versions of a file are ever at
 * work together.
 */
export class HeldFiles {
  private readonly stamps = new Map<string, string>();
  private isOutdated = false;

  get outdated(): boolean {
    return this.isOutdated;
  }

  /** Holds a cell's files as it brought them. False, and nothing is held, where what is kept is outdated. */
  take(stamps: FileStamps): boolean {
    const entries = Object.entries(stamps);
    this.isOutdated ||= entries.some(([path, stamp]) => (this.stamps.get(path) ?? stamp) !== stamp);
    if (!this.isOutdated) {
      entries.forEach(([path, stamp]) => this.stamps.set(path, stamp));
    }
    return !this.isOutdated;
  }

  /** The name of the first of a cell's files that isn't what it brought any more, or null. */
  changed(stamps: FileStamps): string | null {
    const file = changedFile(stamps);
    this.isOutdated ||= file !== null;
    return file;
  }

  /** Nothing is kept any more. */
  clear(): void {
    this.stamps.clear();
    this.isOutdated = false;
  }
}
