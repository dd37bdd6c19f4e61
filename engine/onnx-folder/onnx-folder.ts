/**
 * A folder of ONNX files as optimum and diffusers export them: `unet/model.onnx`, `vae_decoder/`, `vae_encoder/`, `text_encoder/` and for
 * SDXL `text_encoder_2/`, each with a config.json that older exports lack; beside them a tokenizer and the scheduler's config.
 */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ModelFamily, ModelInfo } from '../types';
import { readJson, readPredictionType, taskOf } from '../weights';
import type { Config } from '../weights';
import { checkOnnx, fileName, filesOf } from './check-onnx';
import { checkInputs } from './onnx-part';
import { readOnnx } from './read-onnx';
import type { OnnxFile, OnnxValueInfo } from './read-onnx';
import { Fault } from '../../schema/fault';

const FILE = 'model.onnx';

export type OnnxFolder = {
  info: ModelInfo;
  unet: OnnxFile;
  text: readonly OnnxFile[];
  decoder: OnnxFile;
  encoder: OnnxFile | null;
  /** Folders with vocab.json and merges.txt. */
  tokenizers: readonly string[];
  /** Files whose bytes decide the pictures: absolute, sorted. */
  files: readonly string[];
  sizeBytes: number;
};

/** Whether `folder` holds an exported pipeline rather than a checkpoint's weights. */
export function isOnnxFolder(folder: string): boolean {
  return existsSync(join(folder, 'unet', FILE));
}

/** Names an input goes by. */
const UNET_INPUTS = [
  'sample',
  'timestep',
  'encoder_hidden_states',
  'text_embeds',
  'time_ids',
  'timestep_cond'
];

/**
 * What the ONNX folder at `folder` holds; no weight is read and no session made. Throws Fault model_missing, model_incomplete,
 * model_corrupt, model_truncated, model_unsupported.
 */
export function openOnnxFolder(folder: string): OnnxFolder {
  const part = (name: string): OnnxFile => readPart(folder, name);
  const unet = part('unet');
  checkInputs(unet, UNET_INPUTS);
  const decoder = part('vae_decoder');
  const encoder = existsSync(join(folder, 'vae_encoder', FILE)) ? part('vae_encoder') : null;
  const names = ['text_encoder', 'text_encoder_2'].filter(name => existsSync(join(folder, name, FILE)));
  const text = (names.length > 0 ? names : ['text_encoder']).map(part);
  text.forEach(file => checkInputs(file, ['input_ids']));
  const parts = [unet, decoder, ...(encoder ? [encoder] : []), ...text];
  const tokenizers = ['tokenizer', 'tokenizer_2'].map(name => join(folder, name));
  const info = infoOf(folder, unet, decoder, text);
  return {
    info,
    unet,
    decoder,
    encoder,
    text,
    tokenizers: tokenizers.filter(each =>
      ['vocab.json', 'merges.txt'].every(name => existsSync(join(each, name)))
    ),
    files: [...new Set(parts.flatMap(filesOf))].sort(),
    sizeBytes: parts.reduce((sum, file) => sum + weightBytes(file), 0)
  };
}

/** Names of the text encoder's states after each layer, the embeddings first; exports of SD1 and SD2 may lack them. */
export function hiddenOutputs({ outputs }: OnnxFile): string[] {
  const names = new Set(outputs.map(({ name }) => name));
  const hidden: string[] = [];
  while (names.has(`hidden_states.${hidden.length}`)) {
    hidden.push(`hidden_states.${hidden.length}`);
  }
  return hidden;
}

export function inputOf({ inputs }: OnnxFile, name: string): OnnxValueInfo | undefined {
  return inputs.find(port => port.name === name);
}

function readPart(folder: string, part: string): OnnxFile {
  const path = join(folder, part, FILE);
  if (!existsSync(path)) {
    const missing = `${part}/${FILE}`;
    throw new Fault('model_incomplete', { file: basename(folder), reason: 'file_missing', missing });
  }
  const file = readOnnx(path);
  checkOnnx(file);
  return file;
}

