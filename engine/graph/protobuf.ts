/**
 * A writer of protobuf messages (https://protobuf.dev/programming-guides/encoding/), as much as ONNX models need. Ours because the
 * published ONNX bindings are ES modules only, which this CommonJS project can't import, and the whole format is these few lines.
 */
const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

const utf8 = new TextEncoder();

export class Message {
  private bytes = new Uint8Array(64);
  private length = 0;

  /** A whole number that is not negative (int32, int64, enum, bool). */
  uint(field: number, value: number): this {
    return this.varint(field * 8 + VARINT).varint(value);
  }

  /** A whole number that may be negative: protobuf writes it as the 64-bit two's complement. */
  int(field: number, value: number): this {
    if (value >= 0) {
      return this.uint(field, value);
    }
    this.varint(field * 8 + VARINT);
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 0x7fn; rest >>= 7n) {
      this.byte(Number(rest & 0x7fn) + 0x80);
    }
    return this.byte(Number(rest));
  }

  float(field: number, value: number): this {
    return this.varint(field * 8 + FIXED32).append(new Uint8Array(new Float32Array([value]).buffer));
  }

  string(field: number, value: string): this {
    return this.raw(field, utf8.encode(value));
  }

  raw(field: number, value: Uint8Array): this {
    return this.varint(field * 8 + BYTES)
      .varint(value.length)
      .append(value);
  }

  message(field: number, value: Message): this {
    return this.raw(field, value.finish());
  }

  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** Seven bits a byte, lowest first; division because file offsets pass 32 bits. */
  private varint(value: number): this {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) {
      this.byte((rest % 0x80) + 0x80);
    }
    return this.byte(rest);
  }

  private byte(value: number): this {
    this.reserve(1);
    this.bytes[this.length++] = value;
    return this;
  }

  private append(values: Uint8Array): this {
    this.reserve(values.length);
    this.bytes.set(values, this.length);
    this.length += values.length;
    return this;
  }

  private reserve(more: number): void {
    if (this.length + more > this.bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + more));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
  }
}
