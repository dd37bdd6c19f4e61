/**
 * What a power cut leaves. The calls that write are recorded while they run, and played again up to any point: what was synced is there; of
 * everything else, each piece may be there or not, bytes and names independently, in whatever order the system chose. (ext4, XFS and others each
 * promise more; who relies on this alone is safe on all of them.)
 */
import { basename, dirname } from 'node:path';
import { type FileCalls, type OpenFile, systemCalls } from '../store/files';

type Entry = { folder: string; name: string; file: number | 'folder' | null; from?: string };
type Step =
  | { type: 'entry'; entry: Entry }
  | { type: 'bytes'; file: number; bytes: Buffer }
  /** All steps before the index `upTo`, of this file or folder, are on the disk. */
  | { type: 'synced'; what: number | string; upTo: number }
  | { type: 'told'; word: string };

export class RecordedDisk {
  readonly calls: FileCalls;
  readonly steps: Step[] = [];
  private nextFile = 1;
  private readonly names = new Map<string, number>();

  constructor(private readonly root: string) {
    this.calls = {
      mkdir: async path => {
        await systemCalls.mkdir(path);
        this.enter(path, 'folder');
      },
      rename: async (from, to) => {
        await systemCalls.rename(from, to);
        const file = this.names.get(from)!;
        this.names.delete(from);
        this.names.set(to, file);
        this.enter(to, file, basename(from));
      },
      remove: async path => {
        await systemCalls.remove(path);
        this.names.delete(path);
        this.enter(path, null);
      },
      open: async (path, flags) => {
        const opened = await systemCalls.open(path, flags);
        if (flags === 'r') {
          return this.recorded(opened, path);
        }
        const file = this.nextFile++;
        this.names.set(path, file);
        this.enter(path, file);
        return this.recorded(opened, file);
      }
    };
  }

  /** Notes that somebody was told something, which must hold from then on. */
  tell(word: string): void {
    this.steps.push({ type: 'told', word });
  }

  private enter(path: string, file: Entry['file'], from?: string): void {
    this.steps.push({ type: 'entry', entry: { folder: dirname(path), name: basename(path), file, from } });
  }

  private recorded(opened: OpenFile, what: number | string): OpenFile {
    return {
      write: async (bytes, offset, length) => {
        const written = await opened.write(bytes, offset, length);
        const piece = Buffer.from(bytes.subarray(offset, offset + written.bytesWritten));
        this.steps.push({ type: 'bytes', file: what as number, bytes: piece });
        return written;
      },
      sync: async () => {
        // What comes while the system is at it may come too late for it.
        const upTo = this.steps.length;
        await opened.sync();
        this.steps.push({ type: 'synced', what, upTo });
      },
      close: () => opened.close()
    };
  }

  /** The files by their paths below the root, after a power cut behind the step `cut`; and all that had been told. */
  after(cut: number, random: () => number): { files: Map<string, Buffer>; told: string[] } {
    const past = this.steps.slice(0, cut);
    const safe = new Map<number | string, number>();
    for (const step of past) {
      if (step.type === 'synced') {
        safe.set(step.what, Math.max(step.upTo, safe.get(step.what) ?? 0));
      }
    }
    const stays = (what: number | string, at: number): boolean =>
      at < (safe.get(what) ?? 0) || random() < 0.5;
    const bytes = new Map<number, Buffer[]>();
    const entries = new Map<string, Entry['file']>();
    past.forEach((step, at) => {
      if (step.type === 'bytes' && stays(step.file, at)) {
        bytes.set(step.file, [...(bytes.get(step.file) ?? []), step.bytes]);
      } else if (step.type === 'entry' && stays(step.entry.folder, at)) {
        const { folder, name, file, from } = step.entry;
        entries.set(`${folder}/${name}`, file);
        if (from !== undefined) {
          entries.set(`${folder}/${from}`, null);
        }
      }
    });
    const reachable = (folder: string): boolean =>
      folder === this.root || (entries.get(folder) === 'folder' && reachable(dirname(folder)));
    const files = new Map<string, Buffer>();
    for (const [path, file] of entries) {
      if (typeof file === 'number' && reachable(dirname(path))) {
        files.set(path.slice(this.root.length + 1), Buffer.concat(bytes.get(file) ?? []));
      }
    }
    return { files, told: past.flatMap(step => (step.type === 'told' ? [step.word] : [])) };
  }
}
