/**
 * The header of a .safetensors file (https://github.com/huggingface/safetensors#format): u64 header length, JSON, then one buffer
 * that the tensors tile without holes. Only the header is read: the graph points into the file by offset.
 */
import { basename } from 'node:path';
import { bitsOf } from './dtypes';
import type { Dtype } from './dtypes';
import { readBytes } from './file-bytes';
import { inOneUnit } from './sizes';
import type { TensorEntry, WeightsFile, WeightsHeader } from './weights-header';
import { Fault } from '../../schema/fault';

/** Longest header a reader accepts, from the format's specification. */
const HEADER_LIMIT = 100_000_000;

/** Whether a file begins as one of safetensors does: with the opening brace of its header behind the length. */
export function beginsAsSafetensors(head: Uint8Array): boolean {
  return head.length >= 8 && lengthIn(head) <= HEADER_LIMIT && (head.length === 8 || head[8] === 0x7b);
}

/** The checked header of an open file of safetensors. Throws Fault model_truncated, model_corrupt or model_unsupported, which name the file. */
export function readSafetensors({ fd, path, size }: WeightsFile): WeightsHeader {
  const file = basename(path);
  const head = readJsonBytes(fd, file, size);
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

function readJsonBytes(fd: number, file: string, size: number): Uint8Array {
  const length = lengthIn(readBytes(fd, 0, 8));
  if (8 + length > size) {
    throw new Fault('model_truncated', { file, ...inOneUnit(size, 8 + length) });
  }
  return readBytes(fd, 8, length);
}

function lengthIn(head: Uint8Array): number {
  return Number(new DataView(head.buffer, head.byteOffset).getBigUint64(0, true));
}

function readEntry(name: string, entry: unknown, path: string, start: number): TensorEntry {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  const bits = bitsOf(dtype);
  if (bits === undefined && typeof dtype === 'string') {
    const facts = { file: basename(path), reason: 'dtype_unread', tensor: name, value: dtype };
    throw new Fault('model_unsupported', facts);
  }
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
