import { bitsOf } from '../dtypes';
import { dtypeOfStorage } from './globals';
import type { Persistent } from './pickle-machine';
import { Global, isCount, Storage, Tuple } from './values';
import type { Value } from './values';
import type { Place } from './zip-members';

/** Where the numbers of a storage lie in the file. Throws Fault torch_missing_storage or torch_storage_size. */
export type PlaceOf = (storage: Storage) => Place;

/** What a file holds, and where the numbers of its storages are. */
export type Contents = { root: Value; placeOf: PlaceOf };

/** Bytes of each of what a storage counts. */
export function storageBytes({ dtype }: Storage): number {
  return dtype === null ? 1 : bitsOf(dtype)! / 8;
}

/** Characters of a key: torch counts its storages, or took their addresses. */
const KEY_MAX = 256;

/** ('storage', class, key, device, count), and in old files a view of it: (key, first, count). The device says nothing here. */
export const storageOf: Persistent = id => {
  const [kind, type, key, , count, view = null] = id instanceof Tuple ? id.items : [];
  const dtype = type instanceof Global ? dtypeOfStorage(type) : undefined;
  const isKey = typeof key === 'string' && key.length <= KEY_MAX;
  if (kind !== 'storage' || dtype === undefined || !isKey || !isCount(count)) {
    return undefined;
  }
  const [, first, length] = view instanceof Tuple ? view.items : [null, 0, count];
  const sound = isCount(first) && isCount(length) && first + length <= count;
  return sound ? new Storage(key, dtype, count, { first, count: length }) : undefined;
};
