/**
 * A checkpoint of full size with random weights, made on the fly: speed and memory depend on shapes alone. Layouts are those of the
 * real models as the goldens list them, stored in half precision as people have them.
 */
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

type Shapes = Record<string, number[]>;
type Layout = { diffusers: Record<string, Shapes> };

const HALF_BYTES = 2;
const TABLE = 1 << 16;

const CONFIGS = {
  unet: {
    sample_size: 64,
    in_channels: 4,
    out_channels: 4,
    block_out_channels: [320, 640, 1280, 1280],
    down_block_types: [...Array<string>(3).fill('CrossAttnDownBlock2D'), 'DownBlock2D'],
    up_block_types: ['UpBlock2D', ...Array<string>(3).fill('CrossAttnUpBlock2D')],
    cross_attention_dim: 768,
    attention_head_dim: 8,
    layers_per_block: 2,
    norm_num_groups: 32
  },
  vae: {
    in_channels: 3,
    out_channels: 3,
    latent_channels: 4,
    block_out_channels: [128, 256, 512, 512],
    down_block_types: Array<string>(4).fill('DownEncoderBlock2D'),
    up_block_types: Array<string>(4).fill('UpDecoderBlock2D'),
    layers_per_block: 2,
    norm_num_groups: 32,
    scaling_factor: 0.18215
  },
  text_encoder: {
    vocab_size: 49408,
    hidden_size: 768,
    intermediate_size: 3072,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    max_position_embeddings: 77,
    hidden_act: 'quick_gelu',
    eos_token_id: 2,
    projection_dim: 768
  }
};

const STEMS = {
  unet: 'diffusion_pytorch_model',
  vae: 'diffusion_pytorch_model',
  text_encoder: 'model'
} as const;
const CLASSES = {
  unet: ['diffusers', 'UNet2DConditionModel'],
  vae: ['diffusers', 'AutoencoderKL'],
  text_encoder: ['transformers', 'CLIPTextModel']
} as const;

/** The folder of a random SD 1.5 (2.1 GB in half precision) below `folder`; written once. */
export function fullSizeModel(root: string, folder: string): string {
  const model = join(folder, 'sd15-random');
  if (existsSync(join(model, 'model_index.json'))) {
    return model;
  }
  const packed = readFileSync(join(root, 'goldens', 'K', 'sd15.json.gz'));
  const { diffusers } = JSON.parse(gunzipSync(packed).toString()) as Layout;
  for (const part of ['unet', 'vae', 'text_encoder'] as const) {
    mkdirSync(join(model, part), { recursive: true });
    writeFileSync(
      join(model, part, 'config.json'),
      JSON.stringify({ _class_name: CLASSES[part][1], ...CONFIGS[part] })
    );
    writeHalf(join(model, part, `${STEMS[part]}.safetensors`), diffusers[part]);
  }
  mkdirSync(join(model, 'scheduler'), { recursive: true });
  writeFileSync(join(model, 'scheduler', 'scheduler_config.json'), '{}');
  cpSync(join(root, 'goldens/A/sd1/diffusers/tokenizer'), join(model, 'tokenizer'), { recursive: true });
  writeFileSync(join(model, 'model_index.json'), JSON.stringify(CLASSES));
  return model;
}

/** Tensors of these shapes: norms are 1, biases 0, the rest uniform with the variance of 1 / fan-in. */
function writeHalf(file: string, shapes: Shapes): void {
  const header: Record<string, unknown> = {};
  let at = 0;
  const names = Object.keys(shapes);
  for (const name of names) {
    const bytes = HALF_BYTES * count(shapes[name]);
    header[name] = { dtype: 'F16', shape: shapes[name], data_offsets: [at, at + bytes] };
    at += bytes;
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const handle = openSync(file, 'w');
  writeSync(handle, length);
  writeSync(handle, json);
  for (const name of names) {
    writeTensor(handle, name, shapes[name]);
  }
  closeSync(handle);
}

function writeTensor(handle: number, name: string, shape: number[]): void {
  const total = count(shape);
  const table = valuesFor(name, shape);
  for (let done = 0; done < total; done += TABLE) {
    writeSync(handle, new Uint8Array(table.buffer, 0, HALF_BYTES * Math.min(TABLE, total - done)));
  }
}

function valuesFor(name: string, shape: number[]): Uint16Array {
  if (shape.length === 1) {
    return new Uint16Array(TABLE).fill(name.endsWith('bias') ? 0 : halfOf(1));
  }
  const range = Math.sqrt(3 / (count(shape) / shape[0]));
  let state = 1;
  return Uint16Array.from({ length: TABLE }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return halfOf((state / 2 ** 31 - 1) * range);
  });
}

/** The nearest half-precision number of a normal one, as its bits. */
function halfOf(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0];
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const sign = (bits >>> 16) & 0x8000;
  return exponent <= 0 ? sign : sign | ((exponent << 10) + (((bits & 0x7fffff) + 0x1000) >>> 13));
}

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
