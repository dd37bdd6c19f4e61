/** What each program of the field writes into its pictures, and what is read of it. Examples are written after the programs' sources. */
import { parseSweep } from '../../cell';
import { dreams, testContext } from '../../../server/sweep/testing';
import { settingsIn, type PictureText } from './index';

const models = [
  dreams,
  {
    ...dreams,
    name: 'sdxl/juggernaut.safetensors',
    family: 'sdxl' as const,
    sha256: 'aeb7e9e689'.padEnd(64, '0')
  },
  { ...dreams, kind: 'vae' as const, name: 'soft' },
  { ...dreams, kind: 'upscaler' as const, name: '4x-sharp' },
  { ...dreams, kind: 'lora' as const, name: 'detail' }
];
const context = (): ReturnType<typeof testContext> => testContext({ models });

const parameters = (text: string): PictureText[] => [{ key: 'parameters', text }];
const json = (key: string, value: unknown): PictureText => ({ key, text: JSON.stringify(value) });
const BASE = { steps: 20, cfg_scale: 7, seed: 123, width: 512, height: 768 };
const line = 'CFG scale: 7, Seed: 123, Size: 512x768';

type Row = [name: string, texts: PictureText[], writer: string, base: Record<string, unknown>];

const a1111: Row[] = [
  [
    'A1111 of 2022',
    parameters(`a cat\nNegative prompt: bad\nSteps: 20, Sampler: Euler a, ${line}, Model hash: 7460a6fa`),
    'stable-diffusion-webui',
    { sampler: 'Euler a', negative_prompt: 'bad', rng: 'nv' }
  ],
  [
    'A1111 of 2022, hires fix',
    parameters(
      'a cat\nSteps: 20, Sampler: DPM++ 2M Karras, CFG scale: 7, Seed: 123, Size: 1024x1536, Model hash: 7460a6fa, Denoising strength: 0.7, First pass size: 512x768'
    ),
    'stable-diffusion-webui',
    { sampler: 'DPM++ 2M', scheduler: 'karras', hr_scale: 2, enable_hr: true, hr_denoising_strength: 0.7 }
  ],
  [
    'A1111 1.0',
    parameters(
      `a cat\nSteps: 20, Sampler: DPM++ SDE Karras, ${line}, Model hash: dd44ee55ff, Model: dreams v1.5, Denoising strength: 0.5, Clip skip: 2, ENSD: 31337, Hires upscale: 2, Hires steps: 10, Hires upscaler: Latent`
    ),
    'stable-diffusion-webui',
    {
      sampler: 'DPM++ SDE',
      scheduler: 'karras',
      model: dreams.name,
      clip_skip: 2,
      ensd: 31337,
      hr_steps: 10,
      enable_hr: true,
      rng: 'nv'
    }
  ],
  [
    'A1111 1.6',
    parameters(
      `a cat\nSteps: 20, Sampler: DPM++ 2M SDE Exponential, ${line}, Model hash: dd44ee55ff, Model: dreams v1.5, VAE hash: 735e4c3a44, VAE: soft.safetensors, Seed resize from: -1x-1, RNG: CPU, Lora hashes: "detail: 0123456789ab", Refiner: juggernaut [aeb7e9e689], Refiner switch at: 0.8, Version: v1.6.0`
    ),
    'stable-diffusion-webui',
    {
      scheduler: 'exponential',
      vae: 'soft',
      rng: 'cpu',
      refiner: 'sdxl/juggernaut.safetensors',
      seed_resize_from_w: undefined
    }
  ],
  [
    'A1111 1.10',
    parameters(
      `a cat\nSteps: 20, Sampler: DPM++ 2M, Schedule type: Karras, ${line}, Model hash: dd44ee55ff, Model: dreams v1.5, Emphasis: No norm, Version: v1.10.1`
    ),
    'stable-diffusion-webui',
    { scheduler: 'karras', emphasis: 'no_norm', rng: 'nv' }
  ],
  [
    'Forge',
    parameters(
      `a cat\nSteps: 20, Sampler: DPM++ 2M, Schedule type: SGM Uniform, ${line}, Model: dreams v1.5, Hires Module 1: Use same choices, Hires CFG Scale: 7, Module 1: ae, Beta schedule alpha: 0.6, Version: f2.0.1v1.10.1-previous-659-gc055f2d4`
    ),
    'Forge',
    {
      scheduler: 'sgm_uniform',
      extra_generation_params: 'Hires CFG Scale: 7, Module 1: ae, Beta schedule alpha: 0.6'
    }
  ],
  [
    'SD.Next',
    parameters(
      `a cat\nNegative prompt: bad\nSteps: 20, Size: 512x768, Seed: 123, Sampler: Euler a, CFG scale: 7, CFG rescale: 0.7, Model: dreams v1.5, Model hash: dd44ee55ff, Clip skip: 1.0, App: SD.Next, Version: 9d4e4ac, Operations: txt2img, Parser: a1111, Pipeline: StableDiffusionPipeline`
    ),
    'SD.Next',
    { cfg_rescale: 0.7, extra_generation_params: 'Parser: a1111, Pipeline: StableDiffusionPipeline' }
  ],
  [
    'Fooocus, A1111 scheme',
    parameters(
      `a cat\nNegative prompt: bad\nSteps: 20, Sampler: DPM++ 2M SDE, Seed: 123, Size: 512x768, CFG scale: 7, Sharpness: 2.0, ADM Guidance: "(1.5, 0.8, 0.3)", Scheduler: karras, VAE: Default (model), Model: juggernaut, Model hash: aeb7e9e689, Styles: "['Fooocus V2']", Performance: Speed, Version: Fooocus v2.5.5`
    ),
    'Fooocus v2.5.5',
    { scheduler: 'karras', vae: undefined, rng: undefined, model: 'sdxl/juggernaut.safetensors' }
  ],
  [
    'Civitai',
    parameters(
      `a cat\nNegative prompt: bad\nSteps: 20, Sampler: Euler a, ${line}, Clip skip: 2, Created Date: 2024-10-01T10:00:00.000Z, Civitai resources: [{"type":"checkpoint","modelVersionId":1,"modelName":"Dreams, v1"},{"type":"lora","weight":0.8,"modelVersionId":2}], Civitai metadata: {"remixOfId":5}`
    ),
    'Civitai',
    {
      clip_skip: 2,
      extra_generation_params:
        'Civitai resources: [{"type":"checkpoint","modelVersionId":1,"modelName":"Dreams, v1"},{"type":"lora","weight":0.8,"modelVersionId":2}], Civitai metadata: {"remixOfId":5}'
    }
  ],
  [
    'Civitai, copied',
    parameters(
      `a cat\nNegative prompt: bad\nSteps: 20, Sampler: DPM++ 2M Karras, CFG scale: 7.0, Seed: 123, Size: 512x768`
    ),
    'stable-diffusion-webui',
    { scheduler: 'karras' }
  ]
];

