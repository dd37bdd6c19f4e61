/**
 * The format before torch 1.6: pickles of a magic number, a protocol, the system, the object and the storages' keys, and behind them the
 * numbers of each storage.
 */
import { basename } from 'node:path';
import { readBytes, readHead } from '../file-bytes';
import type { WeightsFile } from '../weights-header';
import { PickleBytes } from './pickle-bytes';
import { PICKLE_MAX, readPickle } from './pickle-machine';
import type { Persistent } from './pickle-machine';
import { storageBytes, storageOf } from './storages';
import type { Contents, PlaceOf } from './storages';
import { endsEarly, torchFault } from './torch-fault';
import { Dict, Storage } from './values';
import type { Value } from './values';
import type { Place } from './zip-members';

const MAGIC = 0x1950a86a20f9469cfc6cn;
const PROTOCOL = 1001;

/** The other pickles refer to no storages; what stands there instead of one of torch's own ends as another value than is awaited. */
const noStorages: Persistent = () => null;

/** Throws Fault torch_*. */
export function readLegacy(weights: WeightsFile): Contents {
  const { size, path } = weights;
  const file = basename(path);
  const bytes = readHead(weights, PICKLE_MAX);
  const pickles = new PickleBytes(bytes, file, () =>
    bytes.length === size ? endsEarly(file, size) : torchFault(file, 'torch_long_pickle')
  );
  const storages = new Map<string, Storage>();
  const remember: Persistent = id => {
    const storage = storageOf(id);
    if (storage instanceof Storage) {
      storages.set(storage.key, storage);
    }
    return storage;
  };
  if (readPickle(pickles, noStorages) !== MAGIC) {
    throw torchFault(file, 'torch_bare');
  }
  if (readPickle(pickles, noStorages) !== PROTOCOL) {
    throw torchFault(file, 'torch_pickle', { value: pickles.at });
  }
  const system = readPickle(pickles, noStorages);
  if (system instanceof Dict && system.get('little_endian') === false) {
    throw torchFault(file, 'torch_byteorder', { value: 'big' });
  }
  const root = readPickle(pickles, remember);
  const keys = readPickle(pickles, noStorages);
  if (!Array.isArray(keys)) {
    throw torchFault(file, 'torch_pickle', { value: pickles.at });
  }
  const places = placesOf(keys, pickles.at, storages, weights);
  const placeOf: PlaceOf = storage => {
    const place = places.get(storage.key);
    if (!place || place.length !== storage.count * storageBytes(storage)) {
      throw torchFault(file, 'torch_missing_storage', { value: storage.key });
    }
    return place;
  };
  return { root, placeOf };
}

/** Where each storage's numbers lie: one after the other behind the pickles, each behind its count. */
function placesOf(
  keys: readonly Value[],
  from: number,
  storages: ReadonlyMap<string, Storage>,
  { fd, path, size }: WeightsFile
): Map<string, Place> {
  const file = basename(path);
  const laid = keys.map(key => {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (!storage) {
      throw torchFault(file, 'torch_pickle', { value: from });
    }
    return { storage, length: storage.count * storageBytes(storage) };
  });
  const end = laid.reduce((at, { length }) => at + 8 + length, from);
  if (end > size) {
    throw endsEarly(file, size, end);
  }
  const places = new Map<string, Place>();
  let at = from;
  for (const { storage, length } of laid) {
    if (places.has(storage.key)) {
      throw torchFault(file, 'torch_duplicate', { value: storage.key });
    }
    const found = Number(readBytes(fd, at, 8).readBigUInt64LE(0));
    if (found !== storage.count) {
      const facts = { value: storage.key, found: found * storageBytes(storage), expected: length };
      throw torchFault(file, 'torch_storage_size', facts);
    }
    places.set(storage.key, { offset: at + 8, length });
    at += 8 + length;
  }
  return places;
}
