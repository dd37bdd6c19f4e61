/**
 * The journal of jobs on disk, a file each. This module alone knows the layout; its version is in the folder's name. `ID.jsonl` holds all of
 * a job that is over, `ID.open.jsonl` what was told in time of one that isn't. `paused` is there while everything is, and `floor` holds a
 * number that no event had when it was written.
 */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type IFiles, files, writeWhole } from './files';

const PAUSED = 'paused';
const FLOOR = 'floor';
const NAME = /^([\w-]+?)(\.open)?\.jsonl$/;

export class JobFiles {
  private readonly root: string;
  /** Whether a file is that of a job that is over. */
  private readonly over = new Map<string, boolean>();
  /** Whether everything is paused, as far as the folder tells. */
  paused = false;
  /** Above all numbers of events that were told before a database was lost the last time. */
  floor = 0;

  constructor(
    dataFolder: string,
    private readonly through: IFiles = files
  ) {
    this.root = join(dataFolder, 'jobs', 'v1');
  }

  /**
   * Makes the folder and looks what is there: whether the job of each id was over. What a kill left half-written is swept away; what can't be
   * lies there until the next start.
   */
  async list(): Promise<ReadonlyMap<string, boolean>> {
    await this.through.mkdir(this.root);
    for (const name of await readdir(this.root)) {
      const [, id, open] = NAME.exec(name) ?? [];
      if (name === PAUSED) {
        this.paused = true;
      } else if (name === FLOOR) {
        this.floor = Number(await readFile(join(this.root, name), 'utf8').catch(() => 0)) || 0;
      } else if (id === undefined) {
        await this.through.remove(join(this.root, name)).catch(() => undefined);
      } else if (open || !this.over.has(id)) {
        this.over.set(id, !open);
      }
    }
    return this.over;
  }

  read(id: string): Promise<string> {
    return readFile(this.path(id), 'utf8');
  }

  /** Puts a job's file in its place, whole and on the disk. */
  async write(id: string, lines: readonly string[], over: boolean): Promise<void> {
    await writeWhole(this.pathOf(id, over), Buffer.from(`${lines.join('\n')}\n`), this.through);
    this.over.set(id, over);
    await this.through.remove(this.pathOf(id, !over));
  }

  /** Adds lines to a job's file, on the disk when it resolves. They begin a line of their own, whatever a kill left before them. */
  async append(id: string, lines: readonly string[], over: boolean): Promise<void> {
    if (!over && this.over.get(id)) {
      await this.through.rename(this.pathOf(id, true), this.pathOf(id, false));
      this.over.set(id, false);
    }
    await this.through.append(this.path(id), Buffer.from(`\n${lines.join('\n')}\n`));
    if (over && !this.over.get(id)) {
      await this.through.rename(this.pathOf(id, false), this.pathOf(id, true));
      this.over.set(id, true);
    }
  }

  async setPaused(paused: boolean): Promise<void> {
    const path = join(this.root, PAUSED);
    if (paused) {
      await writeWhole(path, Buffer.alloc(0), this.through);
    } else {
      await this.through.remove(path);
      await this.through.syncFolder(this.root);
    }
    this.paused = paused;
  }

  async setFloor(floor: number): Promise<void> {
    await writeWhole(join(this.root, FLOOR), Buffer.from(String(floor)), this.through);
    this.floor = floor;
  }

  async remove(id: string): Promise<void> {
    for (const over of [true, false]) {
      await this.through.remove(this.pathOf(id, over));
    }
    await this.through.syncFolder(this.root);
    this.over.delete(id);
  }

  private path(id: string): string {
    return this.pathOf(id, this.over.get(id) ?? false);
  }

  private pathOf(id: string, over: boolean): string {
    return join(this.root, `${id}${over ? '' : '.open'}.jsonl`);
  }
}
