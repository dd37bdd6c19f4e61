/** ComfyUI's graphs, and what is read of them. Examples are written after the programs' sources. */
import { parseSweep } from '../../cell';
import { dreams } from '../../../server/sweep/testing';
import { settingsIn } from './index';
import { context, json, testRows } from './testing';

const sampler = (inputs: Record<string, unknown>): unknown => ({
  class_type: 'KSampler',
  inputs: {
    ...{ cfg: 7, sampler_name: 'dpmpp_2m_sde_gpu', scheduler: 'karras' },
    ...{ model: ['10', 0], positive: ['6', 0], negative: ['7', 0] },
    ...inputs
  }
});

const comfy = (extra: Record<string, unknown> = {}): Record<string, unknown> => ({
  3: sampler({ seed: 123, steps: 20, denoise: 1, latent_image: ['5', 0] }),
  4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd15\\dreams v1.5.safetensors' } },
  5: { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 768, batch_size: 1 } },
  6: { class_type: 'CLIPTextEncode', inputs: { text: ['12', 0], clip: ['11', 0] } },
  7: { class_type: 'CLIPTextEncode', inputs: { text: 'bad', clip: ['11', 0] } },
  8: { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
  9: { class_type: 'SaveImage', inputs: { filename_prefix: 'ComfyUI', images: ['8', 0] } },
  10: {
    class_type: 'LoraLoader',
    inputs: {
      lora_name: 'detail.safetensors',
      strength_model: 0.8,
      strength_clip: 1,
      model: ['4', 0],
      clip: ['4', 1]
    }
  },
  11: { class_type: 'CLIPSetLastLayer', inputs: { stop_at_clip_layer: -2, clip: ['10', 1] } },
  12: { class_type: 'PrimitiveString', inputs: { value: 'a cat' } },
  ...extra
});
const comfyBase = {
  sampler: 'DPM++ 2M SDE',
  scheduler: 'karras',
  clip_skip: 2,
  rng: 'cpu',
  model: dreams.name,
  prompt: 'a cat <lora:detail:1:0.8>',
  negative_prompt: 'bad'
};
const second = {
  20: {
    class_type: 'LatentUpscaleBy',
    inputs: { upscale_method: 'nearest-exact', scale_by: 1.5, samples: ['3', 0] }
  },
  21: sampler({ seed: 5, steps: 12, denoise: 0.55, latent_image: ['20', 0] }),
  8: { class_type: 'VAEDecode', inputs: { samples: ['21', 0], vae: ['4', 2] } }
};

/** Two advanced samplers that share the steps. */
const shared = (checkpoint: string): Record<string, unknown> => {
  const sampler = (latent: string, model: string, from: number, to: number): unknown => ({
    class_type: 'KSamplerAdvanced',
    inputs: {
      add_noise: from === 0 ? 'enable' : 'disable',
      noise_seed: 123,
      steps: 20,
      cfg: 7,
      sampler_name: 'dpmpp_2m_sde_gpu',
      scheduler: 'karras',
      start_at_step: from,
      end_at_step: to,
      return_with_leftover_noise: from === 0 ? 'enable' : 'disable',
      model: [model, 0],
      positive: ['6', 0],
      negative: ['7', 0],
      latent_image: [latent, 0]
    }
  });
  return {
    3: sampler('5', '10', 0, 16),
    40: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: checkpoint } },
    41: sampler('3', '40', 16, 10000),
    8: { class_type: 'VAEDecode', inputs: { samples: ['41', 0], vae: ['40', 2] } }
  };
};

testRows([
  [
    'ComfyUI, base and refiner',
    [json('prompt', comfy(shared('sdxl\\juggernaut.safetensors')))],
    'ComfyUI',
    { ...comfyBase, refiner: 'sdxl/juggernaut.safetensors', refiner_switch_at: 0.8, enable_hr: undefined }
  ],
  [
    'ComfyUI, the steps in two parts',
    [json('prompt', comfy(shared('sd15\\dreams v1.5.safetensors')))],
    'ComfyUI',
    { ...comfyBase, refiner: undefined, enable_hr: undefined }
  ],
  ['ComfyUI', [json('prompt', comfy()), json('workflow', { nodes: [] })], 'ComfyUI', comfyBase],
  [
    'ComfyUI with NaN and a seed of 64 bits',
    [
      {
        key: 'prompt',
        text: JSON.stringify(comfy()).replace('"seed":123', '"seed":4294967419,"is_changed":[NaN]')
      }
    ],
    'ComfyUI',
    comfyBase
  ],
  ['ComfyUI in WebP', [{ key: 'Make', text: `Prompt:${JSON.stringify(comfy())}` }], 'ComfyUI', comfyBase],
  [
    'ComfyUI, two passes',
    [json('prompt', comfy(second))],
    'ComfyUI',
    {
      ...comfyBase,
      enable_hr: true,
      hr_scale: 1.5,
      hr_steps: 12,
      hr_denoising_strength: 0.55,
      hr_upscaler: 'Latent'
    }
  ],
  [
    'ComfyUI, SDXL encoders and the advanced sampler',
    [
      json(
        'prompt',
        comfy({
          3: {
            class_type: 'KSamplerAdvanced',
            inputs: {
              add_noise: 'enable',
              noise_seed: 123,
              steps: 20,
              cfg: 7,
              sampler_name: 'euler_ancestral',
              scheduler: 'normal',
              start_at_step: 0,
              end_at_step: 10000,
              model: ['10', 0],
              positive: ['6', 0],
              negative: ['7', 0],
              latent_image: ['5', 0]
            }
          },
          6: {
            class_type: 'CLIPTextEncodeSDXL',
            inputs: { width: 1024, height: 1024, text_g: 'a cat', text_l: 'a cat', clip: ['11', 0] }
          }
        })
      )
    ],
    'ComfyUI',
    { ...comfyBase, sampler: 'Euler a', scheduler: 'normal' }
  ]
]);

test('what a graph used and nothing here reads is named', () => {
  const graph = comfy({ 30: { class_type: 'FreeU_V2', inputs: { model: ['4', 0], b1: 1.3 } } });
  expect(settingsIn([json('prompt', graph)])?.remarks).toEqual([
    { code: 'foreign_writer', facts: { writer: 'ComfyUI' } },
    { code: 'foreign_unused', facts: { writer: 'ComfyUI', names: ['FreeU_V2'] } }
  ]);
});

test('JSON of a program that is pasted as a cell is read like its pictures, and is no prompt', () => {
  const graph = JSON.stringify(comfy(), null, 2);
  const { spec, warnings } = parseSweep(`%%sweep cfg=3,5\n${graph}`, context());
  expect(spec.base).toMatchObject({ ...comfyBase, steps: 20, seed: 123 });
  expect(spec.axes).toEqual([{ param: 'cfg_scale', values: [3, 5] }]);
  expect(warnings).toEqual([
    { code: 'foreign_writer', facts: { writer: 'ComfyUI' }, where: { line: 2, column: 1, length: 1 } }
  ]);
});
