import { EngineError } from '../errors';
import { clipTextGraph } from '../graph/clip-text';
import { unetGraph } from '../graph/unet';
import type { SizeRule } from '../graph/unet';
import { vaeDecoderGraph, vaeEncoderGraph } from '../graph/vae';
import type { ModelInfo } from '../types';
import type { Checkpoint } from '../weights/checkpoint';
import { tokenizerProblems } from './open-tokenizer';

/** What sessions are made of. A UNet has one graph for sizes its levels halve evenly and one for each rule for the others. */
export type ModelName = 'text' | `unet ${SizeRule}` | 'decoder' | 'encoder';

/** The ONNX model `name` of a checkpoint. Throws EngineError where a weight is missing or has another shape. */
export function buildModel({ arch, unet, vae, text }: Checkpoint, name: ModelName): Uint8Array {
  switch (name) {
    case 'text':
      return clipTextGraph(text, arch.text);
    case 'decoder':
      return vaeDecoderGraph(vae, arch.vae);
    case 'encoder':
      return vaeEncoderGraph(vae, arch.vae);
    default:
      return unetGraph(unet, arch.unet, name.slice('unet '.length) as SizeRule);
  }
}

/** The errors of building every network, at most one each; a sound checkpoint has none. */
export function findProblems(checkpoint: Checkpoint): EngineError[] {
  const problems: EngineError[] = [];
  for (const name of ['unet even', 'decoder', 'encoder', 'text'] as const) {
    try {
      buildModel(checkpoint, name);
    } catch (error) {
      if (!(error instanceof EngineError)) {
        throw error;
      }
      problems.push(error);
    }
  }
  return [...problems, ...tokenizerProblems(checkpoint)];
}

/** What to put where, for a checkpoint without a tokenizer. */
export function tokenizerMissing({ name }: Checkpoint): EngineError {
  return new EngineError('model_incomplete', {
    file: name,
    reason: 'tokenizer_missing',
    missing: 'tokenizer/'
  });
}

/** What is known of a checkpoint whose problems were looked for. */
export function modelInfo({ name, layout, arch, unet, vae, text }: Checkpoint): ModelInfo {
  const latentScale = 2 ** (arch.vae.channels.length - 1);
  const parametersTotal = unet.parametersTaken + vae.parametersTaken + text.parametersTaken;
  return {
    name,
    family: 'sd1',
    layout,
    predictionType: arch.predictionType,
    latentChannels: arch.vae.latentChannels,
    latentScale,
    scalingFactor: arch.vae.scalingFactor,
    contextDim: arch.unet.contextDim,
    contextLength: arch.text.positions,
    sampleSize: arch.unet.sampleSize * latentScale,
    textLayers: arch.text.layers,
    parametersTotal,
    memoryBytes: 4 * parametersTotal
  };
}
