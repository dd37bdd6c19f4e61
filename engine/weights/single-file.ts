import { existsSync } from 'node:fs';
import { basename, dirname, join, parse } from 'node:path';
import { EngineError } from '../errors';
import type { Architecture } from './architecture';
import type { Checkpoint } from './checkpoint';
import { LDM_PREFIX, unetKeyMap, vaeKeyMap } from './ldm-names';
import { readJson } from './read-json';
import { readTextConfig, readUNetConfig, readVaeConfig, readPredictionType } from './read-config';
import type { Config } from './read-config';
import { readSafetensorsHeader } from './safetensors';
import { architectureOf } from './shapes-to-architecture';
import { clipSpelling } from './spellings';
import { WeightSource } from './weight-source';

/**
 * The checkpoint in one .safetensors file with LDM's names. Its architecture is read off its shapes, or from `archPath`, or from
 * `<stem>.arch.json` beside it.
 */
export function openSingleFile(path: string, archPath?: string): Checkpoint {
  const header = readSafetensorsHeader(path);
  const { name, dir } = parse(path);
  const beside = join(dir, `${name}.arch.json`);
  const sidecar = archPath ?? (existsSync(beside) ? beside : undefined);
  const config = sidecar === undefined ? undefined : readJson(sidecar, basename(sidecar));
  const arch = config && sidecar ? readArchitecture(config, basename(sidecar)) : architectureOf(header);
  const unetKeys = unetKeyMap(arch.unet);
  const vaeKeys = vaeKeyMap(arch.vae);
  return {
    name,
    layout: 'single',
    arch,
    unet: new WeightSource(header, tensor => [LDM_PREFIX.unet + (unetKeys.fromDiffusers(tensor) ?? tensor)]),
    vae: new WeightSource(header, tensor => [LDM_PREFIX.vae + (vaeKeys.fromDiffusers(tensor) ?? tensor)]),
    text: new WeightSource(header, tensor =>
      clipSpelling(tensor).map(spelling => LDM_PREFIX.text + spelling)
    ),
    tokenizer: findTokenizer(
      path,
      sidecar && typeof config?.tokenizer === 'string' ? join(dirname(sidecar), config.tokenizer) : undefined
    ),
    files: [path]
  };
}

/** An arch.json: `prediction_type` and the configs of unet, vae and text as diffusers and transformers write them. */
function readArchitecture(config: Config, file: string): Architecture {
  const { unet, vae, text } = config;
  const parts = [unet, vae, Array.isArray(text) ? text[0] : text];
  if (!parts.every((part): part is Config => typeof part === 'object' && part !== null)) {
    throw new EngineError('model_corrupt', { file, reason: 'not_json' });
  }
  return {
    unet: readUNetConfig(parts[0], file),
    vae: readVaeConfig(parts[1], file),
    text: readTextConfig(parts[2], file),
    predictionType: readPredictionType(config, file)
  };
}

/** CLIP's vocabulary is not ours to ship: it lies beside the file, or where several files share one, a folder above. */
function findTokenizer(path: string, named: string | undefined): string | undefined {
  const folder = dirname(path);
  const candidates = [
    join(folder, `${parse(path).name}.tokenizer`),
    join(folder, 'tokenizer'),
    folder,
    join(dirname(folder), 'tokenizer')
  ];
  return [...(named ? [named] : []), ...candidates].find(
    candidate => existsSync(join(candidate, 'vocab.json')) && existsSync(join(candidate, 'merges.txt'))
  );
}
