/** What a program wrote is set, kept with the pictures, or named: nothing is dropped without a word. */
import { parseSweep, readSettings } from '../../cell';
import { testContext } from '../../../server/sweep/testing';
import { settingsIn } from './index';

const base = { prompt: 'a cat', steps: 20, seed: 1, sampler_name: 'Euler a' };
const read = (more: object): ReturnType<typeof parseSweep> =>
  parseSweep(`%%sweep\n${JSON.stringify({ ...base, ...more })}`, testContext());

test.each<[object, Record<string, unknown>]>([
  [{ tiling: true }, { tiling: true }],
  [{ eta: 0.5 }, { eta: 0.5 }],
  [{ s_noise: 1.01 }, { s_noise: 1.01 }],
  [{ s_churn: 3, s_tmax: 0 }, { s_churn: 3 }],
  [
    { seed_resize_from_w: 256, seed_resize_from_h: 512 },
    { seed_resize_from_w: 256, seed_resize_from_h: 512 }
  ],
  [{ strength: 0.4 }, { denoising_strength: 0.4 }],
  [{ guidance_rescale: 0.3 }, { cfg_rescale: 0.3 }],
  [{ width: 512 }, { width: 512 }],
  [{ size: [512, 768] }, { width: 512, height: 768 }],
  [
    { enable_hr: true, hr_scale: 1.5 },
    { enable_hr: true, hr_scale: 1.5 }
  ]
])('%j of a JSON is set', (more, sets) => {
  const { spec, warnings } = read(more);
  expect(spec.base).toEqual({ prompt: 'a cat', steps: 20, seed: 1, sampler: 'Euler a', ...sets });
  expect(warnings.map(({ code }) => code).filter(code => !/^rng/.test(code))).toEqual([]);
});

test.each<[object, string]>([
  [{ foo_mode: 'x' }, 'foo_mode: x'],
  [{ styles: ['One', 'Two'] }, 'styles: "[\\"One\\",\\"Two\\"]"'],
  [{ restore_faces: true }, 'restore_faces: True'],
  [{ 'a.b': 3 }, 'a b: 3']
])('%j of a JSON is kept and told', (more, kept) => {
  const { spec, warnings } = read(more);
  expect(spec.base).toMatchObject({ prompt: 'a cat', extra_generation_params: kept });
  expect(warnings).toContainEqual(expect.objectContaining({ code: 'unknown_keys' }));
});

test.each<[object, string[]]>([
  [{ alwayson_scripts: { ControlNet: { args: [1] } } }, ['alwayson_scripts']],
  [{ loras: [{ name: 'x' }], foo: { bar: 1 } }, ['loras', 'foo']],
  [{ batch_size: 4 }, ['batch_size']],
  [{ init_images: ['x'.repeat(900)], mask_blur: 8 }, ['init_images', 'mask_blur']],
  [{ x: 3 }, ['x']],
  [{ prompt: ['a', 'b'], positive: 'a cat' }, ['prompt']]
])('%j of a JSON is named', (more, names) => {
  const { spec, warnings } = read(more);
  expect(spec.base.prompt).toBe('a cat');
  expect(spec.base.extra_generation_params).toBeUndefined();
  const told = warnings.find(({ code }) => code === 'foreign_unused');
  expect([...(told!.facts.names as string[])].sort()).toEqual([...names].sort());
});

test('what a request says of itself, and what is off in it, is no setting', () => {
  const off = {
    ...{
      tiling: false,
      restore_faces: false,
      styles: [],
      alwayson_scripts: {},
      script_name: '',
      script_args: []
    },
    ...{
      subseed: -1,
      subseed_strength: 0,
      seed_resize_from_w: -1,
      seed_resize_from_h: -1,
      eta: 0,
      s_noise: 1
    },
    ...{ s_churn: 0, s_tmax: 0, s_tmin: 0, batch_size: 1, n_iter: 1, send_images: true, save_images: false },
    ...{
      do_not_save_grid: true,
      refiner_checkpoint: null,
      refiner_switch_at: null,
      enable_hr: false,
      hr_scale: 2
    },
    ...{
      override_settings: {},
      override_settings_restore_afterwards: true,
      denoising_strength: 0,
      comments: {}
    }
  };
  const { spec, warnings } = read(off);
  expect(spec.base).toEqual({ prompt: 'a cat', steps: 20, seed: 1, sampler: 'Euler a' });
  expect(warnings).toEqual([]);
});

