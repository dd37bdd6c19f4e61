import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { EngineError } from '../errors';
import type { Checkpoint } from './checkpoint';
import { clipSpelling, vaeSpelling } from './spellings';
import { readPredictionType, readTextConfig, readUNetConfig, readVaeConfig } from './read-config';
import type { Config } from './read-config';
import { readSafetensorsHeader } from './safetensors';
import type { SafetensorsHeader } from './safetensors';
import { WeightSource } from './weight-source';

/** The checkpoint in a diffusers folder: a model_index.json with a folder for each part. */
export function openDiffusersFolder(path: string): Checkpoint {
  const folder = resolve(path);
  const index = readJson(folder, 'model_index.json');
  if (index.text_encoder_2) {
    throw new EngineError('model_unsupported', {
      file: 'model_index.json',
      reason: 'config_value',
      key: 'text_encoder_2',
      value: JSON.stringify(index.text_encoder_2)
    });
  }
  const unet = readWeights(folder, 'unet', 'diffusion_pytorch_model');
  const vae = readWeights(folder, 'vae', 'diffusion_pytorch_model');
  const text = readWeights(folder, 'text_encoder', 'model');
  const config = (part: string): [Config, string] => [
    readJson(folder, join(part, 'config.json')),
    `${part}/config.json`
  ];
  const scheduler = 'scheduler/scheduler_config.json';
  return {
    name: basename(folder),
    layout: 'diffusers',
    arch: {
      unet: readUNetConfig(...config('unet')),
      vae: readVaeConfig(...config('vae')),
      text: readTextConfig(...config('text_encoder')),
      predictionType: readPredictionType(readJson(folder, scheduler), scheduler)
    },
    unet: new WeightSource(unet),
    vae: new WeightSource(vae, vaeSpelling),
    text: new WeightSource(text, clipSpelling),
    tokenizer: join(folder, 'tokenizer'),
    files: [unet.file, vae.file, text.file].sort()
  };
}

function readJson(folder: string, name: string): Config {
  const path = join(folder, name);
  if (!existsSync(path)) {
    throw new EngineError('model_incomplete', {
      file: basename(folder),
      reason: 'file_missing',
      missing: name
    });
  }
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Config;
  } catch {
    throw new EngineError('model_corrupt', { file: name, reason: 'not_json' });
  }
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
  const missing = `${part}/${stem}.safetensors`;
  throw new EngineError('model_incomplete', { file: basename(folder), reason: 'file_missing', missing });
}
