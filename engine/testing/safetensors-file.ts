import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Calls `use` with a new folder that is removed afterwards. */
export async function inFolder<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'weights-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The bytes of a .safetensors file: this header, then `bufferBytes` zeros. */
export function safetensorsBytes(header: unknown, bufferBytes: number): Buffer {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(bufferBytes)]);
}

/** Writes a .safetensors file of zeros, float16, with these shapes. */
export function writeShapes(path: string, shapes: Readonly<Record<string, readonly number[]>>): void {
  let end = 0;
  const header: Record<string, unknown> = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const begin = end;
    end += 2 * shape.reduce((product, size) => product * size, 1);
    header[name] = { dtype: 'F16', shape, data_offsets: [begin, end] };
  }
  writeFileSync(path, safetensorsBytes(header, end));
}

/** Writes a file with these shapes of float16 zeros that takes no room on the disk: as large as a real one, in an instant. */
export function writeSparse(path: string, shapes: Iterable<readonly [string, readonly number[]]>): void {
  let end = 0;
  const header: Record<string, unknown> = {};
  for (const [name, shape] of shapes) {
    const begin = end;
    end += 2 * shape.reduce((product, size) => product * size, 1);
    header[name] = { dtype: 'F16', shape, data_offsets: [begin, end] };
  }
  const head = safetensorsBytes(header, 0);
  writeFileSync(path, head);
  truncateSync(path, head.length + end);
}