const invoke = { positive_prompt: 'a cat', scheduler: 'euler', steps: 3, seed: 1 };
const easy = { prompt: 'a cat', num_inference_steps: 3, guidance_scale: 7, seed: 1, sampler_name: 'euler' };
const things = { c: 'a cat', sampler: 'Euler a', scale: 7, steps: 3, seed: 1 };
const novel = { prompt: 'a cat', uc: '', sampler: 'k_euler', scale: 7, steps: 3, seed: 1, uncond_scale: 1 };
const focus = { metadata_scheme: 'fooocus', prompt: 'a cat', steps: 3, seed: 1 };
test.each<[string, object]>([
  ['InvokeAI', invoke],
  ['Easy Diffusion', easy],
  ['Draw Things', things],
  ['NovelAI', novel],
  ['Fooocus', focus],
  ['diffusers', { prompt: 'a cat', num_inference_steps: 3, guidance_scale: 7, seed: 1 }]
])('what is new of %s is kept or named', (writer, json) => {
  const text = JSON.stringify({ ...json, odd_mode: 'fast', odd_part: { a: 1 }, odd_off: false });
  const found = settingsIn([{ key: 'parameters', text }])!;
  expect(found.writer).toBe(writer);
  expect(found.remarks).toContainEqual({
    code: 'foreign_unused',
    facts: { writer, names: ['odd_part'] }
  });
  const { settings } = readSettings(found.text, testContext(), found);
  expect(settings.extra_generation_params).toMatch(/odd_mode: fast/);
  expect(settings.extra_generation_params).not.toMatch(/odd_off/);
});

test("diffusers' own arguments are set", () => {
  const text =
    '{"prompt":"a cat","num_inference_steps":3,"guidance_scale":7,"seed":1,"eta":0.5,"clip_skip":2,"scheduler":"DDIMScheduler"}';
  expect(parseSweep(`%%sweep\n${text}`, testContext()).spec.base).toMatchObject({
    ...{
      prompt: 'a cat',
      steps: 3,
      cfg_scale: 7,
      seed: 1,
      eta: 0.5,
      clip_skip: 2,
      sampler: 'DDIM',
      rng: 'cpu'
    }
  });
});

test("the words of NovelAI's characters join those of the picture, and their places are told", () => {
  const caption = (base: string, ...characters: string[]): unknown => ({
    caption: {
      base_caption: base,
      char_captions: characters.map(char_caption => ({ char_caption, centers: [{ x: 0.5, y: 0.5 }] }))
    }
  });
  const json = {
    ...{
      prompt: '1girl',
      steps: 28,
      scale: 5,
      seed: 34,
      sampler: 'k_euler',
      uc: 'bad',
      width: 832,
      height: 1216
    },
    v4_prompt: caption('1girl', 'girl, blue eyes', ' boy'),
    v4_negative_prompt: caption('bad', 'hat')
  };
  const found = settingsIn([{ key: 'Comment', text: JSON.stringify(json) }]);
  expect(found).toMatchObject({
    writer: 'NovelAI',
    parts: { prompt: '1girl, girl, blue eyes, boy', negative: 'bad, hat' }
  });
  expect(found?.remarks).toContainEqual({
    code: 'foreign_unused',
    facts: { writer: 'NovelAI', names: ['char_captions'] }
  });
});

test("InvokeAI 2's settings are read where they are pasted, and an answer of A1111's API by its infotext", () => {
  const image = {
    prompt: [{ prompt: 'a cat [fog]', weight: 1 }],
    steps: 20,
    cfg_scale: 7.5,
    seed: 42,
    sampler: 'k_lms'
  };
  const sd = settingsIn([{ key: 'prompt', text: JSON.stringify({ model_weights: 'sd-1.5', image }) }]);
  expect(sd).toMatchObject({ writer: 'InvokeAI', parts: { prompt: 'a cat', negative: 'fog' } });
  const infotext = 'a cat\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 7, Size: 64x64';
  for (const info of [
    { infotexts: [infotext, infotext] },
    JSON.stringify({ infotexts: [infotext, infotext] })
  ]) {
    const answer = settingsIn([
      { key: 'prompt', text: JSON.stringify({ images: ['iVBOR'], parameters: {}, info }) }
    ]);
    expect(answer).toMatchObject({ text: infotext, remarks: [{ code: 'settings_second' }] });
  }
});

test('an infotext is read where it is a text of JSON', () => {
  const infotext = 'a cat\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 7, Size: 64x64';
  for (const json of [{ parameters: infotext }, [{ SourceFile: 'x.png', Parameters: infotext }]]) {
    expect(settingsIn([{ key: 'prompt', text: JSON.stringify(json) }])?.text).toBe(infotext);
  }
});
