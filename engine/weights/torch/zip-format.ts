/** The format since torch 1.6: a zip whose data.pkl describes the tensors, and whose other members are their numbers. */
import { basename } from 'node:path';
import { WEIGHTS_FILE } from '../../../language/names/weight-endings';
import { Fault } from '../../../schema/fault';
import type { WeightsFile } from '../weights-header';
import { PickleBytes } from './pickle-bytes';
import { PICKLE_MAX, readPickle } from './pickle-machine';
import { storageBytes, storageOf } from './storages';
import type { Contents, PlaceOf } from './storages';
import { torchFault } from './torch-fault';
import { ZipMembers } from './zip-members';

/** Files of this size, mostly embeddings, are read through, so that a wrong checksum anywhere is seen. */
const READ_WHOLE_BYTES = 4e6;

/** Throws Fault torch_*. */
export function readZip(weights: WeightsFile): Contents {
  const file = basename(weights.path);
  const members = new ZipMembers(weights);
  const lists = members.names.filter(name => /^([^/]+\/)?data\.pkl$/.test(name));
  if (lists.length === 0 && members.names.some(name => WEIGHTS_FILE.test(name))) {
    throw new Fault('model_unsupported', { file, reason: 'is_archive' });
  }
  if (lists.length !== 1) {
    throw torchFault(file, lists.length > 1 ? 'torch_duplicate' : 'torch_no_list', { value: 'data.pkl' });
  }
  const top = lists[0].slice(0, -'data.pkl'.length);
  if (members.names.some(name => name === `${top}constants.pkl` || name.startsWith(`${top}code/`))) {
    throw torchFault(file, 'torch_script');
  }
  members.checkSound();
  if (weights.size <= READ_WHOLE_BYTES) {
    members.names.forEach(name => members.read(name));
  }
  const value = members.read(`${top}byteorder`)?.toString('latin1');
  if (value !== undefined && value.trim() !== 'little') {
    throw torchFault(file, 'torch_byteorder', { value });
  }
  const list = members.place(lists[0])!;
  if (list.length > PICKLE_MAX) {
    throw torchFault(file, 'torch_long_pickle');
  }
  const bytes = members.read(lists[0])!;
  const pickle = new PickleBytes(bytes, file, () =>
    torchFault(file, 'torch_pickle', { value: bytes.length })
  );
  const placeOf: PlaceOf = storage => {
    const place = members.place(`${top}data/${storage.key}`);
    const expected = storage.count * storageBytes(storage);
    if (!place) {
      throw torchFault(file, 'torch_missing_storage', { value: `data/${storage.key}` });
    }
    if (place.length !== expected) {
      const facts = { value: `data/${storage.key}`, found: place.length, expected };
      throw torchFault(file, 'torch_storage_size', facts);
    }
    return place;
  };
  return { root: readPickle(pickle, storageOf), placeOf };
}
