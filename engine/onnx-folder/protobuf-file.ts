/**
 * A reader of protobuf messages (https://protobuf.dev/programming-guides/encoding/) in a file that may be larger than memory: a field is
 * a place in the file until somebody asks for what it holds, so gigabytes of weights are stepped over. Whatever the bytes are, reading
 * ends soon and in a value or an Fault: lengths are held against the message around them, and fields are counted.
 */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Fault } from '../../schema/fault';

/** A field of a message: a number, or the bytes [from, to) of the file. */
export type Field = { number: number; value: number; from: number; to: number };

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

const WINDOW_BYTES = 1 << 16;
/** An exported SDXL has some hundred thousand fields. */
const FIELDS_LIMIT = 3e6;
/** Names and paths; more is no name. */
const STRING_LIMIT = 1 << 14;

export class ProtobufFile {
  readonly size: number;
  private readonly fd: number;
  private readonly window = Buffer.alloc(WINDOW_BYTES);
  private windowFrom = 0;
  private windowTo = 0;
  private fieldsRead = 0;

  /** Opens the file at `path`. Throws Fault model_missing. */
  constructor(readonly path: string) {
    // Opening a pipe would wait for its writer.
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
      throw new Fault('model_missing', { name: basename(path) });
    }
    this.fd = openSync(path, 'r');
    this.size = fstatSync(this.fd).size;
  }

  close(): void {
    closeSync(this.fd);
  }

  /** What is wrong with the file (model_corrupt). */
  corrupt(reason: string, tensor?: string): Fault {
    return new Fault('model_corrupt', { file: basename(this.path), reason, tensor });
  }

  /** The fields of the message at [from, to). Throws model_corrupt where the bytes are no message. */
  *fields(from = 0, to = this.size): Generator<Field> {
    let at = from;
    while (at < to) {
      if (++this.fieldsRead > FIELDS_LIMIT) {
        throw this.corrupt('not_onnx');
      }
      const key = this.varint(at, to);
      const number = Math.floor(key.value / 8);
      const field = this.field(number, key.value % 8, key.next, to);
      if (number === 0 || field.to > to) {
        throw this.corrupt('not_onnx');
      }
      yield field;
      at = field.to;
    }
  }

  string({ from, to }: Field): string {
    if (to - from > STRING_LIMIT) {
      throw this.corrupt('not_onnx');
    }
    return this.bytes(from, to).toString('utf8');
  }

  /** The numbers of a repeated field, one by one or packed. */
  numbers({ value, from, to }: Field): number[] {
    if (!Number.isNaN(value)) {
      return [value];
    }
    const all: number[] = [];
    for (let at = from; at < to;) {
      const { value: number, next } = this.varint(at, to);
      if (all.push(number) > STRING_LIMIT) {
        throw this.corrupt('not_onnx');
      }
      at = next;
    }
    return all;
  }

  bytes(from: number, to: number): Buffer {
    const bytes = Buffer.alloc(to - from);
    readSync(this.fd, bytes, 0, bytes.length, from);
    return bytes;
  }

  private field(number: number, wire: number, at: number, end: number): Field {
    switch (wire) {
      case VARINT: {
        const { value, next } = this.varint(at, end);
        return { number, value, from: at, to: next };
      }
      case BYTES: {
        const { value: length, next } = this.varint(at, end);
        if (length < 0) {
          throw this.corrupt('not_onnx');
        }
        return { number, value: NaN, from: next, to: next + length };
      }
      case FIXED32:
        return { number, value: NaN, from: at, to: at + 4 };
      case FIXED64:
        return { number, value: NaN, from: at, to: at + 8 };
      default:
        throw this.corrupt('not_onnx');
    }
  }

  /** Seven bits a byte, lowest first; 64-bit two's complement. Exact to 2^53, which no size or offset passes. */
  private varint(from: number, end: number): { value: number; next: number } {
    let value = 0;
    // What is missing to all ones, exact where the value is a small negative number.
    let missing = 0;
    for (let i = 0; i < 10 && from + i < end; i++) {
      const byte = this.byte(from + i);
      value += (byte % 0x80) * 2 ** (7 * i);
      if (byte < 0x80) {
        // The tenth byte holds one bit, the sign.
        return { value: i === 9 && byte === 1 ? -1 - missing : value, next: from + i + 1 };
      }
      missing += (0x7f - (byte % 0x80)) * 2 ** (7 * i);
    }
    throw this.corrupt('not_onnx');
  }

  private byte(at: number): number {
    if (at < this.windowFrom || at >= this.windowTo) {
      this.windowFrom = at;
      this.windowTo = at + readSync(this.fd, this.window, 0, WINDOW_BYTES, at);
      if (this.windowTo === at) {
        throw this.corrupt('not_onnx');
      }
    }
    return this.window[at - this.windowFrom];
  }
}
