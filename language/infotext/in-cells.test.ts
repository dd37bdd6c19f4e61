import { catalogue, findParameter } from '../../schema/catalogue';
import { parseSweep } from '../cell';
import { dreams, testContext } from '../../server/sweep/testing';

const read = (text: string): ReturnType<typeof parseSweep> => parseSweep(text, testContext());

test('a pasted infotext sets what it says', () => {
  const { spec, warnings } = read(
    'a cat\nNegative prompt: bad\n' +
      'Steps: 20, Sampler: Euler a, Schedule type: Automatic, CFG scale: 7, Seed: 965400086, Size: 512x768, ' +
      'Model hash: 45dee52b, Model: dreams v1.5, Variation seed: 3, Variation seed strength: 0.2, Clip skip: 2, ' +
      'ENSD: 31337, Eta: 0.5, RNG: NV, Emphasis: No norm, Version: v1.9.3'
  );
  expect(spec.base).toEqual({
    prompt: 'a cat',
    negative_prompt: 'bad',
    steps: 20,
    sampler: 'Euler a',
    scheduler: 'automatic',
    cfg_scale: 7,
    seed: 965400086,
    width: 512,
    height: 768,
    model: 'sd15/dreams v1.5.safetensors',
    subseed: 3,
    subseed_strength: 0.2,
    clip_skip: 2,
    ensd: 31337,
    eta: 0.5,
    rng: 'nv',
    emphasis: 'no_norm'
  });
  expect(warnings).toEqual([]);
});

test('options are read by the keys and words of A1111', () => {
  const vae = { ...dreams, kind: 'vae' as const, name: 'soft' };
  const upscaler = { ...dreams, kind: 'upscaler' as const, name: '4x-sharp' };
  const { spec, warnings } = parseSweep(
    'a\nSteps: 20, VAE hash: 0123456789, VAE: soft.safetensors, Denoising strength: 0.55, Hires upscale: 1.5, ' +
      'Hires steps: 8, Hires upscaler: 4x-sharp, Refiner: dreams v1.5 [dd44ee55ff], Refiner switch at: 0.6, ' +
      'Mask blur: 6, Mask mode: Inpaint not masked, Masked content: latent noise, Inpaint area: Only masked, ' +
      'Masked area padding: 16, Sigma churn: 3, Sigma tmax: inf, NGMS: 1.2, Skip Early CFG: 0.1, Schedule rho: 5.0, ' +
      'Noise Schedule: Zero Terminal SNR, Tiling: True, Discard penultimate sigma: True, Seed resize from: 448x640, ' +
      'Lora hashes: "x: 1", Template: "a {b|c}", Eta DDIM: 0.4',
    testContext({ models: [dreams, vae, upscaler] })
  );
  expect(spec.base).toEqual({
    prompt: 'a',
    steps: 20,
    vae: 'soft',
    hr_denoising_strength: 0.55,
    hr_scale: 1.5,
    hr_steps: 8,
    hr_upscaler: '4x-sharp',
    enable_hr: true,
    refiner: dreams.name,
    refiner_switch_at: 0.6,
    mask_blur: 6,
    inpainting_mask_invert: true,
    inpainting_fill: 'latent noise',
    inpaint_full_res: true,
    inpaint_full_res_padding: 16,
    s_churn: 3,
    s_tmax: null,
    s_min_uncond: 1.2,
    skip_early_cond: 0.1,
    rho: 5,
    noise_schedule: 'zero_terminal_snr',
    tiling: true,
    discard_next_to_last_sigma: true,
    seed_resize_from_w: 448,
    seed_resize_from_h: 640,
    eta: 0.4
  });
  expect(warnings).toEqual([]);
});

test('the size that a seed is resized from may be smaller than a picture', () => {
  const sides = { seed_resize_from_w: 8, seed_resize_from_h: 16 };
  expect(read('a\nSteps: 9, Seed resize from: 8x16').spec.base).toMatchObject(sides);
});

