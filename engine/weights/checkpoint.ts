import type { Architecture } from './architecture';
import type { WeightSource } from './weight-source';

/** A part of a checkpoint that a cell may take from another file. */
export type MissingPart = 'vae';

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
  /** Parts it lacks, which another file can bring; of these `arch` tells what all of the family have. */
  missing: readonly MissingPart[];
};

export type CheckpointOptions = {
  /** Path of an arch.json for a single file, instead of `<stem>.arch.json` beside it. */
  arch?: string;
  /** Path of a VAE (folder or file) to use instead of the checkpoint's own. */
  vae?: string;
};
