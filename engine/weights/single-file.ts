import { existsSync } from 'node:fs';
import { basename, dirname, join, parse } from 'node:path';
import { clipTokenizer, holdsTokenizer } from './clip-tokenizer';
import type { Architecture } from './architecture';
import type { Checkpoint } from './checkpoint';
import { LDM_PREFIX, unetKeyMap, vaeKeyMap } from './ldm-names';
import { marksZeroTerminalSnr, predictionTypeOf } from './prediction-type';
import { refuseQuantised } from './quantised';
import { readJson } from './read-json';
import { readTextConfig, readUNetConfig, readVaeConfig, readPredictionType } from './read-config';
import type { Config } from './read-config';
import { readWeightsHeader } from './read-weights-header';
import type { WeightsHeader } from './weights-header';
import { architectureOf } from './shapes-to-architecture';
import { singleLayoutOf, textNames } from './single-layout';
import type { SingleLayout } from './single-layout';
import { taskOf } from './unet-task';
import { WeightSource } from './weight-source';
import { Fault } from '../../schema/fault';

/**
 * The checkpoint in one .safetensors file with LDM's names. Its architecture is read off its shapes, or from `archPath`, or from
 * `<stem>.arch.json` beside it.
 */
export function openSingleFile(path: string, archPath?: string): Checkpoint {
  const header = readWeightsHeader(path);
  refuseQuantised(header);
  const layout = singleLayoutOf(header);
  const { name, dir } = parse(path);
  const beside = join(dir, `${name}.arch.json`);
  const sidecar = archPath ?? (existsSync(beside) ? beside : undefined);
  const config = sidecar === undefined ? undefined : readJson(sidecar, basename(sidecar));
  const arch =
    config && sidecar
      ? readArchitecture(config, basename(sidecar), header, layout)
      : architectureOf(header, layout);
  const named =
    sidecar && typeof config?.tokenizer === 'string' ? [join(dirname(sidecar), config.tokenizer)] : [];
  return {
    name,
    layout: 'single',
    arch,
    ...singleSources(header, layout, arch),
    tokenizer: findTokenizer(path, named) ?? clipTokenizer(arch.text[0].vocabulary),
    secondTokenizer: undefined,
    files: [path],
    missing: layout.vae === undefined ? ['vae'] : []
  };
}

/** The networks of a single file, under the engine's names. */
export function singleSources(
  header: WeightsHeader,
  layout: SingleLayout,
  arch: Architecture
): Pick<Checkpoint, 'unet' | 'vae' | 'text'> {
  const unetKeys = unetKeyMap(arch.unet);
  const vaeKeys = vaeKeyMap(arch.vae);
  return {
    // What the map doesn't know keeps its name: LCM's files are made by tools that leave its own layer as it was.
    unet: new WeightSource(header, tensor =>
      [unetKeys.fromDiffusers(tensor) ?? tensor, tensor].map(layout.unet)
    ),
    vae: new WeightSource(header, tensor => [
      (layout.vae ?? LDM_PREFIX.vae) + (vaeKeys.fromDiffusers(tensor) ?? tensor)
    ]),
    text: layout.text.map(each => new WeightSource(header, textNames(each)))
  };
}

/** An arch.json: the configs of unet, vae and text as diffusers and transformers write them, and perhaps a `prediction_type`. */
function readArchitecture(
  config: Config,
  file: string,
  header: WeightsHeader,
  layout: SingleLayout
): Architecture {
  const { family, text: places } = layout;
  const { unet: unetConfig, vae: vaeConfig, text: textConfigs } = config;
  const texts = Array.isArray(textConfigs) ? (textConfigs as unknown[]) : [textConfigs];
  if (![unetConfig, vaeConfig, ...texts].every(isConfig) || texts.length !== places.length) {
    throw new Fault('model_corrupt', { file, reason: 'not_json' });
  }
  const text = (texts as Config[]).map((each, i) =>
    readTextConfig(each, file, places[i].names === 'openclip' && family !== 'sd2')
  );
  const unet = readUNetConfig(unetConfig as Config, file, text[text.length - 1].projection);
  const vae = readVaeConfig(vaeConfig as Config, file);
  const task = taskOf(unet.inChannels, vae.latentChannels, file);
  const predictionType =
    config.prediction_type == null
      ? predictionTypeOf(header, layout, task)
      : readPredictionType(config, file);
  return { family, task, unet, vae, text, predictionType, zeroTerminalSnr: marksZeroTerminalSnr(header) };
}

const isConfig = (value: unknown): value is Config => typeof value === 'object' && value !== null;

/** A tokenizer of the file's own: beside it, or where several files share one, a folder above. */
function findTokenizer(path: string, named: readonly string[]): string | undefined {
  const folder = dirname(path);
  const candidates = [
    join(folder, `${parse(path).name}.tokenizer`),
    join(folder, 'tokenizer'),
    folder,
    join(dirname(folder), 'tokenizer')
  ];
  return [...named, ...candidates].find(holdsTokenizer);
}
