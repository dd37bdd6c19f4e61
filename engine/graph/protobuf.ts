/**
 * A writer of protobuf messages (https://protobuf.dev/programming-guides/encoding/), as much as ONNX models need. Ours because the
 * published ONNX bindings are ES modules only, which this CommonJS project can't import, and the whole format is these forty lines.
 */
const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

export class Message {
  private readonly bytes: number[] = [];
  private readonly utf8 = new TextEncoder();

  /** A whole number (int32, int64, enum, bool). */
  int(field: number, value: number | bigint): this {
    this.tag(field, VARINT);
    this.varint(BigInt.asUintN(64, BigInt(value)));
    return this;
  }

  float(field: number, value: number): this {
    this.tag(field, FIXED32);
    this.append(new Uint8Array(new Float32Array([value]).buffer));
    return this;
  }

  string(field: number, value: string): this {
    return this.raw(field, this.utf8.encode(value));
  }

  raw(field: number, value: Uint8Array): this {
    this.tag(field, BYTES);
    this.varint(BigInt(value.length));
    this.append(value);
    return this;
  }

  message(field: number, value: Message): this {
    return this.raw(field, Uint8Array.from(value.bytes));
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }

  private tag(field: number, wireType: number): void {
    this.varint(BigInt((field << 3) | wireType));
  }

  private varint(value: bigint): void {
    while (value > 0x7fn) {
      this.bytes.push(Number(value & 0x7fn) | 0x80);
      value >>= 7n;
    }
    this.bytes.push(Number(value));
  }

  private append(bytes: Uint8Array): void {
    for (const byte of bytes) {
      this.bytes.push(byte);
    }
  }
}
