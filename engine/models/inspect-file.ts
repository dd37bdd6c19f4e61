import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readControlNet } from '../controlnet';
import { inspectFaceRestorer } from '../face-restorers';
import { controlNetGraph, vaeDecoderGraph, vaeEncoderGraph } from '../graph';
import { inspectPictureNetwork } from '../picture-networks';
import type { PictureNetworkInfo } from '../picture-networks';
import { readEmbedding } from '../text';
import type { ModelFamily } from '../types';
import { fileKindOf, inspectLora, openVae, readJson, readLora, readWeightsHeader } from '../weights';
import type { FileKind } from '../../schema/wire';
import { inspectModel } from './inspect-model';
import type { Inspected } from './inspect-model';
import { Fault } from '../../schema/fault';

/** What a file or folder of weights is, and whether it can be used. */
export type FileInspection = {
  kind: FileKind;
  /** Which checkpoints it goes with; null where any does or nothing tells. */
  family: ModelFamily | null;
  /** Files whose bytes decide the pictures: absolute, sorted. */
  files: readonly string[];
  sizeBytes: number;
  /** Why it can't be used, the most serious first; empty for what is sound. */
  problems: readonly Fault[];
  /** What is known of a checkpoint; null for other kinds, and where not even its architecture can be told. */
  checkpoint: Inspected | null;
  /** What a LoRA calls itself, as A1111 shows it: kohya's `ss_output_name`. */
  aliases?: readonly string[];
  /** Which networks a LoRA has weights for. */
  adapts?: { text: boolean; unet: boolean };
  /** How many vectors an embedding has, and their width in each encoder it is for. */
  vectors?: { count: number; widths: readonly number[] };
  /** What a network for pictures does with them. */
  pictures?: PictureNetworkInfo;
};

/** What the headers and configs at `path` tell, of whatever kind it is; no tensor is read. What is wrong is listed, not thrown. */
export function inspectFile(path: string): FileInspection {
  let kind: FileKind = 'checkpoint';
  try {
    kind = kindOf(path);
    return { kind, ...INSPECTORS[kind](path) };
  } catch (error) {
    if (!(error instanceof Fault)) {
      throw error;
    }
    return { kind, family: null, files: [], sizeBytes: 0, problems: [error], checkpoint: null };
  }
}

/** A folder by what its configs say, a file by its keys. */
function kindOf(path: string): FileKind {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    return fileKindOf(readWeightsHeader(path));
  }
  const config = join(path, 'config.json');
  const name = existsSync(config) ? readJson(config, 'config.json')._class_name : undefined;
  const kinds: Readonly<Record<string, FileKind>> = { AutoencoderKL: 'vae', ControlNetModel: 'controlnet' };
  return kinds[String(name)] ?? 'checkpoint';
}

type Found = Omit<FileInspection, 'kind'>;

/** Of every VAE of Stable Diffusion 1, 2 and XL; the factor plays no part in its soundness. */
const REPLACED_VAE = { groups: 32, scalingFactor: 1, sampleSize: 512, latentChannels: 4 };

/** Widths of all of a family's text encoders together. */
const CONTEXT_FAMILIES: Readonly<Record<number, ModelFamily>> = { 768: 'sd1', 1024: 'sd2', 2048: 'sdxl' };

const INSPECTORS: Readonly<Record<FileKind, (path: string) => Found>> = {
  checkpoint: path => {
    const checkpoint = inspectModel(path);
    const { family, files, sizeBytes, problems } = checkpoint;
    return { family, files, sizeBytes, problems, checkpoint };
  },
  vae: path => {
    const { arch, weights, files } = openVae(path, REPLACED_VAE);
    vaeDecoderGraph(weights, arch);
    vaeEncoderGraph(weights, arch);
    return sound(null, files);
  },
  lora: path => {
    const lora = readLora(path);
    const { family, foreign, unsupported: kinds, text, unet } = inspectLora(lora);
    if (foreign) {
      throw new Fault('model_unsupported', { file: basename(path), reason: 'family', value: foreign });
    }
    if (kinds.length > 0) {
      const { tensor } = lora.unsupported[0];
      throw new Fault('lora_unfit', { lora: basename(path), reason: 'kind', kinds, tensor });
    }
    const alias = lora.metadata.ss_output_name?.trim();
    return {
      ...sound(family, [path]),
      adapts: { text, unet },
      ...(alias && alias !== 'None' ? { aliases: [alias] } : {})
    };
  },
  embedding: path => {
    const { vectors } = readEmbedding(path);
    const width = vectors.reduce((sum, each) => sum + each.width, 0);
    const { count } = vectors[0];
    return {
      ...sound(CONTEXT_FAMILIES[width] ?? null, [path]),
      vectors: { count, widths: vectors.map(each => each.width) }
    };
  },
  upscaler: path => {
    return { ...sound(null, [path]), pictures: inspectPictureNetwork(path) };
  },
  face_restorer: path => {
    inspectFaceRestorer(path);
    return sound(null, [path]);
  },
  controlnet: path => {
    if (!statSync(path).isDirectory()) {
      const facts = { reason: 'file_missing', missing: 'config.json' };
      throw new Fault('model_incomplete', { file: basename(path), ...facts });
    }
    const { arch, weights, files } = readControlNet(path);
    controlNetGraph(weights, arch);
    return sound(CONTEXT_FAMILIES[arch.unet.contextDim] ?? null, files);
  }
};

function sound(family: ModelFamily | null, files: readonly string[]): Found {
  const sizeBytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  return { family, files, sizeBytes, problems: [], checkpoint: null };
}
