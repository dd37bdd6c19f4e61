import { readFileSync, writeFileSync } from 'node:fs';
import { safetensorsBytes } from './safetensors-file';

type Entry = { dtype: string; shape: number[]; data_offsets: [number, number] };
type Header = Record<string, Entry>;

/** Copies a .safetensors file, its tensors under other names; one renamed to null is left out. `strays` are added, of four zeros each. */
export function renameTensors(
  from: string,
  to: string,
  rename: (name: string) => string | null,
  strays: readonly string[] = []
): void {
  const { header, buffer } = readAll(from);
  const parts: Buffer[] = [];
  const renamed: Header = {};
  let end = 0;
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
    const other = rename(name);
    if (other !== null) {
      const bytes = buffer.subarray(...data_offsets);
      renamed[other] = { dtype, shape, data_offsets: [end, end + bytes.length] };
      parts.push(bytes);
      end += bytes.length;
    }
  }
  for (const name of strays) {
    renamed[name] = { dtype: 'F16', shape: [4], data_offsets: [end, end + 8] };
    parts.push(Buffer.alloc(8));
    end += 8;
  }
  writeFileSync(to, Buffer.concat([safetensorsBytes(renamed, 0), ...parts]));
}

/** Writes each of a file's tensors into the shard that `shardOf` names, and gives the weight map of an index. */
export function shardTensors(
  from: string,
  pathOf: (shard: string) => string,
  shardOf: (index: number) => string
): Record<string, string> {
  const names = Object.keys(readAll(from).header);
  const map = Object.fromEntries(names.map((name, i) => [name, shardOf(i)]));
  for (const shard of new Set(Object.values(map))) {
    renameTensors(from, pathOf(shard), name => (map[name] === shard ? name : null));
  }
  return map;
}

/** Overwrites the first numbers of a float16 or float32 tensor in place. */
export function overwriteTensor(path: string, name: string, bytes: Buffer): void {
  const { header, buffer, whole } = readAll(path);
  bytes.copy(buffer, header[name].data_offsets[0]);
  writeFileSync(path, whole);
}

export function readAll(path: string): { header: Header; buffer: Buffer; whole: Buffer } {
  const whole = readFileSync(path);
  const start = 8 + Number(whole.readBigUInt64LE(0));
  const { __metadata__: _, ...header } = JSON.parse(whole.toString('utf8', 8, start)) as Header;
  return { header, buffer: whole.subarray(start), whole };
}
