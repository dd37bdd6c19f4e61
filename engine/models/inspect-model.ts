import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { isOnnxFolder, onnxLimits, onnxProblems, openOnnxFolder } from '../onnx-folder';
import type { ModelInfo, NetworkLimits } from '../types';
import { openCheckpoint } from '../weights';
import type { CheckpointOptions, MissingPart } from '../weights';
import { placeOfTokenizer, type TokenizerPlace } from '../text';
import { findProblems, modelInfo } from '../networks';
import type { Fault } from '../../schema/fault';

export type Inspected = ModelInfo & {
  /** Files whose bytes decide the pictures: absolute, sorted. */
  files: readonly string[];
  sizeBytes: number;
  /** Why it can't be used, the most serious first; empty for a sound checkpoint. */
  problems: readonly Fault[];
  /** Parts it lacks, which another file can bring. */
  missing: readonly MissingPart[];
  /** Where the tokenizer of its first text encoder lies; null where its prompts can't be read. */
  tokenizer: TokenizerPlace | null;
};

/**
 * What the headers and configs of the checkpoint at `path` tell; no tensor is read. Throws Fault model_* where not even its
 * architecture can be told; missing or wrong tensors and a missing tokenizer are listed as `problems`.
 */
export function inspectModel(path: string, options: CheckpointOptions = {}): Inspected {
  if (isOnnxFolder(resolve(path))) {
    const folder = openOnnxFolder(resolve(path));
    const { info, files, sizeBytes } = folder;
    const [tokenizer] = folder.tokenizers;
    const place = tokenizer === undefined ? null : { folder: tokenizer };
    return { ...info, files, sizeBytes, problems: onnxProblems(folder), missing: [], tokenizer: place };
  }
  const checkpoint = openCheckpoint(path, options);
  const problems = findProblems(checkpoint);
  const sizeBytes = checkpoint.files.reduce((sum, file) => sum + statSync(file).size, 0);
  const { files, missing } = checkpoint;
  const tokenizer = placeOfTokenizer(checkpoint);
  return { ...modelInfo(checkpoint), files, sizeBytes, problems, missing, tokenizer };
}

/** What the networks of the checkpoint at `path` can't be asked. Throws Fault as `inspectModel` does. */
export function networkLimits(path: string): NetworkLimits {
  const place = resolve(path);
  if (isOnnxFolder(place)) {
    return onnxLimits(openOnnxFolder(place));
  }
  const { text } = openCheckpoint(path).arch;
  const clipSkipMax = Math.min(...text.map(({ layers }) => layers));
  return { clipSkipMax, fixed: false, encodes: true, width: null, height: null };
}
