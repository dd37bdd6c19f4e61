import { basename, relative } from 'node:path';
import { checkBeside, configDigest, inspectFile, networkLimits } from '../models';
import { readWeightsHeader } from '../weights';
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
    const { kind, family, files, sizeBytes, problems, checkpoint, aliases, adapts, vectors } =
      inspectFile(path);
    const warnings = beside && problems.length === 0 ? checkBeside(path, kind, beside) : undefined;
    const configs = configDigest(path, checkpoint?.tokenizer?.folder ?? null);
    return {
      ...uninspected(path, null),
      kind,
      family,
      weight_files: files.map(file => relative(path, file)).sort(),
      ...(configs && { configs }),
      size_bytes: sizeBytes,
      problem: problems.length > 0 ? toFailure(problems[0], name) : null,
      ...(aliases && { aliases }),
      ...(adapts && { adapts }),
      ...(vectors && { vectors }),
      ...(warnings && { warnings: warnings.map(({ code, facts }) => ({ code, facts })) }),
      ...(kind === 'lora' || kind === 'embedding' ? trainersHash(path) : {}),
      ...(checkpoint && {
        task: checkpoint.task,
        layout: checkpoint.layout,
        prediction_type: checkpoint.predictionType,
        native: { width: checkpoint.sampleSize, height: checkpoint.sampleSize },
        memory_bytes: checkpoint.memoryBytes,
        text_layers: checkpoint.textLayers,
        guidance_dim: checkpoint.guidanceDim,
        tokenizer: checkpoint.tokenizer,
        missing_parts: [...checkpoint.missing],
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

/** The hash that kohya's trainer wrote beside the tensors; nothing where it is none. */
function trainersHash(path: string): Pick<Inspection, 'model_hash'> {
  try {
    const { sshs_model_hash: hash } = readWeightsHeader(path).metadata;
    return /^(0x)?[0-9a-f]{12,64}$/.test(hash) ? { model_hash: hash.replace(/^0x/, '') } : {};
  } catch {
    return {};
  }
}
