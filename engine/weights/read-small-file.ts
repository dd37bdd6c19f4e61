import { readFileSync, statSync, type Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

/**
 * The bytes of a file beside weights that should be small: configs, vocabularies, notes. What is no file is never opened, for a pipe
 * waits for its writer and a device may have no end. Throws an error of the system's kind: EISDIR for a folder, ESPIPE for what else is
 * no file, EFBIG for more than `most` bytes, and what the system itself answers.
 */
export function readSmallFile(path: string, most: number): Buffer {
  check(path, statSync(path), most);
  return readFileSync(path);
}

/** The same off this thread, for folders of thousands of files on slow drives. */
export async function readSmallFileAsync(path: string, most: number): Promise<Buffer> {
  check(path, await stat(path), most);
  return readFile(path);
}

function check(path: string, info: Stats, most: number): void {
  const code = info.isDirectory() ? 'EISDIR' : !info.isFile() ? 'ESPIPE' : info.size > most ? 'EFBIG' : null;
  if (code !== null) {
    throw Object.assign(new Error(`${code}: ${path}`), { code });
  }
}
