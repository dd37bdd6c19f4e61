/** What a pickle's objects become here: plain data. Nothing of it can be called, and a class is no more than its name. */
import type { Dtype } from '../dtypes';

export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Value[]
  | Tuple
  | Dict
  | Global
  | Inert
  | Storage
  | StoredTensor;

export class Tuple {
  constructor(readonly items: readonly Value[]) {}
}

/** A dict: keys and values by turns, as they were set; of two equal keys the later one counts. */
export class Dict {
  readonly items: Value[] = [];

  get(key: string): Value | undefined {
    for (let i = this.items.length - 2; i >= 0; i -= 2) {
      if (this.items[i] === key) {
        return this.items[i + 1];
      }
    }
    return undefined;
  }
}

/** A class or function by its name, `module.name`. */
export class Global {
  constructor(readonly name: string) {}
}

/** An object that is no tensor: its class, and what was put into it. */
export class Inert {
  readonly entries = new Dict();
  readonly list: Value[] = [];
  state: Value = null;

  constructor(readonly type: Global) {}
}

/** Numbers of one type that tensors lie in: those from the `first` to the `count`-th behind it in what the file keeps under `key`. */
export class Storage {
  constructor(
    readonly key: string,
    /** Null for bytes whose type the tensor says. */
    readonly dtype: Dtype | null,
    /** How many numbers the file keeps under the key, by what the pickle says. */
    readonly count: number,
    readonly view: { first: number; count: number }
  ) {}
}

/** A tensor by what its pickle says, not checked yet. */
export class StoredTensor {
  constructor(
    readonly storage: Value,
    readonly offset: Value,
    readonly size: Value,
    readonly stride: Value,
    /** Its element type where the storage is mere bytes. */
    readonly dtype: Value = null
  ) {}
}

/** Whether a value is a whole number that can count something. */
export function isCount(value: Value | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
