/**
 * The members of a zip as torch writes it (PKWARE's APPNOTE 6.3): all stored as they are, so that a tensor can be used where it lies. Whatever
 * would make two readers see two files is refused: names that occur twice, members that overlap, headers that contradict the directory.
 */
import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import { readBytes } from '../file-bytes';
import type { WeightsFile } from '../weights-header';
import { endsEarly, torchFault } from './torch-fault';
import type { TorchReason } from './torch-fault';

/** Where a member's bytes lie in the file. */
export type Place = { offset: number; length: number };

type Listed = {
  name: string;
  flags: number;
  method: number;
  /** 0 where who wrote it computed none. */
  crc: number;
  packed: number;
  size: number;
  /** Of its own header. */
  at: number;
};

/** Where what follows a member begins: the next one, or the directory. */
type Bounded = Listed & { end: number };

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** Sizes of the fixed parts of these records. */
const [END_BYTES, END_64_BYTES, LOCATOR_BYTES, ENTRY_BYTES, LOCAL_BYTES] = [22, 56, 20, 46, 30];
const COMMENT_MAX = 0xffff;
/** Bytes of a directory: some hundred thousand members. */
const DIRECTORY_MAX = 1 << 24;
/** Flags of an encrypted member: the old way, the strong one, and with a masked directory. */
const ENCRYPTED = 0x2041;
/** Members that a message names at most. */
const NAMES_MAX = 4;
const FULL_32 = 0xffffffff;

/** What is in the archive, by name. */
export class ZipMembers {
  private readonly listed = new Map<string, Bounded>();
  private readonly found = new Map<string, Place>();
  private readonly file: string;

  /** Reads the directory. Throws Fault torch_truncated, torch_directory, torch_long_directory or torch_duplicate. */
  constructor(private readonly weights: WeightsFile) {
    this.file = basename(weights.path);
    const { start, bytes } = this.directoryPlace();
    const inOrder = this.directory(start, bytes).sort((a, b) => a.at - b.at);
    inOrder.forEach((member, i) => {
      if (this.listed.has(member.name)) {
        throw torchFault(this.file, 'torch_duplicate', { value: member.name });
      }
      this.listed.set(member.name, { ...member, end: inOrder[i + 1]?.at ?? start });
    });
  }

  get names(): readonly string[] {
    return [...this.listed.keys()];
  }

  /** Throws torch_encrypted, torch_compressed or torch_archive with the members that are not stored as they are, or reach into the next. */
  checkSound(): void {
    const refuse = (reason: TorchReason, wrong: (member: Bounded) => boolean): void => {
      const names = [...this.listed.values()].filter(wrong).map(({ name }) => name);
      if (names.length > 0) {
        throw torchFault(this.file, reason, { value: names.slice(0, NAMES_MAX).join(', ') });
      }
    };
    refuse('torch_encrypted', ({ flags }) => (flags & ENCRYPTED) !== 0);
    refuse('torch_compressed', ({ method }) => method !== 0);
    refuse('torch_archive', ({ at, packed, end }) => at + LOCAL_BYTES + packed > end);
  }

  /** Where a member's bytes lie; undefined where there is none of the name. Throws Fault torch_archive. */
  place(name: string): Place | undefined {
    const known = this.found.get(name);
    const member = this.listed.get(name);
    if (known || !member) {
      return known;
    }
    const { at, size, packed, end, method } = member;
    const header = readBytes(this.weights.fd, at, LOCAL_BYTES);
    const isLocal = header.length === LOCAL_BYTES && header.readUInt32LE(0) === LOCAL;
    if (!isLocal || header.readUInt16LE(8) !== method || size !== packed) {
      throw torchFault(this.file, 'torch_archive', { value: name });
    }
    const [nameBytes, extraBytes] = [header.readUInt16LE(26), header.readUInt16LE(28)];
    const offset = at + LOCAL_BYTES + nameBytes + extraBytes;
    const ownName = readBytes(this.weights.fd, at + LOCAL_BYTES, nameBytes).toString('utf8');
    if (ownName !== name || offset + size > end) {
      throw torchFault(this.file, 'torch_archive', { value: name });
    }
    const place = { offset, length: size };
    this.found.set(name, place);
    return place;
  }

