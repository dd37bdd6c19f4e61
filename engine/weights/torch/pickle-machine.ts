/**
 * A pickle read without running it: a stack machine whose opcodes build plain data (`values.ts`). Where Python would import, call or restore an
 * object, this makes an inert record, or a tensor's description for the few functions that make tensors (`globals.ts`). Opcodes
 * that reach outside the file (the extension registry, out-of-band buffers, textual persistent ids) are refused by their name.
 */
import { globalOf, make } from './globals';
import { OPCODES } from './opcodes';
import type { PickleBytes } from './pickle-bytes';
import { STEPS } from './pickle-steps';
import { torchFault } from './torch-fault';
import { Dict, Global, Inert, StoredTensor, Tuple } from './values';
import type { Value } from './values';
import type { Fault } from '../../../schema/fault';

/** Bytes of a pickle that are read: a checkpoint's describe thousands of tensors in less than one megabyte. */
export const PICKLE_MAX = 1 << 24;
/** Opcodes of one pickle, and what they copy: those of a checkpoint with its optimizer are a few hundred thousand. */
const STEPS_MAX = 1 << 20;
/** Characters of a class with its module. */
const NAME_MAX = 256;
/** How many of a longer one are shown. */
const NAME_SHOWN = 60;

/** What a persistent id stands for; undefined for one that is none of torch's. */
export type Persistent = (id: Value) => Value | undefined;

/** Reads one pickle from where `bytes` stand. Throws Fault torch_*; `persistent` says what ids stand for. */
export function readPickle(bytes: PickleBytes, persistent: Persistent): Value {
  return new Machine(bytes, persistent).run();
}

/** The stack and the memo that opcodes work on. Each opcode is one step, and so is each value that one copies. */
export class Machine {
  private steps = 0;
  private readonly stack: Value[] = [];
  /** Heights of the stack where MARK was. */
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, Value>();

  constructor(
    readonly bytes: PickleBytes,
    private readonly persistent: Persistent
  ) {}

  run(): Value {
    for (;;) {
      this.spend(1);
      const code = this.bytes.u8();
      if (code === STOP) {
        return this.pop();
      }
      const run = STEP_OF[code];
      if (!run) {
        const value = OPCODES[code] ?? `0x${code.toString(16).padStart(2, '0')}`;
        throw torchFault(this.bytes.file, 'torch_opcode', { value });
      }
      run(this);
    }
  }

  /** Throws torch_long_pickle where so many steps more are too many. */
  private spend(steps: number): void {
    this.steps += steps;
    if (this.steps > STEPS_MAX) {
      throw torchFault(this.bytes.file, 'torch_long_pickle');
    }
  }

  push(value: Value): void {
    this.stack.push(value);
  }

  pop(): Value {
    if (this.stack.length <= (this.marks[this.marks.length - 1] ?? 0)) {
      throw this.malformed();
    }
    return this.stack.pop()!;
  }

  get top(): Value {
    const value = this.pop();
    this.push(value);
    return value;
  }

  mark(): void {
    this.marks.push(this.stack.length);
  }

  /** What stands above the last mark. */
  popToMark(): Value[] {
    const from = this.marks.pop();
    if (from === undefined) {
      throw this.malformed();
    }
    return this.stack.splice(from);
  }

  /** POP takes a mark where nothing stands above it. */
  discard(): void {
    if (this.stack.length === this.marks[this.marks.length - 1]) {
      this.marks.pop();
    } else {
      this.pop();
    }
  }

  remember(key: number): void {
    this.memo.set(key, this.top);
  }

  memoize(): void {
    this.remember(this.memo.size);
  }

  recall(key: number): void {
    const value = this.memo.get(key);
    if (value === undefined) {
      throw this.malformed();
    }
    this.push(value);
  }

  named(module: Value, name: Value): Global {
    if (typeof module !== 'string' || typeof name !== 'string') {
      throw this.malformed();
    }
    if (module.length + name.length > NAME_MAX) {
      throw torchFault(this.bytes.file, 'torch_long_name', {
        value: `${module}.${name}`.slice(0, NAME_SHOWN)
      });
    }
    return globalOf(module, name, this.bytes.file);
  }

  /** What `type` of `args` would be, as data. */
  made(type: Value, args: Value): Value {
    const value =
      type instanceof Global && args instanceof Tuple
        ? make(type, args.items, steps => this.spend(steps))
        : undefined;
    return value === undefined ? this.fail() : value;
  }

  /** The object of a persistent id. */
  external(id: Value): Value {
    const value = this.persistent(id);
    return value === undefined ? this.fail() : value;
  }

  setItems(items: readonly Value[]): void {
    const target = this.top;
    const dict = target instanceof Inert ? target.entries : target;
    if (!(dict instanceof Dict) || items.length % 2 !== 0) {
      throw this.malformed();
    }
    items.forEach(item => dict.items.push(item));
  }

  append(items: readonly Value[]): void {
    const target = this.top;
    const list = target instanceof Inert ? target.list : target;
    if (!Array.isArray(list)) {
      throw this.malformed();
    }
    items.forEach(item => list.push(item));
  }

  /** Gives the object on top its state; what a state dict or a tensor has beside itself is no weight. */
  build(state: Value): void {
    const target = this.top;
    if (target instanceof Inert) {
      target.state = state;
    } else if (!(target instanceof Dict || target instanceof StoredTensor || Array.isArray(target))) {
      throw this.malformed();
    }
  }

  malformed(): Fault {
    return torchFault(this.bytes.file, 'torch_pickle', { value: this.bytes.at });
  }

  private fail(): never {
    throw this.malformed();
  }
}

const STEP_OF = Array.from({ length: 256 }, (_, code) => STEPS[OPCODES[code]]);
const STOP = 0x2e;
