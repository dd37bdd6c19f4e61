/** A map that forgets the entries longest unused once their bytes exceed a limit. */
export class Memo<Value> {
  /**
   * @param limitBytes how much the values may hold together; a single larger value is not kept.
   * @param sizeOf the bytes of a value.
   */
  constructor(
    private readonly limitBytes: number,
    private readonly sizeOf: (value: Value) => number
  ) {}

  get bytes(): number {
    return this._bytes;
  }

  /** The value under a key, which becomes the one used last. */
  get(key: string): Value | undefined {
    const value = this.entries.get(key);
    if (value !== undefined) {
      this.entries.delete(key);
      this.entries.set(key, value);
    }
    return value;
  }

  set(key: string, value: Value): void {
    this.forget(key);
    this.entries.set(key, value);
    this._bytes += this.sizeOf(value);
    for (const oldest of this.entries.keys()) {
      if (this._bytes <= this.limitBytes) {
        return;
      }
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    const value = this.entries.get(key);
    if (value !== undefined) {
      this._bytes -= this.sizeOf(value);
      this.entries.delete(key);
    }
  }

  private _bytes = 0;
  private readonly entries = new Map<string, Value>();
}