const comfy = (extra: Record<string, unknown> = {}): Record<string, unknown> => ({
  3: {
    class_type: 'KSampler',
    inputs: {
      seed: 123,
      steps: 20,
      cfg: 7,
      sampler_name: 'dpmpp_2m_sde_gpu',
      scheduler: 'karras',
      denoise: 1,
      model: ['10', 0],
      positive: ['6', 0],
      negative: ['7', 0],
      latent_image: ['5', 0]
    }
  },
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
  21: {
    class_type: 'KSampler',
    inputs: {
      seed: 5,
      steps: 12,
      cfg: 7,
      sampler_name: 'dpmpp_2m_sde_gpu',
      scheduler: 'karras',
      denoise: 0.55,
      model: ['10', 0],
      positive: ['6', 0],
      negative: ['7', 0],
      latent_image: ['20', 0]
    }
  },
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

const others: Row[] = [
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
  [
    'Fooocus, its own scheme',
    [
      ...parameters(
        JSON.stringify({
          adm_guidance: '(1.5, 0.8, 0.3)',
          base_model: 'juggernaut',
          base_model_hash: 'aeb7e9e689',
          guidance_scale: 7,
          loras: [['detail', 0.5, 'abc']],
          metadata_scheme: 'fooocus',
          negative_prompt: 'bad',
          performance: 'Speed',
          prompt: 'a cat',
          refiner_model: 'None',
          refiner_switch: 0.5,
          resolution: '(512, 768)',
          sampler: 'dpmpp_2m_sde_gpu',
          scheduler: 'karras',
          seed: '123',
          sharpness: 2,
          steps: 20,
          styles: "['Fooocus V2']",
          vae: 'Default (model)',
          version: 'Fooocus v2.5.5'
        })
      ),
      { key: 'fooocus_scheme', text: 'fooocus' }
    ],
    'Fooocus v2.5.5',
    { prompt: 'a cat <lora:detail:0.5>', sampler: 'DPM++ 2M SDE', scheduler: 'karras', rng: 'cpu' }
  ],
  [
    'InvokeAI 4',
    [
      json('invokeai_metadata', {
        app_version: '4.2.0',
        generation_mode: 'txt2img',
        positive_prompt: 'a cat',
        negative_prompt: 'bad',
        width: 512,
        height: 768,
        seed: 123,
        rand_device: 'cpu',
        cfg_scale: 7,
        steps: 20,
        scheduler: 'dpmpp_2m_k',
        clip_skip: 1,
        model: { key: 'x', hash: 'blake3:1', name: 'dreams v1.5', base: 'sd-1', type: 'main' },
        loras: [{ model: { name: 'detail' }, weight: 0.75 }],
        controlnets: [{ a: 1 }]
      })
    ],
    'InvokeAI',
    {
      prompt: 'a cat <lora:detail:0.75>',
      sampler: 'DPM++ 2M',
      scheduler: 'karras',
      clip_skip: 2,
      flavour: 'diffusers'
    }
  ],
  [
    'InvokeAI 3',
    [
      json('invokeai_metadata', {
        positive_prompt: 'a cat',
        negative_prompt: 'bad',
        width: 512,
        height: 768,
        seed: 123,
        cfg_scale: 7,
        steps: 20,
        scheduler: 'euler_a',
        model: { model_name: 'dreams v1.5', base_model: 'sd-1' },
        loras: [{ lora: { model_name: 'detail' }, weight: 0.75 }]
      })
    ],
    'InvokeAI',
    { sampler: 'Euler a', model: dreams.name }
  ],
  [
    'InvokeAI 2',
    [
      json('sd-metadata', {
        model: 'stable diffusion',
        model_weights: 'dreams v1.5',
        app_id: 'invoke-ai/InvokeAI',
        image: {
          prompt: [{ prompt: 'a cat [bad]', weight: 1 }],
          steps: 20,
          cfg_scale: 7,
          height: 768,
          width: 512,
          seed: 123,
          type: 'txt2img',
          sampler: 'k_dpm_2_a'
        }
      })
    ],
    'InvokeAI',
    { prompt: 'a cat', negative_prompt: 'bad', sampler: 'DPM2 a' }
  ],
  [
    'a dream command',
    [{ key: 'Dream', text: '"a cat [bad]" -s 20 -S 123 -W 512 -H 768 -C 7.0 -A k_lms' }],
    'InvokeAI',
    { prompt: 'a cat', negative_prompt: 'bad', sampler: 'LMS' }
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
  ],
  [
    'NovelAI',
    [
      { key: 'Software', text: 'NovelAI' },
      { key: 'Description', text: 'a {cat}' },
      json('Comment', {
        steps: 20,
        sampler: 'k_euler_ancestral',
        seed: 123,
        strength: 0.69,
        noise: 0.2,
        scale: 7,
        uc: 'bad',
        width: 512,
        height: 768
      })
    ],
    'NovelAI',
    { sampler: 'Euler a', clip_skip: 2, ensd: 31337, dialect: 'novelai' }
  ],
  [
    'NovelAI 4',
    [
      { key: 'Software', text: 'NovelAI' },
      json('Comment', {
        prompt: 'a cat',
        steps: 20,
        height: 768,
        width: 512,
        scale: 7,
        uncond_scale: 0,
        cfg_rescale: 0.2,
        seed: 123,
        noise_schedule: 'karras',
        sampler: 'k_dpmpp_2s_ancestral',
        uc: 'bad',
        request_type: 'PromptGenerateRequest',
        v4_prompt: { caption: { base_caption: 'a cat', char_captions: [] } }
      })
    ],
    'NovelAI',
    { sampler: 'DPM++ 2S a', scheduler: 'karras', cfg_rescale: 0.2 }
  ],
  [
    'Draw Things',
    [
      json('UserComment', {
        c: 'a cat',
        uc: 'bad',
        model: 'dreams v1.5_f16.ckpt',
        sampler: 'DPM++ 2M Karras',
        scale: 7,
        seed: 123,
        seed_mode: 'Scale Alike',
        size: '512x768',
        steps: 20,
        strength: 1,
        lora: [{ model: 'detail_f16.ckpt', weight: 0.6 }]
      })
    ],
    'Draw Things',
    { prompt: 'a cat <lora:detail:0.6>', sampler: 'DPM++ 2M', scheduler: 'karras', rng: 'cpu' }
  ],
  [
    'Draw Things in XMP',
    [
      {
        key: 'XML:com.adobe.xmp',
        text: '<x:xmpmeta><exif:UserComment><rdf:Alt><rdf:li xml:lang="x-default">{&quot;c&quot;:&quot;a cat&quot;,&quot;uc&quot;:&quot;bad&quot;,&quot;model&quot;:&quot;dreams v1.5&quot;,&quot;sampler&quot;:&quot;Euler A Trailing&quot;,&quot;scale&quot;:7,&quot;seed&quot;:123,&quot;size&quot;:&quot;512x768&quot;,&quot;steps&quot;:20}</rdf:li></rdf:Alt></exif:UserComment></x:xmpmeta>'
      }
    ],
    'Draw Things',
    { sampler: 'Euler a', scheduler: 'sgm_uniform' }
  ],
  [
    'SwarmUI',
    parameters(
      JSON.stringify({
        sui_image_params: {
          prompt: 'a cat',
          negativeprompt: 'bad',
          model: 'sd15/dreams v1.5',
          images: 1,
          seed: 123,
          steps: 20,
          cfgscale: 7,
          aspectratio: '2:3',
          width: 512,
          height: 768,
          sampler: 'dpmpp_2m',
          scheduler: 'karras',
          loras: ['detail'],
          loraweights: ['0.5'],
          swarm_version: '0.9.2.1'
        },
        sui_extra_data: { date: '2024-10-01' }
      })
    ),
    'SwarmUI',
    { prompt: 'a cat <lora:detail:0.5>', sampler: 'DPM++ 2M', scheduler: 'karras', rng: 'cpu' }
  ],
  [
    'Easy Diffusion',
    [
      ['prompt', 'a cat'],
      ['negative_prompt', 'bad'],
      ['seed', '123'],
      ['use_stable_diffusion_model', 'dreams v1.5'],
      ['clip_skip', 'True'],
      ['sampler_name', 'euler_a'],
      ['width', '512'],
      ['height', '768'],
      ['num_inference_steps', '20'],
      ['guidance_scale', '7']
    ].map(([key, text]) => ({ key, text })),
    'Easy Diffusion',
    { sampler: 'Euler a', clip_skip: 2 }
  ]
];

test.each([...a1111, ...others])('%s', (_, texts, writer, base) => {
  const found = settingsIn(texts)!;
  expect(found.writer).toBe(writer);
  const { spec } = parseSweep(`%%sweep\n${found.text}`, context());
  expect(spec.axes).toEqual([]);
  for (const [name, value] of Object.entries({
    prompt: expect.stringMatching(/^a \{?cat/),
    ...BASE,
    ...base
  })) {
    expect({ [name]: spec.base[name] }).toEqual({ [name]: value });
  }
});

test.each([
  ['None', parameters('None')],
  ['an empty text', parameters('  \n')],
  ['a note of another program', [{ key: 'UserComment', text: 'ASCII Screenshot' }]],
  ['a drawing of a graph alone', [json('workflow', { nodes: [] })]],
  ['JSON of something else', parameters('{"a": 1}')],
  ['broken JSON', [{ key: 'prompt', text: '{"3": {"class_type": "KSampler"' }]],
  [
    'upscaling alone',
    [{ key: 'postprocessing', text: 'Postprocess upscale by: 4, Postprocess upscaler: R-ESRGAN 4x+' }]
  ]
])('%s holds no settings', (_, texts) => expect(settingsIn(texts)).toBeNull());

test('of several texts the one that parses is read, whatever the others are', () => {
  const infotext = `a cat\nSteps: 20, Sampler: Euler a, ${line}`;
  const texts = [
    ...parameters('None'),
    { key: 'Comment', text: '{broken' },
    { key: 'UserComment', text: `\uFEFF${infotext}\0` }
  ];
  expect(settingsIn(texts)?.text).toBe(infotext);
});

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
