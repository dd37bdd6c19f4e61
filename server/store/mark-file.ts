import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Mark } from '../../schema/wire';
import { type IFiles, files, writeWhole } from './files';

export type PictureMark = Mark & { key: string };

/** The marks that people gave, as lines of JSON beside the pictures; of each content key the last counts. */
export class MarkFile {
  private readonly path: string;

  constructor(
    dataFolder: string,
    private readonly through: IFiles = files
  ) {
    this.path = join(dataFolder, 'marks', 'v1.jsonl');
  }

  /**
   * The last mark of each key, also of those that were taken back, and how many lines tell nothing (any more). What a kill left half-written is
   * swept away.
   */
  async read(): Promise<{ marks: Map<string, PictureMark>; idle: number }> {
    await this.sweep();
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') {
        return '';
      }
      throw error;
    });
    const lines = text.split('\n').filter(Boolean);
    const marks = new Map<string, PictureMark>();
    for (const line of lines) {
      const mark = parsed(line);
      if (mark) {
        marks.set(mark.key, mark);
      }
    }
    return { marks, idle: lines.length - marks.size };
  }

  /** What can't be taken away lies there until the next start. */
  private async sweep(): Promise<void> {
    const folder = dirname(this.path);
    const left = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.tmp'));
    for (const name of left) {
      await this.through.remove(join(folder, name)).catch(() => undefined);
    }
  }

  /** Puts these marks in the place of all that were told. */
  async write(marks: readonly PictureMark[]): Promise<void> {
    await this.through.mkdir(dirname(this.path));
    await writeWhole(this.path, Buffer.from(marks.map(lineOf).join('')), this.through);
  }

  /** Adds a mark, on the disk when it resolves. It begins a line of its own, whatever a kill left before it. */
  async append(mark: PictureMark): Promise<void> {
    try {
      await this.through.append(this.path, Buffer.from(`\n${lineOf(mark)}`));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        throw error;
      }
      await this.write([mark]);
    }
  }
}

function lineOf({ key, rating, flag, tags }: PictureMark): string {
  return `${JSON.stringify({ key, rating, flag, tags })}\n`;
}

function parsed(line: string): PictureMark | null {
  try {
    const mark = JSON.parse(line) as Partial<PictureMark>;
    return typeof mark.key === 'string'
      ? { key: mark.key, rating: mark.rating ?? null, flag: mark.flag ?? null, tags: tagsOf(mark.tags) }
      : null;
  } catch {
    return null;
  }
}

/** Lines from before there were tags have none. */
function tagsOf(tags: unknown): string[] {
  return Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : [];
}
