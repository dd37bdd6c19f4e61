import { basename, relative } from 'node:path';
import { inspectFile } from '../models';
import { toFailure } from './failure';
import type { Inspection } from '../worker';

/** What the headers of the weights at `path` tell, for the parent. Never throws: what is wrong is the inspection's `problem`. */
export function inspect(path: string): Inspection {
  const name = basename(path);
  try {
    const { kind, family, files, sizeBytes, problems, checkpoint } = inspectFile(path);
    return {
      ...unknown(path),
      kind,
      family,
      weight_files: files.map(file => relative(path, file)).sort(),
      size_bytes: sizeBytes,
      problem: problems.length > 0 ? toFailure(problems[0], name) : null,
      ...(checkpoint && {
        task: checkpoint.task,
        layout: checkpoint.layout,
        prediction_type: checkpoint.predictionType,
        native: { width: checkpoint.sampleSize, height: checkpoint.sampleSize },
        memory_bytes: checkpoint.memoryBytes,
        text_layers: checkpoint.textLayers,
        guidance_dim: checkpoint.guidanceDim
      })
    };
  } catch (error) {
    return { ...unknown(path), problem: toFailure(error, name) };
  }
}

function unknown(path: string): Inspection {
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
    guidance_dim: 0,
    problem: null
  };
}
