import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { holdsTokenizer, clipTokenizer } from './clip-tokenizer';
import type { ModelFamily } from '../types';
import type { TextArch, UNetArch } from './architecture';
import type { Checkpoint } from './checkpoint';
import { isListed, lonePart, refuseForeignIndex, refuseForeignUNet } from './foreign-folder';
import { readPart } from './part-weights';
import { readPredictionType, readTextConfig, readUNetConfig, readVaeConfig } from './read-config';
import type { Config } from './read-config';
import { readJson } from './read-json';
import type { WeightsHeader } from './weights-header';
import { familyVae } from './shapes-to-architecture';
import { clipNames, vaeNames } from './tensor-names';
import { taskOf } from './unet-task';
import { WeightSource } from './weight-source';
import { Fault } from '../../schema/fault';

/** Folders of the text encoders, in the order in which their outputs stand side by side. */
const TEXT_PARTS = ['text_encoder', 'text_encoder_2'] as const;

/** A part that is not there. */
const NO_WEIGHTS: WeightsHeader = { file: '', files: [], sizeBytes: 0, metadata: {}, tensors: new Map() };

/** The checkpoint in a diffusers folder: a model_index.json with a folder for each part. */
export function openDiffusersFolder(folder: string): Checkpoint {
  const name = basename(folder);
  const index = readIndex(folder);
  refuseForeignIndex(index, name);
  const parts = textParts(index);
  const text = parts.map(part =>
    // SDXL's second encoder, which is the refiner's only one, projects its pooled text.
    readTextConfig(...readConfig(folder, `${part}/config.json`), part === 'text_encoder_2')
  );
  const [unetConfig, unetName] = readConfig(folder, 'unet/config.json');
  refuseForeignUNet(unetConfig, name);
  const unet = readUNetConfig(unetConfig, unetName, text[text.length - 1].projection);
  const family = familyOf(text, unet);
  const hasVae = existsSync(join(folder, 'vae'));
  const vae = hasVae
    ? readVaeConfig(...readConfig(folder, 'vae/config.json'))
    : { ...familyVae(family, unet.groups), sampleSize: 8 * unet.sampleSize };
  const [scheduler, schedulerName] = readConfig(folder, 'scheduler/scheduler_config.json');
  const task = taskOf(unet.inChannels, vae.latentChannels, name);
  const weights = {
    unet: readPart(folder, 'unet', 'diffusion_pytorch_model'),
    vae: hasVae ? readPart(folder, 'vae', 'diffusion_pytorch_model') : NO_WEIGHTS,
    text: parts.map(part => readPart(folder, part, 'model'))
  };
  const tokenizers = TEXT_PARTS.map(part => join(folder, part.replace('text_encoder', 'tokenizer')));
  const found = tokenizers.filter(holdsTokenizer);
  return {
    name,
    layout: 'diffusers',
    arch: {
      family,
      task,
      unet,
      vae,
      text,
      predictionType: readPredictionType(scheduler, schedulerName),
      zeroTerminalSnr: scheduler.rescale_betas_zero_snr === true
    },
    unet: new WeightSource(weights.unet, name => [name]),
    vae: new WeightSource(weights.vae, vaeNames),
    text: weights.text.map(header => new WeightSource(header, clipNames)),
    tokenizer: found[0] ?? clipTokenizer(text[0].vocabulary),
    secondTokenizer: parts.length > 1 ? found[1] : undefined,
    files: [weights.unet, weights.vae, ...weights.text].flatMap(({ files }) => files).sort(),
    missing: hasVae ? [] : ['vae']
  };
}

/** The text encoders that the index lists; one that says nothing means the first. */
function textParts(index: Config): string[] {
  const listed = TEXT_PARTS.filter(part => isListed(index, part));
  return listed.length > 0 ? listed : ['text_encoder'];
}

/** The index of a folder. Throws what is there instead, for a folder of one network. */
function readIndex(folder: string): Config {
  const file = basename(folder);
  const alone = join(folder, 'config.json');
  if (!existsSync(join(folder, 'model_index.json')) && existsSync(alone)) {
    const facts = lonePart(readJson(alone, 'config.json'), file);
    if (facts) {
      throw new Fault('model_incomplete', { file, ...facts });
    }
  }
  return readConfig(folder, 'model_index.json')[0];
}

function familyOf(text: readonly TextArch[], { added }: UNetArch): ModelFamily {
  if (added) {
    return text.length > 1 ? 'sdxl' : 'sdxl_refiner';
  }
  return text[0].activation === 'gelu' ? 'sd2' : 'sd1';
}

function readConfig(folder: string, name: string): [Config, string] {
  if (!existsSync(join(folder, name))) {
    throw new Fault('model_incomplete', {
      file: basename(folder),
      reason: 'file_missing',
      missing: name
    });
  }
  return [readJson(join(folder, name), name), name];
}
