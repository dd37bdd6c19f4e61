import { basename, relative } from 'node:path';
import { inspectModel } from '../sessions';
import { toFailure } from './failure';
import type { Inspection } from './protocol';

/** What the headers of the checkpoint at `path` tell, for the parent. Never throws: what is wrong is the inspection's `problem`. */
export function inspect(path: string): Inspection {
  const name = basename(path);
  try {
    const found = inspectModel(path);
    return {
      path,
      kind: 'checkpoint',
      family: found.family,
      task: found.task,
      layout: found.layout,
      prediction_type: found.predictionType,
      native: { width: found.sampleSize, height: found.sampleSize },
      memory_bytes: found.memoryBytes,
      weight_files: found.files.map(file => relative(path, file)).sort(),
      size_bytes: found.sizeBytes,
      text_layers: found.textLayers,
      problem: found.problems.length > 0 ? toFailure(found.problems[0], name) : null
    };
  } catch (error) {
    return {
      path,
      kind: 'checkpoint',
      family: null,
      task: null,
      layout: null,
      prediction_type: null,
      native: null,
      memory_bytes: 0,
      weight_files: [],
      size_bytes: 0,
      text_layers: 0,
      problem: toFailure(error, name)
    };
  }
}