  /** A member's bytes; undefined where there is none of the name. Throws Fault torch_archive, and torch_checksum for damaged ones. */
  read(name: string): Buffer | undefined {
    const place = this.place(name);
    const bytes = place && readBytes(this.weights.fd, place.offset, place.length);
    const { crc } = this.listed.get(name) ?? { crc: 0 };
    if (bytes && crc !== 0 && crc32(bytes) !== crc) {
      throw torchFault(this.file, 'torch_checksum', { value: name });
    }
    return bytes;
  }

  private directory(start: number, bytes: number): Listed[] {
    if (start + bytes > this.weights.size) {
      throw endsEarly(this.file, this.weights.size, start + bytes);
    }
    if (bytes > DIRECTORY_MAX) {
      throw torchFault(this.file, 'torch_long_directory');
    }
    const directory = readBytes(this.weights.fd, start, bytes);
    const members: Listed[] = [];
    for (let at = 0; at + ENTRY_BYTES <= directory.length;) {
      const lengths = [28, 30, 32].map(field => directory.readUInt16LE(at + field));
      const end = at + ENTRY_BYTES + lengths[0] + lengths[1] + lengths[2];
      if (directory.readUInt32LE(at) !== ENTRY || end > directory.length) {
        throw torchFault(this.file, 'torch_directory');
      }
      members.push(readMember(directory.subarray(at, end), lengths[0], lengths[1]));
      at = end;
    }
    return members;
  }

  /** Where the directory lies, by the record at the file's end or, in files of four gigabytes and more, by the one before it. */
  private directoryPlace(): { start: number; bytes: number } {
    const { fd, size } = this.weights;
    const from = Math.max(0, size - END_BYTES - COMMENT_MAX);
    const tail = readBytes(fd, from, size - from);
    for (let at = tail.length - END_BYTES; at >= 0; at--) {
      if (tail.readUInt32LE(at) === END && tail.readUInt16LE(at + 20) === tail.length - at - END_BYTES) {
        const place = { bytes: tail.readUInt32LE(at + 12), start: tail.readUInt32LE(at + 16) };
        const locator = at - LOCATOR_BYTES;
        return locator >= 0 && tail.readUInt32LE(locator) === LOCATOR_64
          ? this.directoryPlace64(Number(tail.readBigUInt64LE(locator + 8)))
          : place;
      }
    }
    throw endsEarly(this.file, this.weights.size);
  }

  private directoryPlace64(at: number): { start: number; bytes: number } {
    const record = at <= this.weights.size ? readBytes(this.weights.fd, at, END_64_BYTES) : Buffer.alloc(0);
    if (record.length < END_64_BYTES || record.readUInt32LE(0) !== END_64) {
      throw endsEarly(this.file, this.weights.size);
    }
    return { bytes: Number(record.readBigUInt64LE(40)), start: Number(record.readBigUInt64LE(48)) };
  }
}

/** An entry of the directory; what is too large for 32 bits stands in the extra field 1, in this order. */
function readMember(entry: Buffer, nameBytes: number, extraBytes: number): Listed {
  const extra = entry.subarray(ENTRY_BYTES + nameBytes, ENTRY_BYTES + nameBytes + extraBytes);
  const large = largeSizes(extra);
  const [size, packed, at] = [24, 20, 42].map(field => {
    const value = entry.readUInt32LE(field);
    return value === FULL_32 ? (large.shift() ?? value) : value;
  });
  return {
    name: entry.toString('utf8', ENTRY_BYTES, ENTRY_BYTES + nameBytes),
    flags: entry.readUInt16LE(8),
    method: entry.readUInt16LE(10),
    crc: entry.readUInt32LE(16),
    packed,
    size,
    at
  };
}

function largeSizes(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length;) {
    const [id, length] = [extra.readUInt16LE(at), extra.readUInt16LE(at + 2)];
    const body = extra.subarray(at + 4, at + 4 + length);
    if (id === 1) {
      return Array.from({ length: Math.floor(body.length / 8) }, (_, i) =>
        Number(body.readBigUInt64LE(8 * i))
      );
    }
    at += 4 + length;
  }
  return [];
}
