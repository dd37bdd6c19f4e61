import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Architecture } from './architecture';
import { openDiffusersFolder } from './diffusers-folder';
import { openSingleFile } from './single-file';
import { openVae } from './vae-file';
import type { WeightSource } from './weight-source';
import { Fault } from '../../schema/fault';

/** A checkpoint whose headers and configs were read and found sound; no tensor was. */
export type Checkpoint = {
  name: string;
  layout: 'diffusers' | 'single';
  arch: Architecture;
  unet: WeightSource;
  vae: WeightSource;
  /** One for each text encoder. */
  text: readonly WeightSource[];
  /** Folder with the tokenizer's vocab.json and merges.txt; undefined where none was found. */
  tokenizer: string | undefined;
  /** Folder of the second text encoder's tokenizer where it has one of its own: the same words, padded otherwise. */
  secondTokenizer: string | undefined;
  /** Files whose bytes decide the pictures: absolute, sorted. */
  files: readonly string[];
};

export type CheckpointOptions = {
  /** Path of an arch.json for a single file, instead of `<stem>.arch.json` beside it. */
  arch?: string;
  /** Path of a VAE (folder or file) to use instead of the checkpoint's own. */
  vae?: string;
};

/** The checkpoint at `path`, a diffusers folder or a single .safetensors file. Throws Fault model_*. */
export function openCheckpoint(path: string, { arch, vae }: CheckpointOptions = {}): Checkpoint {
  const place = resolve(path);
  const stat = statSync(place, { throwIfNoEntry: false });
  if (!stat) {
    throw new Fault('model_missing', { name: basename(place) });
  }
  const own = stat.isDirectory() ? openDiffusersFolder(place) : openSingleFile(place, arch);
  const checkpoint = vae === undefined ? own : withVae(own, resolve(vae));
  checkParts(checkpoint);
  return checkpoint;
}

function withVae(checkpoint: Checkpoint, path: string): Checkpoint {
  const { arch, weights, files: own } = openVae(path, checkpoint.arch.vae);
  const files = [...checkpoint.files, ...own].sort();
  return { ...checkpoint, arch: { ...checkpoint.arch, vae: arch }, vae: weights, files };
}

/** Refuses parts that don't fit each other. */
function checkParts({ name, arch: { unet, vae, text } }: Checkpoint): void {
  const facts = { file: name, reason: 'config_value' };
  if (unet.outChannels !== vae.latentChannels) {
    throw new Fault('model_unsupported', { ...facts, key: 'out_channels', value: unet.outChannels });
  }
  if (text.some(({ positions }) => positions !== text[0].positions)) {
    const value = text[text.length - 1].positions;
    throw new Fault('model_unsupported', { ...facts, key: 'max_position_embeddings', value });
  }
  if (unet.contextDim !== text.reduce((sum, { width }) => sum + width, 0)) {
    throw new Fault('model_unsupported', {
      ...facts,
      key: 'cross_attention_dim',
      value: unet.contextDim
    });
  }
}