test('a long line that is no infotext costs no time', () => {
  const line = 'a: b (c d): '.repeat(80_000);
  const began = Date.now();
  expect(read(`%%sweep\n${line}x`).spec.base.prompt).toHaveLength(line.length + 1);
  expect(Date.now() - began).toBeLessThan(5000);
});

test('without hires keys the strength is that of img2img', () => {
  expect(read('a\nSteps: 9, Denoising strength: 0.4').spec.base).toMatchObject({ denoising_strength: 0.4 });
});

test('words of the first line win over it', () => {
  const { base, axes } = read(
    '%%sweep cfg=3,5 width=64\na\nSteps: 9, CFG scale: 99, Size: 512x768, Seed: 1'
  ).spec;
  expect(base).toEqual({ prompt: 'a', steps: 9, seed: 1, width: 64, height: 768 });
  expect(axes).toEqual([{ param: 'cfg_scale', values: [3, 5] }]);
});

test('a sampler of the first line does away with the schedule of its own', () => {
  const { base } = read(
    '%%sweep sampler=Euler\na\nSteps: 9, Sampler: DPM++ 2M, Schedule type: Karras, Seed: 1'
  ).spec;
  expect(base).toEqual({ prompt: 'a', steps: 9, seed: 1, sampler: 'Euler' });
});

test.each([
  ['Sampler: DPM++ 2M Karras', { sampler: 'DPM++ 2M', scheduler: 'karras' }],
  ['Sampler: DPM++ 2M Karras, Schedule type: Exponential', { sampler: 'DPM++ 2M', scheduler: 'exponential' }],
  ['Sampler: Euler a', { sampler: 'Euler a' }]
])('%s gives %j', (pairs, base) => {
  expect(read(`a\nSteps: 9, ${pairs}, Seed: 1`).spec.base).toEqual({
    prompt: 'a',
    steps: 9,
    seed: 1,
    ...base
  });
});

test('every key that pictures are written with is read', () => {
  const parameters = catalogue.filter(({ infotext }) => infotext);
  const unread = parameters.filter(({ infotext }) => findParameter(infotext!.key) === undefined);
  expect(unread.map(({ name }) => name)).toEqual([]);
});

test('keys that are no parameters are named in one remark', () => {
  const { warnings } = read(
    'a\nSteps: 9, Hires prompt: 2, Lora hashes: "x: 1, y: 2", Batch size: 4, Version: v1'
  );
  expect(warnings).toEqual([
    {
      code: 'unknown_keys',
      facts: { keys: ['Hires prompt', 'Batch size'] },
      where: { line: 2, column: 11, length: 12 }
    }
  ]);
});

test('a model is known by its hash, whatever its name', () => {
  expect(read('a\nSteps: 9, Model hash: DD44EE55FF, Model: other').spec.base.model).toBe(
    'sd15/dreams v1.5.safetensors'
  );
});

test.each([
  ['a cat, (golden hour:1.2), (seed:1.1), (steps:1.3)'],
  ['left: a cat, right: a dog, top: the sky'],
  ['Style: watercolour'],
  ['Steps: many'],
  ['steps: 20'],
  ['Seed: 1, Size: 64x64'],
  ['Seed: 1, and, Size: 64x64, CFG scale: 7, Steps: 9'],
  ['Model: a young woman']
])('"%s" is a prompt', line => expect(read(`%%sweep\n${line}`).spec.base).toEqual({ prompt: line }));

test.each([
  ['Steps: 20', { steps: 20 }],
  ['Seed: 1, Size: 64x64, CFG scale: 7', { seed: 1, width: 64, height: 64, cfg_scale: 7 }],
  ['Steps: 20, some words, Seed: 3', { steps: 20, seed: 3 }],
  ['Steps:20,Seed:3,', { steps: 20, seed: 3 }]
])('"%s" is the infotext line', (line, base) => expect(read(`%%sweep\n${line}`).spec.base).toEqual(base));
