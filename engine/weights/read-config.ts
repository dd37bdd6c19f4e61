import type { PredictionType } from '../types';
import type { AddedConditioning, TextArch, UNetArch, UNetLevel, VaeArch } from './architecture';
import { Fault } from '../../schema/fault';

export type Config = Readonly<Record<string, unknown>>;

/** Sizes past these are slips, and would take the builder long to find out. */
const COUNT_MAX = 1e5;
const WORDS_MAX = 1e8;

/** Keys with the only values this engine computes; a missing key has the first. */
const UNET_FIXED: Readonly<Record<string, readonly unknown[]>> = {
  center_input_sample: [false, null],
  mid_block_type: ['UNetMidBlock2DCrossAttn', 'UNetMidBlock2D'],
  only_cross_attention: [false, null],
  mid_block_scale_factor: [1],
  act_fn: ['silu', 'swish'],
  encoder_hid_dim: [null],
  encoder_hid_dim_type: [null],
  dual_cross_attention: [false, null],
  class_embed_type: [null],
  addition_embed_type: [null, 'text_time'],
  num_class_embeds: [null],
  resnet_time_scale_shift: ['default'],
  resnet_skip_time_act: [false, null],
  resnet_out_scale_factor: [1, null],
  time_embedding_type: ['positional'],
  time_embedding_act_fn: [null],
  timestep_post_act: [null],
  conv_in_kernel: [3],
  conv_out_kernel: [3],
  attention_type: ['default'],
  class_embeddings_concat: [false, null],
  mid_block_only_cross_attention: [null, false],
  cross_attention_norm: [null],
  reverse_transformer_layers_per_block: [null],
  downsample_padding: [1, 0]
};

const VAE_FIXED: Readonly<Record<string, readonly unknown[]>> = {
  act_fn: ['silu', 'swish'],
  shift_factor: [null, 0],
  latents_mean: [null],
  latents_std: [null]
};

/**
 * The architecture of a UNet2DConditionModel config; `file` names it in errors (model_unsupported). `pooledDim` is the width of the
 * text encoder's projection, 0 where there is none.
 */
export function readUNetConfig(config: Config, file: string, pooledDim = 0): UNetArch {
  const read = new ConfigReader(config, file);
  read.allow(UNET_FIXED);
  const down = read.names('down_block_types', ['CrossAttnDownBlock2D', 'DownBlock2D'], DEFAULT_DOWN);
  const up = read.names('up_block_types', ['CrossAttnUpBlock2D', 'UpBlock2D'], DEFAULT_UP);
  const count = down.length;
  const channels = read.numbers(
    'block_out_channels',
    up.length === count ? count : -1,
    [320, 640, 1280, 1280]
  );
  const resnets = read.perLevel('layers_per_block', count, 2);
  const depths = read.perLevel('transformer_layers_per_block', count, 1);
  // diffusers' attention_head_dim means heads, for a reason its own code apologises for; num_attention_heads wins where given.
  const headsKey = config.num_attention_heads == null ? 'attention_head_dim' : 'num_attention_heads';
  const heads = read.perLevel(headsKey, count, 8);
  const levels = channels.map((width, level): UNetLevel => {
    if (width % heads[level] !== 0) {
      throw read.refusal(headsKey);
    }
    return {
      channels: width,
      resnets: resnets[level],
      heads: heads[level],
      downDepth: down[level].startsWith('CrossAttn') ? depths[level] : 0,
      upDepth: up[count - 1 - level].startsWith('CrossAttn') ? depths[level] : 0
    };
  });
  if (channels[0] % 2 !== 0) {
    // Half of the clock's waves are sines.
    throw read.refusal('block_out_channels');
  }
  const groups = read.groupsOf(channels);
  return {
    inChannels: read.count('in_channels', 4),
    outChannels: read.count('out_channels', 4),
    levels,
    midDepth: config.mid_block_type === 'UNetMidBlock2D' ? 0 : depths[count - 1],
    midHeads: heads[count - 1],
    contextDim: read.count('cross_attention_dim', 1280),
    timeDim: read.count('time_embedding_dim', channels[0] * 4),
    guidanceDim: config.time_cond_proj_dim == null ? 0 : read.count('time_cond_proj_dim', 0),
    added: readAdded(config, read, pooledDim),
    linearProjection: read.flag('use_linear_projection', false),
    groups,
    eps: read.number('norm_eps', 1e-5),
    flipSinToCos: read.flag('flip_sin_to_cos', true),
    freqShift: read.number('freq_shift', 0),
    downsamplePadding: read.number('downsample_padding', 1),
    sampleSize: read.count('sample_size', 64)
  };
}

/** SDXL's second embedding: as wide as the pooled text and the sinusoids of its sizes are together. */
function readAdded(config: Config, read: ConfigReader, pooledDim: number): AddedConditioning | null {
  if (config.addition_embed_type == null) {
    return null;
  }
  const idDim = read.count('addition_time_embed_dim', 0);
  const sizeIds = (read.count('projection_class_embeddings_input_dim', 0) - pooledDim) / idDim;
  if (!isCount(sizeIds) || pooledDim === 0 || idDim % 2 !== 0) {
    throw read.refusal('projection_class_embeddings_input_dim');
  }
  return { pooledDim, sizeIds, idDim };
}

