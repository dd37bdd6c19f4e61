import {
  AdapterSource,
  clipTextGraph,
  SizeRule,
  unetGraph,
  vaeDecoderGraph,
  vaeEncoderGraph
} from '../graph';
import type { ModelInfo } from '../types';
import { Checkpoint, VaeArch, WeightSource } from '../weights';
import { tokenizerProblems } from '../text';
import type { OptimizationLevel } from '../runtime';
import { Fault } from '../../schema/fault';

/** A VAE, the checkpoint's own or another. */
export type VaeNetwork = { arch: VaeArch; weights: WeightSource };

/**
 * What sessions are made of. A UNet has one graph for sizes its levels halve evenly and one for each rule for the others; `circular`
 * ones tile, `controlled` ones take what a ControlNet adds. `loras` are the paths of the LoRAs at work in it, and `vae` is that of a
 * VAE that replaces the checkpoint's own.
 */
export type NetworkSpec =
  | { network: 'text'; encoder: number; loras?: readonly string[] }
  | { network: 'unet'; rule: SizeRule; circular: boolean; loras?: readonly string[]; controlled?: boolean }
  | { network: 'decoder' | 'encoder'; vae: string | undefined; circular: boolean };

/** The ONNX model of one of a checkpoint's networks. Throws Fault where a weight is missing or has another shape. */
export function buildNetwork(
  { arch, unet, text }: Checkpoint,
  vaeAt: (path: string | undefined) => VaeNetwork,
  model: NetworkSpec,
  adapters: readonly AdapterSource[] = []
): Uint8Array {
  switch (model.network) {
    case 'text':
      return clipTextGraph(text[model.encoder], arch.text[model.encoder], adapters);
    case 'unet':
      return unetGraph(unet, arch.unet, model.rule, {
        circular: model.circular,
        controlled: model.controlled,
        adapters
      });
    case 'decoder':
    case 'encoder': {
      const { weights, arch: vae } = vaeAt(model.vae);
      const graph = model.network === 'decoder' ? vaeDecoderGraph : vaeEncoderGraph;
      return graph(weights, vae, { circular: model.circular });
    }
  }
}

/** Throws model_incomplete for a checkpoint without. */
export function ownVae({ name, arch, vae, missing }: Checkpoint): VaeNetwork {
  if (missing.includes('vae')) {
    throw new Fault('model_incomplete', { file: name, reason: 'no_vae' });
  }
  return { arch: arch.vae, weights: vae };
}

/** The errors of building every network that is there, at most one each; a sound checkpoint has none. */
export function findProblems(checkpoint: Checkpoint): Fault[] {
  const problems: Fault[] = [];
  const vaes = checkpoint.missing.includes('vae') ? [] : (['decoder', 'encoder'] as const);
  const models: NetworkSpec[] = [
    { network: 'unet', rule: 'even', circular: false },
    ...vaes.map(network => ({ network, vae: undefined, circular: false })),
    ...checkpoint.text.map((_, encoder) => ({ network: 'text' as const, encoder }))
  ];
  for (const model of models) {
    try {
      buildNetwork(checkpoint, () => ownVae(checkpoint), model);
    } catch (error) {
      if (!(error instanceof Fault)) {
        throw error;
      }
      problems.push(error);
    }
  }
  return [...problems, ...tokenizerProblems(checkpoint)];
}

/**
 * Weights, as float32, above which a second copy of them while loading is too much to ask. SD 1.5 measured on 2 cores: `all` peaks
 * at 5.8 GB and loads in 23 s, `extended` at 3.5 GB in 4 s and runs 3 % slower. The small bundled model runs 15 % faster with `all`.
 */
const LARGE_BYTES = 1e9;

/** How a checkpoint's networks are rewritten: by its size alone, since the choice moves the last bit of a picture's numbers. */
export function optimizationOf(checkpoint: Checkpoint): OptimizationLevel {
  return modelInfo(checkpoint).memoryBytes > LARGE_BYTES ? 'extended' : 'all';
}

/**
 * Fewest rows the UNet must be given. The runtime's plain convolution splits one picture among its threads and several pictures
 * whole, which sums in another order; only the blocked one (x64, channels in whole blocks of 16) computes both alike. Where a plain
 * one may occur, a row never goes alone.
 */
export function minBatchRows(checkpoint: Checkpoint): number {
  const blocked = checkpoint.arch.unet.levels.every(({ channels }) => channels % 16 === 0);
  return process.arch === 'x64' && optimizationOf(checkpoint) === 'all' && blocked ? 1 : 2;
}

/** What is known of a checkpoint whose problems were looked for. */
export function modelInfo({ name, layout, arch, unet, vae, text }: Checkpoint): ModelInfo {
  const latentScale = 2 ** (arch.vae.channels.length - 1);
  const parametersTotal = [unet, vae, ...text].reduce((sum, { parametersTaken }) => sum + parametersTaken, 0);
  return {
    name,
    family: arch.family,
    task: arch.task,
    layout,
    predictionType: arch.predictionType,
    zeroTerminalSnr: arch.zeroTerminalSnr,
    guidanceDim: arch.unet.guidanceDim,
    pooledDim: arch.unet.added?.pooledDim ?? 0,
    sizeIds: arch.unet.added?.sizeIds ?? 0,
    latentChannels: arch.vae.latentChannels,
    latentScale,
    scalingFactor: arch.vae.scalingFactor,
    contextDim: arch.unet.contextDim,
    contextLength: arch.text[0].positions,
    sampleSize: arch.unet.sampleSize * latentScale,
    tileSide: arch.vae.sampleSize,
    textLayers: arch.text[0].layers,
    parametersTotal,
    memoryBytes: 4 * parametersTotal
  };
}
