/** What each program of the field writes into its pictures, and what is read of it. Examples are written after the programs' sources. */
import { dreams } from '../../../server/sweep/testing';
import { settingsIn } from './index';
import { json, line, parameters, testRows } from './testing';

testRows([
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
]);

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
