/**
 * Pictures on disk, named by the sha256 of their bytes. This module alone knows the layout; its version is in the folder's name.
 */
import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from './content-key';
import { type IFiles, files, writeWhole } from './files';

export class PictureFiles {
  private readonly root: string;

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

  /** Stores a PNG and returns its hash. A picture that is there already is left alone. */
  async put(bytes: Uint8Array): Promise<string> {
    const hash = sha256(bytes);
    if (!(await this.has(hash, bytes.length))) {
      await writeWhole(this.path(hash), bytes, this.through);
    }
    return hash;
  }

  /** The bytes, or null when the file is missing or no longer what its name says. */
  async get(hash: string): Promise<Buffer | null> {
    const bytes = await readFile(this.path(hash)).catch(() => null);
    return bytes && sha256(bytes) === hash ? bytes : null;
  }

  async has(hash: string, size: number): Promise<boolean> {
    const found = await stat(this.path(hash)).catch(() => null);
    return found !== null && found.isFile() && found.size === size;
  }

  async remove(hash: string): Promise<void> {
    await rm(this.path(hash), { force: true });
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
          await rm(path, { force: true, recursive: true });
        }
      }
    }
    return found;
  }
}
