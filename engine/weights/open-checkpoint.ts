import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Checkpoint, CheckpointOptions } from './checkpoint';
import { openDiffusersFolder } from './diffusers-folder';
import { openSingleFile } from './single-file';
import { openVae } from './vae-file';
import { Fault } from '../../schema/fault';

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
  const missing = checkpoint.missing.filter(part => part !== 'vae');
  return { ...checkpoint, arch: { ...checkpoint.arch, vae: arch }, vae: weights, files, missing };
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