const DEFAULT_DOWN = ['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D'];
const DEFAULT_UP = ['UpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D'];

/** The architecture of an AutoencoderKL config. */
export function readVaeConfig(config: Config, file: string): VaeArch {
  const read = new ConfigReader(config, file);
  read.allow(VAE_FIXED);
  const down = read.names('down_block_types', ['DownEncoderBlock2D'], ['DownEncoderBlock2D']);
  const up = read.names('up_block_types', ['UpDecoderBlock2D'], ['UpDecoderBlock2D']);
  const count = up.length === down.length ? down.length : -1;
  const channels = read.numbers('block_out_channels', count, [64]);
  const scalingFactor = read.number('scaling_factor', 0.18215);
  if (scalingFactor === 0) {
    throw read.refusal('scaling_factor');
  }
  return {
    imageChannels: read.count('in_channels', 3),
    latentChannels: read.count('latent_channels', 4),
    channels,
    resnets: read.count('layers_per_block', 1),
    groups: read.groupsOf(channels),
    scalingFactor,
    sampleSize: read.count('sample_size', 32),
    midAttention: read.flag('mid_block_add_attention', true),
    quantConv: read.flag('use_quant_conv', true),
    postQuantConv: read.flag('use_post_quant_conv', true)
  };
}

/** The architecture of a CLIPTextModel config, `projected` for CLIPTextModelWithProjection. */
export function readTextConfig(config: Config, file: string, projected = false): TextArch {
  const read = new ConfigReader(config, file);
  const activation = config.hidden_act ?? 'quick_gelu';
  if (activation !== 'quick_gelu' && activation !== 'gelu') {
    throw read.refusal('hidden_act');
  }
  const [width, heads] = [read.count('hidden_size', 512), read.count('num_attention_heads', 8)];
  if (width % heads !== 0) {
    throw read.refusal('num_attention_heads');
  }
  return {
    vocabulary: read.count('vocab_size', 49408, WORDS_MAX),
    width,
    layers: read.count('num_hidden_layers', 12),
    heads,
    mlpWidth: read.count('intermediate_size', 2048),
    positions: read.count('max_position_embeddings', 77),
    activation,
    eps: read.number('layer_norm_eps', 1e-5),
    endOfText:
      config.eos_token_id == null || config.eos_token_id === 2
        ? 'highest'
        : read.count('eos_token_id', 0, WORDS_MAX),
    projection: projected ? read.count('projection_dim', 512) : 0
  };
}

/** What a scheduler config says the network predicts. */
export function readPredictionType(config: Config, file: string): PredictionType {
  const type = config.prediction_type ?? 'epsilon';
  if (type !== 'epsilon' && type !== 'v_prediction') {
    throw new ConfigReader(config, file).refusal('prediction_type');
  }
  return type;
}

class ConfigReader {
  constructor(
    private readonly config: Config,
    private readonly file: string
  ) {}

  refusal(key: string): Fault {
    const value = JSON.stringify(this.config[key]) ?? 'undefined';
    return new Fault('model_unsupported', { file: this.file, reason: 'config_value', key, value });
  }

  allow(fixed: Readonly<Record<string, readonly unknown[]>>): void {
    for (const [key, allowed] of Object.entries(fixed)) {
      if (this.config[key] !== undefined && !allowed.includes(this.config[key])) {
        throw this.refusal(key);
      }
    }
  }

  number(key: string, missing: number): number {
    const value = this.config[key] ?? missing;
    if (typeof value !== 'number' || !(value >= 0) || !Number.isFinite(value)) {
      throw this.refusal(key);
    }
    return value;
  }

  /** A positive whole number; one past `most` is no size of a network that could be meant. */
  count(key: string, missing: number, most = COUNT_MAX): number {
    const value = this.config[key] ?? missing;
    if (!isCount(value, most)) {
      throw this.refusal(key);
    }
    return value;
  }

  /** The groups of a network's norms, which every width is a multiple of. */
  groupsOf(channels: readonly number[]): number {
    const groups = this.count('norm_num_groups', 32);
    if (channels.some(width => width % groups !== 0)) {
      throw this.refusal('norm_num_groups');
    }
    return groups;
  }

  flag(key: string, missing: boolean): boolean {
    const value = this.config[key] ?? missing;
    if (typeof value !== 'boolean') {
      throw this.refusal(key);
    }
    return value;
  }

  names(key: string, allowed: readonly string[], missing: readonly string[]): readonly string[] {
    const value = this.config[key] ?? missing;
    if (!Array.isArray(value) || value.length === 0 || !value.every(name => allowed.includes(name))) {
      throw this.refusal(key);
    }
    return value;
  }

  /** A list of `count` positive whole numbers. */
  numbers(key: string, count: number, missing: readonly number[]): readonly number[] {
    const value = this.config[key] ?? missing;
    if (!Array.isArray(value) || value.length !== count || !value.every(each => isCount(each))) {
      throw this.refusal(key);
    }
    return value;
  }

  /** One positive whole number for all levels, or a list of them. */
  perLevel(key: string, count: number, missing: number): readonly number[] {
    const value = this.config[key] ?? missing;
    return isCount(value) ? new Array<number>(count).fill(value) : this.numbers(key, count, []);
  }
}

function isCount(value: unknown, most = COUNT_MAX): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= most;
}
