import { bitsOf } from '../dtypes';
import type { TensorEntry } from '../weights-header';
import { memoryOrder, rowMajor } from '../strides';
import { dtypeOfName } from './globals';
import { storageBytes } from './storages';
import type { PlaceOf } from './storages';
import { torchFault } from './torch-fault';
import type { TorchReason } from './torch-fault';
import { isCount, Storage, Tuple } from './values';
import type { StoredTensor, Value } from './values';

/** Bytes that a view with gaps or repetitions may take, or that are read for it: such tensors are gathered in memory. */
const GATHERED_MAX = 1 << 28;
/** How often the views of a file may take all of it together: parts of one matrix are saved with the whole of it, three or four times. */
const GATHERED_TIMES = 4;
const RANK_MAX = 16;

/** The checked entry of the tensor `name`: all its numbers lie within its storage. Throws Fault torch_*, which names it. */
export function storedEntry(
  name: string,
  tensor: StoredTensor,
  { path, file, placeOf }: { path: string; file: string; placeOf: PlaceOf }
): TensorEntry {
  const refuse = (reason: TorchReason): never => {
    throw torchFault(file, reason, { tensor: name, value: name });
  };
  const { storage } = tensor;
  if (!(storage instanceof Storage)) {
    return refuse('torch_tensor');
  }
  const dtype = storage.dtype ?? dtypeOfName(tensor.dtype) ?? refuse('torch_tensor');
  const [sizes, steps] = [numbersOf(tensor.size), numbersOf(tensor.stride)];
  if (!sizes || !steps || sizes.length !== steps.length) {
    return refuse('torch_tensor');
  }
  const bytes = bitsOf(dtype)! / 8;
  const available = Math.floor((storage.view.count * storageBytes(storage)) / bytes);
  const { offset } = tensor;
  if (
    !isCount(offset) ||
    ![...sizes, ...steps].every(isCount) ||
    !isWithin(offset, sizes, steps, available)
  ) {
    return refuse('torch_bounds');
  }
  const place = placeOf(storage);
  const count = sizes.reduce((product, size) => product * size, 1);
  const entry = {
    name,
    dtype,
    shape: sizes,
    file: path,
    offset: place.offset + storage.view.first * storageBytes(storage) + offset * bytes,
    length: count * bytes
  };
  if (rowMajor(sizes, steps)) {
    return entry;
  }
  const laid = { ...entry, strides: steps };
  return gatheredBytes(laid) > GATHERED_MAX ? refuse('torch_too_big') : laid;
}

/** Counts the views of a file of so many bytes that have to be gathered. Throws Fault torch_too_big at the first that is too much. */
export function gatheringLimit(file: string, fileBytes: number): (entry: TensorEntry) => void {
  let left = GATHERED_TIMES * fileBytes + GATHERED_MAX;
  return entry => {
    left -= gatheredBytes(entry);
    if (left < 0) {
      throw torchFault(file, 'torch_too_big', { tensor: entry.name, value: entry.name });
    }
  };
}

/** Bytes that gathering a tensor takes or reads; none for one whose numbers are a dense block. */
function gatheredBytes({ shape, strides, length, dtype }: TensorEntry): number {
  return !strides || memoryOrder(shape, strides)
    ? 0
    : Math.max(length, (spanOf(shape, strides) * bitsOf(dtype)!) / 8);
}

/** Whole numbers, one for each axis. */
function numbersOf(value: Value): number[] | undefined {
  const items = value instanceof Tuple ? value.items : Array.isArray(value) ? value : [null];
  return items.length <= RANK_MAX && items.every(item => Number.isSafeInteger(item))
    ? (items as number[])
    : undefined;
}

/** Whether the tensor has a countable number of elements, the last of which is one of `available`. */
function isWithin(
  offset: number,
  sizes: readonly number[],
  steps: readonly number[],
  available: number
): boolean {
  const count = sizes.reduce((product, size) => product * size, 1);
  const end = count === 0 ? offset : offset + spanOf(sizes, steps);
  return Number.isSafeInteger(8 * count) && end <= available;
}

/** Elements from the first to the last. */
function spanOf(sizes: readonly number[], steps: readonly number[]): number {
  return sizes.reduce((span, size, axis) => span + (size - 1) * steps[axis], 1);
}
