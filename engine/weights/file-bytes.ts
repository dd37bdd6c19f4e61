import { readSync } from 'node:fs';

/** The bytes [from, from + length) of an open file; fewer where it ends before. */
export function readBytes(fd: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const more = readSync(fd, bytes, read, length - read, from + read);
    if (more === 0) {
      break;
    }
    read += more;
  }
  return bytes.subarray(0, read);
}

/** The first bytes of a file, `most` of them at most. */
export function readHead({ fd, size }: { fd: number; size: number }, most: number): Buffer {
  return readBytes(fd, 0, Math.min(most, size));
}
