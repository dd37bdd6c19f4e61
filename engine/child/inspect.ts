import { basename, relative } from 'node:path';
import { checkBeside, inspectFile, networkLimits } from '../models';
import { drawModelOf, readScheduler } from './open-model';
import { toFailure } from './failure';
import { uninspected, type Inspection } from '../worker';

/**
 * What the headers of the weights at `path` tell, for the parent; of those that are drawn with the checkpoint `beside`, whether they go
 * with it, too. Never throws: what is wrong is the inspection's `problem`.
 */
export function inspect(path: string, beside?: string): Inspection {
  const name = basename(path);
  try {
    const { kind, family, files, sizeBytes, problems, checkpoint, aliases, vectors } = inspectFile(path);
    const warnings = beside && problems.length === 0 ? checkBeside(path, kind, beside) : undefined;
    return {
      ...uninspected(path, null),
      kind,
      family,
      weight_files: files.map(file => relative(path, file)).sort(),
      size_bytes: sizeBytes,
      problem: problems.length > 0 ? toFailure(problems[0], name) : null,
      ...(aliases && { aliases }),
      ...(vectors && { vectors }),
      ...(warnings && { warnings: warnings.map(({ code, facts }) => ({ code, facts })) }),
      ...(checkpoint && {
        task: checkpoint.task,
        layout: checkpoint.layout,
        prediction_type: checkpoint.predictionType,
        native: { width: checkpoint.sampleSize, height: checkpoint.sampleSize },
        memory_bytes: checkpoint.memoryBytes,
        text_layers: checkpoint.textLayers,
        guidance_dim: checkpoint.guidanceDim,
        networks: {
          draw: drawModelOf(checkpoint, readScheduler(path)),
          limits: networkLimits(path),
          context_dim: checkpoint.contextDim,
          context_length: checkpoint.contextLength
        }
      })
    };
  } catch (error) {
    return uninspected(path, toFailure(error, name));
  }
}
