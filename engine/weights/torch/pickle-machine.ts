/**
 * A pickle read without running it: a stack machine whose opcodes build plain data (`values.ts`). Where Python would import, call or restore an
 * object, this makes an inert record, or a tensor's description for the few functions that make tensors (`globals.ts`). Opcodes
 * that reach outside the file (the extension registry, out-of-band buffers, textual persistent ids) are refused by their name.
 */
import { globalOf, make } from './globals';
import { OPCODES } from './opcodes';
import { small } from './pickle-bytes';
import type { PickleBytes } from './pickle-bytes';
import { torchFault } from './torch-fault';
import { Dict, Global, Inert, StoredTensor, Tuple } from './values';
import type { Value } from './values';
import type { Fault } from '../../../schema/fault';

/** Bytes of a pickle that are read: a checkpoint's describe thousands of tensors in less than one megabyte. */
export const PICKLE_MAX = 1 << 24;
/** The newest protocol there is. */
const PROTOCOL_MAX = 5;
/** Opcodes of one pickle: those of a checkpoint with its optimizer are a few hundred thousand. */
const STEPS_MAX = 1 << 20;

/** What a persistent id stands for; undefined for one that is none of torch's. */
export type Persistent = (id: Value) => Value | undefined;

/** Reads one pickle from where `bytes` stand. Throws Fault torch_*; `persistent` says what ids stand for. */
export function readPickle(bytes: PickleBytes, persistent: Persistent): Value {
  return new Machine(bytes, persistent).run();
}

type Step = (machine: Machine) => void;

class Machine {
  private readonly stack: Value[] = [];
  /** Heights of the stack where MARK was. */
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, Value>();

  constructor(
    readonly bytes: PickleBytes,
    private readonly persistent: Persistent
  ) {}

  run(): Value {
    for (let step = 0; step < STEPS_MAX; step++) {
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
    throw torchFault(this.bytes.file, 'torch_too_big', { value: 'its pickle' });
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
    return globalOf(module, name, this.bytes.file);
  }

  /** What `type` of `args` would be, as data. */
  made(type: Value, args: Value): Value {
    const value = type instanceof Global && args instanceof Tuple ? make(type, args.items) : undefined;
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

const pushed =
  (value: (bytes: PickleBytes, machine: Machine) => Value): Step =>
  machine =>
    machine.push(value(machine.bytes, machine));

/** What each opcode does; one that is not here is not read. */
const STEPS: Readonly<Record<string, Step>> = {
  PROTO: m => {
    if (m.bytes.u8() > PROTOCOL_MAX) {
      throw m.malformed();
    }
  },
  FRAME: m => void m.bytes.u64(),
  MARK: m => m.mark(),
  POP: m => m.discard(),
  POP_MARK: m => void m.popToMark(),
  DUP: m => m.push(m.top),

  NONE: pushed(() => null),
  NEWTRUE: pushed(() => true),
  NEWFALSE: pushed(() => false),
  BININT: pushed(b => b.i32()),
  BININT1: pushed(b => b.u8()),
  BININT2: pushed(b => b.u16()),
  LONG1: pushed(b => b.long(b.u8())),
  LONG4: pushed(b => b.long(b.u32())),
  BINFLOAT: pushed(b => b.f64()),
  INT: pushed((b, m) => textNumber(b.line(), m)),
  LONG: pushed((b, m) => textNumber(b.line().replace(/L$/, ''), m)),
  FLOAT: pushed(b => Number(b.line())),

  BINUNICODE: pushed(b => b.utf8(b.u32())),
  SHORT_BINUNICODE: pushed(b => b.utf8(b.u8())),
  BINUNICODE8: pushed(b => b.utf8(b.u64())),
  UNICODE: pushed(b => b.line()),
  // What was a str of Python 2.
  STRING: pushed(b => b.line().replace(/^(['"])(.*)\1$/, '$2')),
  BINSTRING: pushed(b => b.latin1(b.u32())),
  SHORT_BINSTRING: pushed(b => b.latin1(b.u8())),
  BINBYTES: pushed(b => b.raw(b.u32())),
  SHORT_BINBYTES: pushed(b => b.raw(b.u8())),
  BINBYTES8: pushed(b => b.raw(b.u64())),
  BYTEARRAY8: pushed(b => b.raw(b.u64())),

  EMPTY_LIST: pushed(() => []),
  LIST: pushed((_, m) => m.popToMark()),
  APPEND: m => m.append([m.pop()]),
  APPENDS: m => m.append(m.popToMark()),
  EMPTY_SET: pushed(() => []),
  ADDITEMS: m => m.append(m.popToMark()),
  FROZENSET: pushed((_, m) => m.popToMark()),
  EMPTY_TUPLE: pushed(() => new Tuple([])),
  TUPLE: pushed((_, m) => new Tuple(m.popToMark())),
  TUPLE1: pushed((_, m) => new Tuple([m.pop()])),
  TUPLE2: pushed((_, m) => new Tuple([m.pop(), m.pop()].reverse())),
  TUPLE3: pushed((_, m) => new Tuple([m.pop(), m.pop(), m.pop()].reverse())),
  EMPTY_DICT: pushed(() => new Dict()),
  DICT: m => {
    const items = m.popToMark();
    m.push(new Dict());
    m.setItems(items);
  },
  SETITEM: m => m.setItems([m.pop(), m.pop()].reverse()),
  SETITEMS: m => m.setItems(m.popToMark()),

  PUT: m => m.remember(index(m.bytes.line(), m)),
  BINPUT: m => m.remember(m.bytes.u8()),
  LONG_BINPUT: m => m.remember(m.bytes.u32()),
  MEMOIZE: m => m.memoize(),
  GET: m => m.recall(index(m.bytes.line(), m)),
  BINGET: m => m.recall(m.bytes.u8()),
  LONG_BINGET: m => m.recall(m.bytes.u32()),

  GLOBAL: pushed((b, m) => m.named(b.line(), b.line())),
  STACK_GLOBAL: m => {
    const name = m.pop();
    m.push(m.named(m.pop(), name));
  },
  REDUCE: m => {
    const args = m.pop();
    m.push(m.made(m.pop(), args));
  },
  NEWOBJ: m => {
    const args = m.pop();
    m.push(m.made(m.pop(), args));
  },
  NEWOBJ_EX: m => {
    m.pop();
    const args = m.pop();
    m.push(m.made(m.pop(), args));
  },
  INST: m => {
    const type = m.named(m.bytes.line(), m.bytes.line());
    m.push(m.made(type, new Tuple(m.popToMark())));
  },
  OBJ: m => {
    const [type = null, ...args] = m.popToMark();
    m.push(m.made(type, new Tuple(args)));
  },
  BUILD: m => m.build(m.pop()),
  BINPERSID: m => m.push(m.external(m.pop()))
};

const STEP_OF = Array.from({ length: 256 }, (_, code): Step | undefined => STEPS[OPCODES[code]]);
const STOP = 0x2e;

/** A whole number in digits; protocol 0 writes truth as 00 and 01. */
function textNumber(text: string, m: Machine): Value {
  if (text === '00' || text === '01') {
    return text === '01';
  }
  if (!/^\s*[+-]?\d{1,640}\s*$/.test(text)) {
    throw m.malformed();
  }
  return small(BigInt(text.trim().replace(/^\+/, '')));
}

function index(text: string, m: Machine): number {
  if (!/^\d{1,10}$/.test(text)) {
    throw m.malformed();
  }
  return Number(text);
}
