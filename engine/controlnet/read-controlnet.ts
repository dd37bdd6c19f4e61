import { basename, dirname, join } from 'node:path';
import type { ControlNetArch } from '../graph';
import { readJson, readPart, readUNetConfig, WeightSource } from '../weights';
import type { Config } from '../weights';
import { Fault } from '../../schema/fault';

export type ControlNetFolder = { arch: ControlNetArch; weights: WeightSource; files: readonly string[] };

/** Sizes and crops that SDXL's second embedding takes. */
const SIZE_IDS = 6;
/** Channels of the picture's embedding in all published ControlNets. */
const EMBEDDING = [16, 32, 96, 256];

/** The ControlNet in a diffusers folder (config.json and weights). Throws Fault model_*. */
export function readControlNet(folder: string): ControlNetFolder {
  const name = `${basename(folder)}/config.json`;
  const header = readPart(dirname(folder), basename(folder), 'diffusion_pytorch_model');
  const arch = readControlNetConfig(readJson(join(folder, 'config.json'), name), name);
  return { arch, weights: new WeightSource(header), files: header.files };
}

/** The architecture of a ControlNetModel config; `file` names it in errors (model_unsupported). */
export function readControlNetConfig(config: Config, file: string): ControlNetArch {
  const {
    conditioning_channels: pictureChannels = 3,
    conditioning_embedding_out_channels: embedding = EMBEDDING,
    controlnet_conditioning_channel_order: order = 'rgb',
    global_pool_conditions: pooled = false
  } = config;
  const refuse = (key: string): never => {
    const value = JSON.stringify(config[key]) ?? 'undefined';
    throw new Fault('model_unsupported', { file, reason: 'config_value', key, value });
  };
  return {
    unet: readUNetConfig(withWayUp(config), file, pooledDim(config)),
    pictureChannels: isCount(pictureChannels) ? pictureChannels : refuse('conditioning_channels'),
    embedding: isCounts(embedding) ? embedding : refuse('conditioning_embedding_out_channels'),
    bgr: order === 'bgr' || (order !== 'rgb' && refuse('controlnet_conditioning_channel_order')),
    ...(pooled === false ? {} : refuse('global_pool_conditions'))
  };
}

/** A ControlNet's config is the UNet's but for the way up, which mirrors the way down. */
function withWayUp(config: Config): Config {
  const down = Array.isArray(config.down_block_types) ? (config.down_block_types as unknown[]) : undefined;
  const up = down?.map(type => String(type).replace('Down', 'Up')).reverse();
  return up ? { ...config, up_block_types: up } : config;
}

/** Width of SDXL's pooled text: what its second embedding takes beside the sizes. */
function pooledDim(config: Config): number {
  const { projection_class_embeddings_input_dim: width, addition_time_embed_dim: idDim } = config;
  return typeof width === 'number' && typeof idDim === 'number' ? width - SIZE_IDS * idDim : 0;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0;
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every(isCount);
}