function infoOf(folder: string, unet: OnnxFile, decoder: OnnxFile, text: readonly OnnxFile[]): ModelInfo {
  const name = basename(folder);
  const config = readConfig(folder, 'unet/config.json');
  const vae = readConfig(folder, 'vae_decoder/config.json');
  const scheduler = readConfig(folder, 'scheduler/scheduler_config.json');
  const dim = (input: string, axis: number, key: string, otherwise: number): number => {
    const known = inputOf(unet, input)?.shape[axis] ?? config[key];
    return typeof known === 'number' && known > 0 ? known : otherwise;
  };
  const contextDim = dim('encoder_hidden_states', 2, 'cross_attention_dim', 0);
  const latentChannels = Number(decoder.inputs[0]?.shape[1] ?? vae.latent_channels ?? 4);
  const levels = Array.isArray(vae.block_out_channels) ? vae.block_out_channels.length : 4;
  const latentScale = 2 ** (levels - 1);
  const pooledDim = inputOf(unet, 'text_embeds') ? dim('text_embeds', 1, '', pooledWidth(text)) : 0;
  const sizeIds = inputOf(unet, 'time_ids') ? dim('time_ids', 1, '', text.length > 1 ? 6 : 5) : 0;
  if (contextDim === 0 || (inputOf(unet, 'text_embeds') && pooledDim === 0)) {
    const value = contextDim === 0 ? 'encoder_hidden_states' : 'text_embeds';
    throw new Fault('model_unsupported', { file: fileName(unet.path), reason: 'onnx_input', value });
  }
  const family = familyOf(folder, contextDim, sizeIds, text.length);
  const sampleSize = dim('sample', 2, 'sample_size', NATIVE[family] / latentScale) * latentScale;
  const weights = [unet, decoder, ...text].flatMap(file => file.weights);
  const parametersTotal = weights.reduce((sum, { shape }) => sum + countOf(shape), 0);
  return {
    name,
    family,
    task: taskOf(dim('sample', 1, 'in_channels', latentChannels), latentChannels, name),
    layout: 'onnx',
    predictionType: readPredictionType(scheduler, 'scheduler/scheduler_config.json'),
    zeroTerminalSnr: scheduler.rescale_betas_zero_snr === true,
    guidanceDim: inputOf(unet, 'timestep_cond') ? dim('timestep_cond', 1, 'time_cond_proj_dim', 256) : 0,
    pooledDim,
    sizeIds,
    latentChannels,
    latentScale,
    scalingFactor: typeof vae.scaling_factor === 'number' ? vae.scaling_factor : SCALING[family],
    contextDim,
    contextLength: text[0].inputs[0]?.shape[1] ?? 77,
    sampleSize,
    tileSide: typeof vae.sample_size === 'number' ? vae.sample_size : sampleSize,
    textLayers: Math.max(1, hiddenOutputs(text[0]).length - 1),
    parametersTotal,
    memoryBytes: 4 * parametersTotal
  };
}

/** What folders without configs mean. */
const SCALING: Readonly<Record<ModelFamily, number>> = {
  sd1: 0.18215,
  sd2: 0.18215,
  sdxl: 0.13025,
  sdxl_refiner: 0.13025
};
const NATIVE: Readonly<Record<ModelFamily, number>> = { sd1: 512, sd2: 768, sdxl: 1024, sdxl_refiner: 1024 };
/** Width of OpenCLIP ViT-H, which reads the prompts of SD2 alone. */
const SD2_CONTEXT = 1024;

function familyOf(folder: string, contextDim: number, sizeIds: number, encoders: number): ModelFamily {
  if (sizeIds > 0) {
    return encoders > 1 ? 'sdxl' : 'sdxl_refiner';
  }
  const { hidden_act: activation } = readConfig(folder, 'text_encoder/config.json');
  return activation === 'gelu' || contextDim === SD2_CONTEXT ? 'sd2' : 'sd1';
}

/** Width of the projected pooled text. */
function pooledWidth(text: readonly OnnxFile[]): number {
  const last = text[text.length - 1];
  return last.outputs.find(({ name }) => name === 'text_embeds')?.shape[1] ?? 0;
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function weightBytes(file: OnnxFile): number {
  return (
    file.sizeBytes + file.weights.reduce((sum, { place }) => sum + (place?.location ? place.length : 0), 0)
  );
}

/** A config that older exports lack: what it would say is then told by the networks, or is what the family always has. */
function readConfig(folder: string, name: string): Config {
  return existsSync(join(folder, name)) ? readJson(join(folder, name), name) : {};
}
