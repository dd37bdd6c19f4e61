import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { EngineError } from '../errors';
import type { Checkpoint } from './checkpoint';
import { readPredictionType, readTextConfig, readUNetConfig, readVaeConfig } from './read-config';
import type { Config } from './read-config';
import { readJson } from './read-json';
import { readSafetensorsHeader } from './safetensors';
import type { SafetensorsHeader } from './safetensors';
import { clipSpelling, vaeSpelling } from './spellings';
import { WeightSource } from './weight-source';

/** The checkpoint in a diffusers folder: a model_index.json with a folder for each part. */
export function openDiffusersFolder(folder: string): Checkpoint {
  const [index] = readConfig(folder, 'model_index.json');
  if (index.text_encoder_2) {
    const facts = { key: 'text_encoder_2', value: JSON.stringify(index.text_encoder_2) };
    throw new EngineError('model_unsupported', {
      file: 'model_index.json',
      reason: 'config_value',
      ...facts
    });
  }
  const arch = {
    unet: readUNetConfig(...readConfig(folder, 'unet/config.json')),
    vae: readVaeConfig(...readConfig(folder, 'vae/config.json')),
    text: readTextConfig(...readConfig(folder, 'text_encoder/config.json')),
    predictionType: readPredictionType(...readConfig(folder, 'scheduler/scheduler_config.json'))
  };
  const unet = readWeights(folder, 'unet', 'diffusion_pytorch_model');
  const vae = readWeights(folder, 'vae', 'diffusion_pytorch_model');
  const text = readWeights(folder, 'text_encoder', 'model');
  const tokenizer = join(folder, 'tokenizer');
  const hasTokenizer = ['vocab.json', 'merges.txt'].every(name => existsSync(join(tokenizer, name)));
  return {
    name: basename(folder),
    layout: 'diffusers',
    arch,
    unet: new WeightSource(unet),
    vae: new WeightSource(vae, vaeSpelling),
    text: new WeightSource(text, clipSpelling),
    tokenizer: hasTokenizer ? tokenizer : undefined,
    files: [unet.file, vae.file, text.file].sort()
  };
}

function readConfig(folder: string, name: string): [Config, string] {
  if (!existsSync(join(folder, name))) {
    throw fileMissing(folder, name);
  }
  return [readJson(join(folder, name), name), name];
}

/** The weights of a part: full precision first, then the fp16 variant; a pickle in their place is refused by name. */
function readWeights(folder: string, part: string, stem: string): SafetensorsHeader {
  const found = [`${stem}.safetensors`, `${stem}.fp16.safetensors`].find(name =>
    existsSync(join(folder, part, name))
  );
  if (found) {
    return readSafetensorsHeader(join(folder, part, found));
  }
  const pickle = [`${stem}.bin`, 'pytorch_model.bin'].find(name => existsSync(join(folder, part, name)));
  if (pickle) {
    throw new EngineError('model_pickled', { file: `${part}/${pickle}` });
  }
  throw fileMissing(folder, `${part}/${stem}.safetensors`);
}

function fileMissing(folder: string, missing: string): EngineError {
  return new EngineError('model_incomplete', { file: basename(folder), reason: 'file_missing', missing });
}
