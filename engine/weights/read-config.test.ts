import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPredictionType, readTextConfig, readUNetConfig, readVaeConfig } from './read-config';
import type { Config } from './read-config';

const MODEL = join(__dirname, '../../models/emoji-diffusion');
const config = (part: string): Config => JSON.parse(readFileSync(join(MODEL, part, 'config.json'), 'utf8'));

test('an empty UNet config is the network diffusers makes of one', () => {
  const { levels, timeDim, groups, midDepth } = readUNetConfig({}, 'unet');
  expect(levels.map(level => level.channels)).toEqual([320, 640, 1280, 1280]);
  expect(levels.map(level => [level.downDepth, level.upDepth])).toEqual([
    [1, 1],
    [1, 1],
    [1, 1],
    [0, 0]
  ]);
  expect({ timeDim, groups, midDepth }).toEqual({ timeDim: 1280, groups: 32, midDepth: 1 });
});

test('attention_head_dim counts heads, and num_attention_heads comes before it', () => {
  const heads = (more: Config): number[] => readUNetConfig(more, 'unet').levels.map(level => level.heads);
  expect(heads({ attention_head_dim: 4 })).toEqual([4, 4, 4, 4]);
  expect(heads({ attention_head_dim: [5, 10, 20, 20] })).toEqual([5, 10, 20, 20]);
  expect(heads({ attention_head_dim: 8, num_attention_heads: 10 })).toEqual([10, 10, 10, 10]);
});

test('down and up path may have attention at different levels', () => {
  const types = {
    down_block_types: ['DownBlock2D', 'CrossAttnDownBlock2D'],
    up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D'],
    block_out_channels: [32, 64],
    mid_block_type: 'UNetMidBlock2D'
  };
  const { levels, midDepth } = readUNetConfig(types, 'unet');
  expect(levels.map(({ downDepth, upDepth }) => [downDepth, upDepth])).toEqual([
    [0, 1],
    [1, 0]
  ]);
  expect(midDepth).toBe(0);
});

test.each([
  ['act_fn', 'gelu'],
  ['addition_embed_type', 'image'],
  ['class_embed_type', 'timestep'],
  ['resnet_time_scale_shift', 'scale_shift'],
  ['down_block_types', ['AttnDownBlock2D']],
  ['block_out_channels', [320, 640]],
  ['transformer_layers_per_block', [1, 2]],
  ['cross_attention_dim', [768]],
  ['norm_num_groups', 48],
  ['attention_head_dim', 7],
  ['layers_per_block', 0],
  ['use_linear_projection', 'yes']
])('a UNet whose %s is %j is refused by that key and value', (key, value) => {
  expect(() => readUNetConfig({ ...config('unet'), [key]: value }, 'unet/config.json')).toThrow(
    `unet/config.json can't be used: ${key} ${JSON.stringify(value)} is not supported.`
  );
});

test('a VAE that shifts its latents and a text encoder with another activation are refused', () => {
  expect(() => readVaeConfig({ ...config('vae'), shift_factor: 0.1 }, 'vae')).toThrow('shift_factor 0.1');
  expect(() => readTextConfig({ ...config('text_encoder'), hidden_act: 'relu' }, 'text')).toThrow(
    'hidden_act "relu"'
  );
});

test('a scheduler config says what the network predicts', () => {
  expect(readPredictionType({}, 's')).toBe('epsilon');
  expect(readPredictionType({ prediction_type: 'v_prediction' }, 's')).toBe('v_prediction');
  expect(() => readPredictionType({ prediction_type: 'sample' }, 's')).toThrow('prediction_type "sample"');
});
