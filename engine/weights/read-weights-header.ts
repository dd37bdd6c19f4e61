/** What a file of weights holds and where, whatever its format. No tensor is read, and nothing in the file is run. */
import { closeSync, fstatSync, openSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { readHead } from './file-bytes';
import { foreignFormat } from './foreign-formats';
import { beginsAsSafetensors, readSafetensors } from './safetensors';
import { beginsAsTorch, readTorch } from './torch';
import { inOneUnit } from './sizes';
import type { TensorEntry, WeightsHeader } from './weights-header';
import { Fault } from '../../schema/fault';

/** Bytes that tell the format: tar's mark, the last of all, ends at 262. */
const TELLING = 512;

/**
 * The checked header of the file at `path`, safetensors or torch's by its content whatever its ending. Throws Fault model_missing,
 * model_truncated, model_corrupt, model_unsupported or model_pickled, which name the file.
 */
export function readWeightsHeader(path: string): WeightsHeader {
  const fd = open(path);
  try {
    const weights = { fd, path, size: fstatSync(fd).size };
    const head = readHead(weights, TELLING);
    if (beginsAsSafetensors(head)) {
      return asUncompiled(readSafetensors(weights));
    }
    if (beginsAsTorch(head)) {
      return asUncompiled(readTorch(weights));
    }
    const file = basename(path);
    const foreign = foreignFormat(head, file);
    if (foreign) {
      throw foreign;
    }
    throw weights.size < 8
      ? new Fault('model_truncated', { file, ...inOneUnit(weights.size, 8) })
      : new Fault('model_corrupt', { file, reason: 'not_weights' });
  } finally {
    closeSync(fd);
  }
}

/** What `torch.compile` puts into the names of a network's tensors; kohya's underscored names of modules keep it, too. */
const COMPILED = /_orig_mod[._]/g;

/** The header with the names that the tensors had before their network was compiled; of two that had one, the first. */
function asUncompiled(header: WeightsHeader): WeightsHeader {
  const tensors = new Map<string, TensorEntry>();
  for (const entry of header.tensors.values()) {
    const name = entry.name.replace(COMPILED, '');
    if (!tensors.has(name)) {
      tensors.set(name, { ...entry, name });
    }
  }
  return { ...header, tensors };
}

function open(path: string): number {
  try {
    // Opening a pipe would wait for its writer.
    if (statSync(path).isFile()) {
      return openSync(path, 'r');
    }
  } catch {
    // Falls through to the same answer as what is no file.
  }
  throw new Fault('model_missing', { name: basename(path) });
}
