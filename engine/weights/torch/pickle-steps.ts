/** The opcodes of pickles (CPython, Lib/pickletools.py) as what they do to the machine. */
import { small } from './pickle-bytes';
import type { PickleBytes } from './pickle-bytes';
import type { Machine } from './pickle-machine';
import { Dict, Tuple } from './values';
import type { Value } from './values';

/** The newest protocol there is. */
const PROTOCOL_MAX = 5;

type Step = (machine: Machine) => void;

const pushed =
  (value: (bytes: PickleBytes, machine: Machine) => Value): Step =>
  machine =>
    machine.push(value(machine.bytes, machine));

/** What each opcode does, by its name in `OPCODES`; one that is not here is not read. */
export const STEPS: Readonly<Record<string, Step | undefined>> = {
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
  BINBYTES: pushed(b => b.skipped(b.u32())),
  SHORT_BINBYTES: pushed(b => b.skipped(b.u8())),
  BINBYTES8: pushed(b => b.skipped(b.u64())),
  BYTEARRAY8: pushed(b => b.skipped(b.u64())),

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
