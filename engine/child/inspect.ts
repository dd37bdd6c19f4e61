import { basename, relative } from 'node:path';
import { inspectFile } from '../models';
import { toFailure } from './failure';
import { uninspected, type Inspection } from '../worker';

/** What the headers of the weights at `path` tell, for the parent. Never throws: what is wrong is the inspection's `problem`. */
export function inspect(path: string): Inspection {
  const name = basename(path);
  try {
    const { kind, family, files, sizeBytes, problems, checkpoint } = inspectFile(path);
    return {
      ...uninspected(path, null),
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
        guidance_dim: checkpoint.guidanceDim,
        missing_parts: [...checkpoint.missing]
      })
    };
  } catch (error) {
    return uninspected(path, toFailure(error, name));
  }
}
