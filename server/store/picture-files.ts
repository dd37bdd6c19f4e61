/**
 * Pictures on disk, named by the sha256 of their bytes. This module alone knows the layout; its version is in the folder's name.
 */
import { readFile, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256 } from './content-key';
import { type IFiles, files, writeWhole } from './files';

export class PictureFiles {
  private readonly root: string;
  /** Folders that are on the disk, or are being made; and pictures that are being stored. */
  private readonly folders = new Map<string, Promise<void>>();
  private readonly puts = new Map<string, Promise<void>>();

  constructor(
    dataFolder: string,
    private readonly through: IFiles = files
  ) {
    this.root = join(dataFolder, 'images', 'v1');
  }

  /** Where the picture with this hash lies: `ab/abcdef….png`. */
  path(hash: string): string {
    return join(this.root, hash.slice(0, 2), `${hash}.png`);
  }

  /** Stores a PNG and returns its hash, once it is on the disk. Whole bytes that are there already are left alone. */
  async put(bytes: Uint8Array): Promise<string> {
    const hash = sha256(bytes);
    await once(this.puts, hash, async () => {
      try {
        await this.store(hash, bytes);
      } finally {
        this.puts.delete(hash);
      }
    });
    return hash;
  }

  private async store(hash: string, bytes: Uint8Array): Promise<void> {
    const path = this.path(hash);
    const folder = dirname(path);
    try {
      await once(this.folders, folder, () => this.through.mkdir(folder));
      if (await this.get(hash)) {
        // Whoever stored it may have failed at just this.
        await this.through.syncFolder(folder);
      } else {
        await writeWhole(path, bytes, this.through);
      }
    } catch (error) {
      this.folders.delete(folder);
      throw error;
    }
  }

  /** The bytes, or null when the file is missing or no longer what its name says. */
  async get(hash: string): Promise<Buffer | null> {
    const bytes = await readFile(this.path(hash)).catch(() => null);
    return bytes && sha256(bytes) === hash ? bytes : null;
  }

  async remove(hash: string): Promise<void> {
    await this.through.remove(this.path(hash));
  }

  /** Takes away what belongs to nothing; what can't be taken away lies there until the next start. */
  private async sweep(path: string): Promise<void> {
    await this.through.remove(path).catch(() => undefined);
  }

  /** Every stored hash with its size in bytes; what a kill left half-written is swept away. */
  async list(): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    for (const folder of await readdir(this.root).catch(() => [])) {
      for (const name of await readdir(join(this.root, folder)).catch(() => [])) {
        const path = join(this.root, folder, name);
        const match = /^([0-9a-f]{64})\.png$/.exec(name);
        if (match && match[1].startsWith(folder)) {
          found.set(match[1], (await stat(path)).size);
        } else {
          await this.sweep(path);
        }
      }
    }
    return found;
  }
}

/** What is under way under this name, or is begun. */
function once<Name>(
  started: Map<Name, Promise<void>>,
  name: Name,
  begin: () => Promise<void>
): Promise<void> {
  const known = started.get(name) ?? begin();
  started.set(name, known);
  return known;
}
