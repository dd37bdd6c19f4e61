/**
 * The classes and functions that a pickle may name. None is ever imported or called: the few functions that put a tensor together are told
 * here what they make, and everything else becomes an inert record. A name that is on no list refuses the file, used or not.
 */
import type { Dtype } from '../dtypes';
import { torchFault } from './torch-fault';
import type { TorchReason } from './torch-fault';
import { Dict, Global, Inert, StoredTensor, Tuple } from './values';
import type { Value } from './values';

/** Storages by their class in `torch`. */
const STORAGES: Readonly<Record<string, Dtype>> = {
  FloatStorage: 'F32',
  HalfStorage: 'F16',
  BFloat16Storage: 'BF16',
  DoubleStorage: 'F64',
  LongStorage: 'I64',
  IntStorage: 'I32',
  ShortStorage: 'I16',
  CharStorage: 'I8',
  ByteStorage: 'U8',
  BoolStorage: 'BOOL'
};

/** Element types by their name in `torch`. */
const DTYPES: Readonly<Record<string, Dtype>> = {
  float32: 'F32',
  float: 'F32',
  float16: 'F16',
  half: 'F16',
  bfloat16: 'BF16',
  float64: 'F64',
  double: 'F64',
  float8_e4m3fn: 'F8_E4M3',
  float8_e5m2: 'F8_E5M2',
  float8_e8m0fnu: 'F8_E8M0',
  int64: 'I64',
  long: 'I64',
  int32: 'I32',
  int: 'I32',
  int16: 'I16',
  short: 'I16',
  int8: 'I8',
  uint8: 'U8',
  uint16: 'U16',
  uint32: 'U32',
  uint64: 'U64',
  bool: 'BOOL'
};

const UNTYPED = /^torch\.(storage\.)?_?UntypedStorage$/;

/** The element type of a storage's class: null for one of mere bytes, undefined for what is none. */
export function dtypeOfStorage({ name }: Global): Dtype | null | undefined {
  return UNTYPED.test(name) ? null : own(STORAGES, /^torch\.(\w+)$/.exec(name)?.[1]);
}

/** The element type that a name such as torch.float16 stands for; undefined for what is none. */
export function dtypeOfName(value: Value): Dtype | undefined {
  return value instanceof Global ? own(DTYPES, /^torch\.(\w+)$/.exec(value.name)?.[1]) : undefined;
}

/** Counts the values that are copied; throws where they are too many. */
type Spend = (values: number) => void;
type Make = (args: readonly Value[], spend: Spend) => Value | undefined;

const tensor: Make = ([storage, offset, size, stride]) => new StoredTensor(storage, offset, size, stride);
const first: Make = ([value]) => value;
const dict: Make = ([items], spend) => dictOf(items, spend);

/** What calls make: undefined where the arguments are not those of the function. */
const CALLS: Readonly<Record<string, Make>> = {
  'collections.OrderedDict': dict,
  'collections.Counter': dict,
  'collections.defaultdict': ([, items], spend) => dictOf(items, spend),
  'builtins.dict': dict,
  'builtins.set': ([items]) => (Array.isArray(items) ? items : []),
  'builtins.frozenset': ([items]) => (Array.isArray(items) ? items : []),
  'builtins.list': ([items]) => (Array.isArray(items) ? items : []),
  'torch.Size': first,
  'torch._utils._rebuild_tensor': tensor,
  'torch._utils._rebuild_tensor_v2': tensor,
  'torch._utils._rebuild_tensor_v3': ([storage, offset, size, stride, , , dtype]) =>
    new StoredTensor(storage, offset, size, stride, dtype),
  'torch._utils._rebuild_parameter': first,
  'torch._utils._rebuild_parameter_with_state': first,
  'torch._tensor._rebuild_from_type_v2': ([of, , args], spend) =>
    of instanceof Global && args instanceof Tuple && CALLS[of.name] === tensor
      ? tensor(args.items, spend)
      : undefined,
  'copyreg._reconstructor': ([type], spend) => (type instanceof Global ? make(type, [], spend) : undefined)
};

/** Classes whose objects come along in checkpoints and are no weights. */
const INERT = new Set([
  ...['builtins.object', 'torch.device', 'torch.Tensor', 'torch.nn.parameter.Parameter'],
  ...['torch.storage.TypedStorage', 'torch.storage._TypedStorage'],
  ...['torch.nn.modules.container.ParameterDict', 'argparse.Namespace', '_codecs.encode', 'typing.Any'],
  ...['numpy.dtype', 'numpy.ndarray'],
  ...['numpy.core', 'numpy._core'].flatMap(core =>
    ['scalar', '_reconstruct'].map(name => `${core}.multiarray.${name}`)
  )
]);

/** Packages whose classes stand in checkpoints as keys and settings. */
const INERT_PACKAGE = /^(pytorch_lightning|lightning|lightning_fabric|omegaconf)\./;

const PYTHON_2: Readonly<Record<string, string>> = { __builtin__: 'builtins', copy_reg: 'copyreg' };

/** The class or function `module.name`. Throws torch_global, torch_module for a network, torch_dtype for a storage that is not read. */
export function globalOf(module: string, name: string, file: string): Global {
  const known = `${own(PYTHON_2, module) ?? module}.${name}`;
  const global = new Global(known);
  const allowed =
    Object.hasOwn(CALLS, known) ||
    INERT.has(known) ||
    INERT_PACKAGE.test(known) ||
    dtypeOfName(global) !== undefined ||
    dtypeOfStorage(global) !== undefined;
  if (allowed) {
    return global;
  }
  throw torchFault(file, reasonAgainst(module, name), { value: `${module}.${name}` });
}

/** Packages whose classes are networks: a file that names them is a program with its weights inside. */
const PROGRAM = /^(torch\.nn|ultralytics|models)\./;

function reasonAgainst(module: string, name: string): TorchReason {
  if (module === 'torch' && /^\w+Storage$/.test(name)) {
    return 'torch_dtype';
  }
  return PROGRAM.test(`${module}.`) ? 'torch_module' : 'torch_global';
}

/** What calling `type` would give, as data; undefined where the arguments don't fit. Throws what `spend` does. */
export function make(type: Global, args: readonly Value[], spend: Spend): Value | undefined {
  return Object.hasOwn(CALLS, type.name) ? CALLS[type.name](args, spend) : new Inert(type);
}

/** A dict of nothing, of a dict, or of a list of pairs. */
function dictOf(items: Value | undefined, spend: Spend): Dict | undefined {
  const made = new Dict();
  if (items instanceof Dict) {
    spend(items.items.length);
    appendAll(made.items, items.items);
  } else if (Array.isArray(items)) {
    spend(2 * items.length);
    const pairs = items.map(pair => (pair instanceof Tuple ? pair.items : pair));
    if (!pairs.every((pair): pair is Value[] => Array.isArray(pair) && pair.length === 2)) {
      return undefined;
    }
    appendAll(made.items, pairs.flat(1));
  }
  return made;
}

/** Appends without spreading: a call takes only so many arguments. */
function appendAll(to: Value[], values: readonly Value[]): void {
  values.forEach(value => to.push(value));
}

function own<T>(table: Readonly<Record<string, T>>, name: string | undefined): T | undefined {
  return name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
