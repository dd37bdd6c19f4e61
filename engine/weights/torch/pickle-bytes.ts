import { torchFault } from './torch-fault';
import type { Fault } from '../../../schema/fault';

/** Bytes of one whole number: more of them count nothing. */
const LONG_BYTES_MAX = 256;
/** Longest line of the text opcodes. */
const LINE_MAX = 1 << 16;

const NONE = new Uint8Array();
const utf8 = new TextDecoder('utf-8');
const latin1 = new TextDecoder('latin1');

/** The arguments of opcodes, read one after the other. Throws what `atEnd` says where the bytes end. */
export class PickleBytes {
  private readonly view: DataView;
  public at = 0;

  constructor(
    private readonly bytes: Uint8Array,
    readonly file: string,
    private readonly atEnd: () => Fault
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(): number {
    return this.view.getUint8(this.take(1));
  }

  u16(): number {
    return this.view.getUint16(this.take(2), true);
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  i32(): number {
    return this.view.getInt32(this.take(4), true);
  }

  /** A length of 64 bits; one that no file has runs past the end. */
  u64(): number {
    return Number(this.view.getBigUint64(this.take(8), true));
  }

  f64(): number {
    return this.view.getFloat64(this.take(8), false);
  }

  /** Python's bytes, which no weights are told by. */
  skipped(length: number): Uint8Array {
    this.take(length);
    return NONE;
  }

  private raw(length: number): Uint8Array {
    const at = this.take(length);
    return this.bytes.subarray(at, at + length);
  }

  utf8(length: number): string {
    return utf8.decode(this.raw(length));
  }

  latin1(length: number): string {
    return latin1.decode(this.raw(length));
  }

  /** A whole number in two's complement of `length` bytes, the lowest first. */
  long(length: number): number | bigint {
    const bytes = this.raw(length);
    if (length > LONG_BYTES_MAX) {
      throw torchFault(this.file, 'torch_long_number', { value: length });
    }
    const hex = Buffer.from(bytes).reverse().toString('hex');
    return small(length === 0 ? 0n : BigInt.asIntN(8 * length, BigInt(`0x${hex}`)));
  }

  /** A text up to the next line feed. */
  line(): string {
    const end = this.bytes.subarray(this.at, this.at + LINE_MAX).indexOf(0x0a);
    if (end < 0) {
      // Past the end of all lines that are read.
      this.take(LINE_MAX);
      throw torchFault(this.file, 'torch_long_line', { value: this.at - LINE_MAX });
    }
    const text = this.utf8(end);
    this.at++;
    return text;
  }

  private take(length: number): number {
    const from = this.at;
    if (length > this.bytes.length - from) {
      throw this.atEnd();
    }
    this.at += length;
    return from;
  }
}

/** A whole number as a number where that is exact. */
export function small(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
