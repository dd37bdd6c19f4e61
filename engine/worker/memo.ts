/** A map that forgets the entries longest unused once their bytes exceed a limit. */
export class Memo {
  /** @param limitBytes how much the values may hold together; a single larger value is not kept. */
  constructor(private readonly limitBytes: number) {}

  get bytes(): number {
    return this._bytes;
  }

  /** The value under a key, which becomes the one used last. */
  get(key: string): Float32Array | undefined {
    const value = this.entries.get(key);
    if (value) {
      this.entries.delete(key);
      this.entries.set(key, value);
    }
    return value;
  }

  set(key: string, value: Float32Array): void {
    this.forget(key);
    this.entries.set(key, value);
    this._bytes += value.byteLength;
    for (const oldest of this.entries.keys()) {
      if (this._bytes <= this.limitBytes) {
        return;
      }
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    this._bytes -= this.entries.get(key)?.byteLength ?? 0;
    this.entries.delete(key);
  }

  private _bytes = 0;
  private readonly entries = new Map<string, Float32Array>();
}
