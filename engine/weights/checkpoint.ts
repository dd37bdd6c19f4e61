import { statSync } from 'node:fs';
import { EngineError } from '../errors';
import type { Architecture } from './architecture';
import { openDiffusersFolder } from './diffusers-folder';
import type { WeightSource } from './weight-source';

/** A checkpoint whose headers and configs were read and found sound; no tensor was. */
export type Checkpoint = {
  name: string;
  layout: 'diffusers' | 'single';
  arch: Architecture;
  unet: WeightSource;
  vae: WeightSource;
  text: WeightSource;
  /** Folder that holds the tokenizer's vocab.json and merges.txt. */
  tokenizer: string;
  /** Files whose bytes decide the pictures: absolute, sorted. */
  files: readonly string[];
};

/** The checkpoint at `path`, a diffusers folder or a single .safetensors file. Throws EngineError model_*. */
export function openCheckpoint(path: string): Checkpoint {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) {
    throw new EngineError('model_missing', { name: path });
  }
  return openDiffusersFolder(path);
}
