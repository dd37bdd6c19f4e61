/** What a file of weights holds and where, whatever its format. No tensor is read, and nothing in the file is run. */
import { closeSync, fstatSync, openSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { readHead } from './file-bytes';
import { foreignFormat } from './foreign-formats';
import { beginsAsSafetensors, readSafetensors } from './safetensors';
import { beginsAsTorch, readTorch } from './torch';
import { inOneUnit } from './sizes';
import type { WeightsHeader } from './weights-header';
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
      return readSafetensors(weights);
    }
    if (beginsAsTorch(head)) {
      return readTorch(weights);
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
