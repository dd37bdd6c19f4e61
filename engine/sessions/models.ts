import { EngineError } from '../errors';
import { clipTextGraph } from '../graph/clip-text';
import { unetGraph } from '../graph/unet';
import type { SizeRule } from '../graph/unet';
import { vaeDecoderGraph, vaeEncoderGraph } from '../graph/vae';
import type { ModelInfo } from '../types';
import type { Checkpoint } from '../weights/checkpoint';
import { tokenizerProblems } from './open-tokenizer';
import type { Rewriting } from './session';

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

/**
 * Weights, as float32, above which a second copy of them while loading is too much to ask. SD 1.5 measured on 2 cores: `all` peaks
 * at 5.8 GB and loads in 23 s, `extended` at 3.5 GB in 4 s and runs 3 % slower. The small bundled model runs 15 % faster with `all`.
 */
const LARGE_BYTES = 1e9;

/** How a checkpoint's networks are rewritten: by its size alone, since the choice moves the last bit of a picture's numbers. */
export function rewritingOf(checkpoint: Checkpoint): Rewriting {
  return modelInfo(checkpoint).memoryBytes > LARGE_BYTES ? 'extended' : 'all';
}

/**
 * Fewest rows the UNet must be given. The runtime's plain convolution splits one picture among its threads and several pictures
 * whole, which sums in another order; only the blocked one (x64, channels in whole blocks of 16) computes both alike. Where a plain
 * one may occur, a row never goes alone.
 */
export function leastRows(checkpoint: Checkpoint): number {
  const blocked = checkpoint.arch.unet.levels.every(({ channels }) => channels % 16 === 0);
  return process.arch === 'x64' && rewritingOf(checkpoint) === 'all' && blocked ? 1 : 2;
}

/** What is known of a checkpoint whose problems were looked for. */
export function modelInfo({ name, layout, arch, unet, vae, text }: Checkpoint): ModelInfo {
  const latentScale = 2 ** (arch.vae.channels.length - 1);
  const parametersTotal = unet.parametersTaken + vae.parametersTaken + text.parametersTaken;
  return {
    name,
    family: 'sd1',
    task: 'plain',
    layout,
    predictionType: arch.predictionType,
    zeroTerminalSnr: false,
    guidanceDim: 0,
    pooledDim: 0,
    sizeIds: 0,
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
