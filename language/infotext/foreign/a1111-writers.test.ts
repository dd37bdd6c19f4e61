/** Infotexts of A1111 and of what writes as it does, and what is read of them. Examples are written after the programs' sources. */
import { dreams } from '../../../server/sweep/testing';
import { line, parameters, testRows } from './testing';

testRows([
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
]);
