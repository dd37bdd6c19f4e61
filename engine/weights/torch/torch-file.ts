/**
 * What torch.save writes, read without running it: a pickle describes the tensors, whose numbers lie beside it and are used where they
 * are.
 */
import { basename } from 'node:path';
import { readHead } from '../file-bytes';
import type { TensorEntry, WeightsFile, WeightsHeader } from '../weights-header';
import { readLegacy } from './legacy-format';
import { namedTensors, unwrapped } from './named-tensors';
import { checkKind } from './other-contents';
import { gatheringLimit, storedEntry } from './stored-entry';
import { torchFault } from './torch-fault';
import { readZip } from './zip-format';

/** Where a tar has its mark. */
const TAR_MARK = 257;

/** Whether a file begins as one that torch.save wrote may: a zip, a pickle or a tar. */
export function beginsAsTorch(head: Buffer): boolean {
  const isZip = head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5);
  return isZip || isPickle(head) || isTar(head);
}

const isPickle = (head: Buffer): boolean => head[0] === 0x80 && head[1] >= 2 && head[1] <= 5;
const isTar = (head: Buffer): boolean => head.toString('latin1', TAR_MARK, TAR_MARK + 5) === 'ustar';

/** The checked header of an open file that begins so. Throws Fault model_pickled, model_truncated, model_corrupt or model_unsupported. */
export function readTorch(weights: WeightsFile): WeightsHeader {
  const { path, size } = weights;
  const file = basename(path);
  const head = readHead(weights, TAR_MARK + 5);
  if (isTar(head)) {
    throw torchFault(file, 'torch_tar');
  }
  const { root, placeOf } = isPickle(head) ? readLegacy(weights) : readZip(weights);
  checkKind(root, file);
  const tensors = new Map<string, TensorEntry>();
  const count = gatheringLimit(file, size);
  for (const { name, tensor } of namedTensors(unwrapped(root).value, file)) {
    if (tensors.has(name)) {
      throw torchFault(file, 'torch_duplicate', { value: name });
    }
    const entry = storedEntry(name, tensor, { path, file, placeOf });
    count(entry);
    tensors.set(name, entry);
  }
  if (tensors.size === 0) {
    throw torchFault(file, 'torch_no_tensors');
  }
  return { file: path, files: [path], sizeBytes: size, metadata: {}, tensors };
}
