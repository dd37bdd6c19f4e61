/**
 * The header of a .safetensors file (https://github.com/huggingface/safetensors#format): u64 header length, JSON, then one buffer
 * that the tensors tile without holes. Only the header is read: the graph points into the file by offset.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { bitsOf } from './dtypes';
import type { Dtype } from './dtypes';
import { inOneUnit } from './sizes';
import { Fault } from '../../schema/fault';

/** Longest header a reader accepts, from the format's specification. */
const HEADER_LIMIT = 100_000_000;

/** Where a tensor lies: `offset` and `length` are bytes from the start of `file`. */
export type TensorEntry = {
  name: string;
  dtype: Dtype;
  shape: readonly number[];
  file: string;
  offset: number;
  length: number;
};

export type SafetensorsHeader = {
  file: string;
  /** All files whose tensors these are: more than one where a network is cut into shards. */
  files: readonly string[];
  sizeBytes: number;
  metadata: Readonly<Record<string, string>>;
  tensors: ReadonlyMap<string, TensorEntry>;
};

/**
 * The checked header of the file at `path`. Throws Fault model_missing, model_pickled, model_truncated or model_corrupt, which
 * name the file.
 */
export function readSafetensorsHeader(path: string): SafetensorsHeader {
  const { head, size } = readHead(path);
  const file = basename(path);
  const text = new TextDecoder('utf-8', { fatal: true });
  let json: unknown;
  try {
    json = JSON.parse(text.decode(head));
  } catch {
    throw corrupt(file, 'header_not_json');
  }
  if (!isRecord(json)) {
    throw corrupt(file, 'header_not_json');
  }
  const start = 8 + head.length;
  const { __metadata__: metadata, ...entries } = json;
  const tensors = Object.entries(entries).map(([name, entry]) => readEntry(name, entry, path, start));
  checkTiling(tensors, file, start, size);
  return {
    file: path,
    files: [path],
    sizeBytes: size,
    metadata: isRecord(metadata) ? (metadata as Record<string, string>) : {},
    tensors: new Map(tensors.map(tensor => [tensor.name, tensor]))
  };
}

/** Whether the file at `path` holds a pickle, by content: a zip made by torch.save, or a bare pickle stream. */
export function isPickle(head: Uint8Array): boolean {
  const zip = head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
  const stream = head[0] === 0x80 && head[1] >= 2 && head[1] <= 5;
  return zip || stream;
}

function readHead(path: string): { head: Uint8Array; size: number } {
  const file = basename(path);
  const fd = open(path);
  try {
    const size = fstatSync(fd).size;
    const first = new Uint8Array(16);
    readSync(fd, first, 0, 16, 0);
    const length = Number(new DataView(first.buffer).getBigUint64(0, true));
    // 0x80 also opens headers of 128 + 256·k bytes, so a file with a JSON brace where the header starts is no pickle.
    if (first[8] !== 0x7b && isPickle(first)) {
      throw new Fault('model_pickled', { file });
    }
    if (size < 8) {
      throw new Fault('model_truncated', { file, ...inOneUnit(size, 8) });
    }
    if (length > HEADER_LIMIT || (size > 8 && first[8] !== 0x7b)) {
      throw corrupt(file, 'not_safetensors');
    }
    if (8 + length > size) {
      throw new Fault('model_truncated', { file, ...inOneUnit(size, 8 + length) });
    }
    const head = new Uint8Array(length);
    readSync(fd, head, 0, length, 8);
    return { head, size };
  } finally {
    closeSync(fd);
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'r');
  } catch {
    throw new Fault('model_missing', { name: basename(path) });
  }
}

function readEntry(name: string, entry: unknown, path: string, start: number): TensorEntry {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  const bits = bitsOf(dtype);
  if (bits === undefined || !isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw corrupt(basename(path), 'entry_malformed', name);
  }
  const [begin, end] = offsets;
  if ((end - begin) * 8 !== shape.reduce((product, size) => product * size, bits)) {
    throw corrupt(basename(path), 'entry_size', name);
  }
  return { name, dtype: dtype as Dtype, shape, file: path, offset: start + begin, length: end - begin };
}

/** Refuses holes, overlaps and a buffer that is shorter or longer than its tensors. */
function checkTiling(tensors: readonly TensorEntry[], file: string, start: number, size: number): void {
  const inOrder = [...tensors].sort((a, b) => a.offset - b.offset || a.length - b.length);
  let at = start;
  for (const { name, offset, length } of inOrder) {
    if (offset !== at) {
      throw corrupt(file, offset < at ? 'tensors_overlap' : 'tensors_hole', name);
    }
    at += length;
  }
  if (size < at) {
    throw new Fault('model_truncated', { file, ...inOneUnit(size, at) });
  }
  if (size > at) {
    throw corrupt(file, 'bytes_after_tensors');
  }
}

function corrupt(file: string, reason: string, tensor?: string): Fault {
  return new Fault('model_corrupt', { file, reason, tensor });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(size => Number.isSafeInteger(size) && size >= 0);
}
