/** Texts of other programs that people paste: read, or told as what they look like, and never a prompt in silence. */
import { expandSweep } from '../../../server/sweep';
import { dreams, testContext } from '../../../server/sweep/testing';
import { say } from '../../../schema/messages';
import { refusal } from '../../../server/sweep/testing';
import { labelLines } from './label-lines';
import { looksLike } from './looks-like';
import { readPasted } from './read-pasted';
import { readSettings } from '../../cell/read-settings';

const lora = { ...dreams, kind: 'lora' as const, name: 'detail' };
const context = (): ReturnType<typeof testContext> =>
  testContext({ models: [...testContext().models, lora, { ...dreams, name: 'dreams' }] });
const expand = (text: string): ReturnType<typeof expandSweep> =>
  expandSweep({ text: `%%sweep\n${text}` }, context());

const base = { prompt: 'a cat', negative_prompt: 'fog', steps: 20, seed: 1, width: 512, height: 768 };
const api = {
  ...{ prompt: 'a cat', negative_prompt: 'fog', steps: 20, seed: 1, width: 512, height: 768 },
  ...{ sampler_name: 'Euler a', cfg_scale: 7, batch_size: 1, n_iter: 1, restore_faces: false }
};
const fooocusLog = {
  Prompt: 'a cat',
  'Negative Prompt': 'fog',
  'Fooocus V2 Expansion': 'a cat, sharp',
  Styles: "['Fooocus V2']",
  Performance: 'Speed',
  Steps: 20,
  Resolution: '(512, 768)',
  'Guidance Scale': 4,
  Sharpness: 2,
  'ADM Guidance': '(1.5, 0.8, 0.3)',
  'Base Model': 'dreams v1.5.safetensors',
  'Refiner Model': 'None',
  'Refiner Switch': 0.5,
  Sampler: 'dpmpp_2m_sde_gpu',
  Scheduler: 'karras',
  Seed: 1,
  'LoRA 1': 'detail.safetensors : 0.5',
  Version: 'Fooocus v2.5.5'
};
const lines = (pairs: object): string =>
  Object.entries(pairs)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n');

test.each<[string, string, Record<string, unknown>]>([
  ["A1111's API", JSON.stringify(api), { sampler: 'Euler a', cfg_scale: 7, rng: 'nv' }],
  ["A1111's API, indented", JSON.stringify(api, null, 2), { sampler: 'Euler a' }],
  [
    "A1111's API with a model",
    JSON.stringify({ ...api, override_settings: { sd_model_checkpoint: dreams.name } }),
    { model: dreams.name }
  ],
  ["a reply of A1111's API", JSON.stringify({ images: [], parameters: api, info: '{}' }), { cfg_scale: 7 }],
  ['JSON in a list', JSON.stringify([api, api]), { sampler: 'Euler a' }],
  ['JSON in a fence of Markdown', `\`\`\`json\n${JSON.stringify(api, null, 2)}\n\`\`\``, { cfg_scale: 7 }],
  [
    "Civitai's JSON",
    '{"Size":"512x768","seed":1,"Model":"dreams v1.5","steps":20,"prompt":"a cat","sampler":"Euler a","cfgScale":7,"negativePrompt":"fog","clipSkip":2}',
    { sampler: 'Euler a', clip_skip: 2, model: dreams.name }
  ],
  [
    "diffusers' arguments as JSON",
    '{"prompt":"a cat","negative_prompt":"fog","num_inference_steps":20,"guidance_scale":7.5,"seed":1,"width":512,"height":768}',
    { cfg_scale: 7.5, rng: 'cpu' }
  ],
  [
    "Replicate's JSON",
    '{"version":"x","input":{"prompt":"a cat","negative_prompt":"fog","num_inference_steps":20,"guidance_scale":7.5,"seed":1,"width":512,"height":768}}',
    { cfg_scale: 7.5 }
  ],
  [
    "Stability's JSON",
    '{"text_prompts":[{"text":"a cat","weight":1},{"text":"fog","weight":-1}],"cfg_scale":7,"steps":20,"seed":1,"width":512,"height":768}',
    { cfg_scale: 7 }
  ],
  [
    "Fooocus' log as JSON",
    JSON.stringify(fooocusLog),
    {
      prompt: 'a cat <lora:detail:0.5>',
      cfg_scale: 4,
      sampler: 'DPM++ 2M SDE',
      scheduler: 'karras',
      model: dreams.name
    }
  ],
  [
    "Fooocus' log as lines",
    lines(fooocusLog),
    { prompt: 'a cat <lora:detail:0.5>', cfg_scale: 4, sampler: 'DPM++ 2M SDE', rng: 'cpu' }
  ],
  [
    "Draw Things' text",
    'a cat\n-fog\nSteps: 20, Sampler: DPM++ 2M Karras, Guidance Scale: 7.0, Seed: 1, Size: 512x768, Model: dreams v1.5_f16.ckpt, Strength: 1.0, Seed Mode: Scale Alike',
    { sampler: 'DPM++ 2M', scheduler: 'karras', cfg_scale: 7, rng: 'cpu', model: dreams.name }
  ],
  [
    "Easy Diffusion's text",
    'Prompt: a cat\nWidth: 512\nHeight: 768\nSeed: 1\nSteps: 20\nGuidance Scale: 7.5\nPrompt Strength: 0.8\nSampler: euler_a\nNegative Prompt: fog\nStable Diffusion model: dreams v1.5',
    { sampler: 'Euler a', cfg_scale: 7.5, model: dreams.name }
  ],
  [
    "Easy Diffusion's text without a label",
    'a cat\nWidth: 512\nHeight: 768\nSeed: 1\nSteps: 20\nGuidance Scale: 7.5\nSampler: euler_a\nNegative Prompt: fog',
    { sampler: 'Euler a' }
  ],
  [
    "NovelAI's text",
    'a cat\nUndesired Content: fog\nSteps: 20\nSampler: k_euler_ancestral\nPrompt Guidance: 5\nSeed: 1\nResolution: 512x768',
    { sampler: 'Euler a', cfg_scale: 5 }
  ],
  [
    'Markdown',
    '**Prompt:** a cat\n**Negative prompt:** fog\n**Steps:** 20\n**Sampler:** Euler a\n**CFG scale:** 7\n**Seed:** 1\n**Size:** 512x768',
    { sampler: 'Euler a', cfg_scale: 7 }
  ],
  [
    'Markdown on few lines',
    '**Prompt:** a cat\n**Negative prompt:** fog\n**Steps:** 20 **Sampler:** Euler a, **CFG scale:** 7 | **Seed:** 1 | **Size:** 512x768',
    { cfg_scale: 7 }
  ],
  [
    'a list of Markdown',
    '- **Prompt**: a cat\n- **Negative**: fog\n- **Steps**: 20\n- **Sampler**: `Euler a`\n- **CFG**: 7\n- **Seed**: 1\n- **Size**: 512 × 768',
    { sampler: 'Euler a', cfg_scale: 7 }
  ],
  [
    'a fence of Markdown',
    '```\na cat\nNegative prompt: fog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x768\n```',
    { sampler: 'Euler a' }
  ],
  [
    'the source of a page',
    'a cat<br>Negative prompt: fog<br>Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x768<br>',
    { sampler: 'Euler a' }
  ],
  [
    'Chinese labels',
    '提示词: a cat\n反向提示词: fog\n步数: 20\n采样器: Euler a\nCFG: 7\n种子: 1\n尺寸: 512x768',
    { sampler: 'Euler a', cfg_scale: 7 }
  ],
  [
    'Chinese labels of a Chinese keyboard',
    'a cat\n负面提示词：fog\n步数：20，采样器：Euler a，提示词引导系数：7，种子：1，尺寸：512x768，模型：dreams v1.5',
    { sampler: 'Euler a', cfg_scale: 7, model: dreams.name }
  ],
  [
    'Chinese labels on one line',
    'a cat\n反向提示词: fog\n迭代步数: 20, 采样方法: Euler a, 提示词引导系数 (CFG Scale): 7, 随机种子: 1, 宽度: 512, 高度: 768',
    { cfg_scale: 7 }
  ],
  [
    'a table of Markdown',
    '| Setting | Value |\n|---|---|\n| Prompt | a cat |\n| Negative prompt | fog |\n| Steps | 20 |\n| Seed | 1 |\n| Sampler | Euler a |\n| Size | 512x768 |',
    { sampler: 'Euler a' }
  ],
  [
    'the prompt among the settings',
    'Steps: 20\nSampler: Euler a\nSeed: 1\nPrompt: a cat\nNegative prompt: fog\nSize: 512x768',
    { sampler: 'Euler a' }
  ],
  [
    'names with equals signs',
    'prompt = "a cat"\nnegative_prompt = "fog"\nsteps = 20\nseed = 1\nwidth = 512\nheight = 768',
    {}
  ],
  [
    "YAML with diffusers' names",
    '---\nprompt: a cat\nnegative_prompt: fog\nnum_inference_steps: 20\nguidance_scale: 7.5\nseed: 1\nwidth: 512\nheight: 768\nscheduler: EulerAncestralDiscreteScheduler\n---',
    { sampler: 'Euler a', cfg_scale: 7.5 }
  ],
  ['JSON behind its name', `payload = ${JSON.stringify(api)}`, { sampler: 'Euler a' }],
  [
    'JSON in a command of curl',
    `curl -X POST http://localhost:7860/x -d '${JSON.stringify(api)}'`,
    { cfg_scale: 7 }
  ],
  [
    "InvokeAI's command",
    '"a cat [fog]" -s 20 -S 1 -W 512 -H 768 -C 7.5 -A k_euler_a',
    { sampler: 'Euler a' }
  ],
  [
    "InvokeAI's command with its program",
    'invoke> "a cat [fog]" -s20 -S1 -W512 -H768 -C7.5 -A k_euler_a',
    { cfg_scale: 7.5 }
  ],
  [
    "A1111's prompts from a file",
    '--prompt "a cat" --negative_prompt "fog" --steps 20 --sampler_name "Euler a" --cfg_scale 7 --seed 1 --width 512 --height 768',
    { sampler: 'Euler a' }
  ],
  ["sd-scripts' prompts", 'a cat --n fog --w 512 --h 768 --d 1 --l 7.5 --s 20', { cfg_scale: 7.5 }],
  [
    'stable-diffusion.cpp',
    './sd -m models/dreams.safetensors -p "a cat" -n "fog" --steps 20 --cfg-scale 7 -W 512 -H 768 -s 1 --sampling-method euler_a',
    { sampler: 'Euler a', cfg_scale: 7, model: 'dreams' }
  ],
  [
    "CompVis' script",
    'python scripts/txt2img.py --prompt "a cat" --negative_prompt fog --plms --ddim_steps 20 --scale 7.5 --seed 1 --W 512 --H 768',
    { sampler: 'PLMS', cfg_scale: 7.5 }
  ]
])('%s is read', (_, text, expected) => {
  const { spec } = expand(text);
  expect({ ...spec.base }).toMatchObject({ ...base, ...expected });
  expect(spec.axes).toEqual([]);
});

test.each([
  ['%%sweep', '%%sweep seed=1..3\na lighthouse'],
  ['JSON', '{"foo": 1, "bar": "x"}'],
  ['JSON', '{"prompt": "a cat, (b:1.2", "steps": 20,'],
  ['JSON', '[{"foo": 1}]'],
  ['Python', "{'prompt': 'a cat', 'steps': 20}"],
  [
    'ComfyUI',
    '{"last_node_id": 9, "nodes": [{"id": 1, "type": "KSampler", "widgets_values": [1, "fixed", 20]}], "links": []}'
  ],
  ['Python', 'image = pipe(prompt="a cat", num_inference_steps=20, guidance_scale=7.5).images[0]'],
  ['Python', 'from diffusers import StableDiffusionPipeline\nimport torch'],
  ['Midjourney', 'a lighthouse at night --ar 16:9 --v 6'],
  ['Midjourney', 'a lighthouse, fog::0.5 --niji 5 --no people'],
  ['command', 'a lighthouse --steps 20'],
  ['Midjourney', '/imagine a lighthouse'],
  ['InvokeAI', 'a lighthouse -s 20 -S 1 -W 512'],
  ['JSON', 'curl http://localhost/x -d \'{"foo": "a (b:1.2"}\''],
  ['stable-diffusion-webui', 'a lighthouse, steps: 20, cfg: 7, seed: 1, and a boat']
])('%s is told once, and nothing else is: %s', (of, text) => {
  const { warnings } = expand(`a\n${text}`.slice(2));
  expect(warnings.map(({ code, facts }) => [code, facts.of])).toEqual([['looks_like_settings', of]]);
  expect(warnings[0].where).toMatchObject({ line: 2, column: 1 });
  for (const language of ['en', 'zh_CN'] as const) {
    expect(say('looks_like_settings', { of }, language)).not.toMatch(/undefined|\{/);
  }
});

test.each([
  'a lighthouse, -fog, a--b',
  'left: a cat, right: a dog, top: the sky',
  'a recipe card\nSteps: 3\nmix flour',
  'Seed: a seedling\nwatercolour',
  'Model: a young woman\nSize: tall',
  'size: 3 x 4, a {cat|dog}',
  '{a|b} and {{x}}',
  '[a|b], [x:y:0.5]',
  'a pipe (object), pipe organ',
  'say "hello" -- a sign',
  '模型: 一个女孩, 尺寸: 大',
  'a poster that says "Prompt: engineer"'
])('%j is a prompt', text => expect(looksLike(text)).toBeNull());

test.each(['Undesired Content: fog', 'Negative: fog', '反向提示词: fog', '负面提示词：fog'])(
  '%s opens the negative prompt',
  text => expect(expand(`a cat\n${text}`).spec.base).toEqual({ prompt: 'a cat', negative_prompt: 'fog' })
);

test('what other programs alone understand is told once', () => {
  const { warnings } = expand(
    'a cat\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 128x128, RNG: CPU, ControlNet 0: "x"'
  );
  expect(warnings.map(({ code }) => code)).toEqual(['unknown_keys']);
});

test('a model of pasted settings that is not here hides no other remark, and those that are here are named', () => {
  const text = `a cat\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 500x500, Model: nowhere, RNG: CPU, FreeU: on`;
  const found = refusal(() => expand(text));
  expect(found).toMatchObject({
    code: 'model_missing',
    facts: { name: 'nowhere', here: expect.arrayContaining(['emoji-diffusion']) },
    where: { line: 3 }
  });
  const words = say('model_missing', found.facts as never, 'en');
  expect(words).toMatch(/^This model isn't there: nowhere. Here: emoji-diffusion, .*500x500.*FreeU/);
  expect(say('model_missing', found.facts as never, 'zh_CN')).toMatch(
    /这里有：emoji-diffusion、.*500x500.*FreeU/
  );
  const { settings, remarks } = readSettings(text, context());
  expect(settings).toMatchObject({ width: 496, steps: 20 });
  expect(remarks.map(({ code, facts }) => [code, 'also' in facts])).toEqual([
    ['model_missing', false],
    ['size_off_grid', false],
    ['unknown_keys', false]
  ]);
});

test('a long list of models is cut', () => {
  const models = [...'abcdefghi'].map(name => ({ ...dreams, name: `${name}${name}${name}` }));
  const found = refusal(() => expandSweep({ text: 'model=nowhere\na' }, testContext({ models })));
  expect(say('model_missing', found.facts as never, 'en')).toContain(
    'Here: aaa, bbb, ccc, ddd, eee and 4 more.'
  );
});

test.each([
  'a cat\nNegative prompt: bad\nSteps: 20, Sampler: DPM++ 2M SDE, Schedule type: Karras, CFG scale: 7, Seed: 1, Size: 512x768, Model hash: aeb7e9e689, Model: x, VAE hash: 735e4c3a44, VAE: soft.pt, Denoising strength: 0.4, RNG: CPU, Clip skip: 2, ENSD: 31337, Hires upscale: 2, Hires steps: 10, Lora hashes: "x: 0123456789ab", Version: v1.6.0',
  'a cat\nSteps: 20, Size: 512x768, Sampler: Euler a, Seed: 1, CFG scale: 7, Model: x, App: SD.Next, Backend: Diffusers, Operations: txt2img, Scheduler: karras',
  'a\nNegative prompt: b\nSteps: 20\nSampler: Euler a\nCFG scale: 7\nSeed: 1\nSize: 512x512\nModel hash: abcdef0123',
  'a\nSteps: 20, Sampler: Euler, Schedule type: Simple, CFG scale: 1, Distilled CFG Scale: 3.5, Seed: 1, Size: 896x1152, Version: f2.0.1'
])("A1111's own lines are left to their reader, which knows every place: %#", text =>
  expect(labelLines(text)).toBeNull()
);

test.each(['', 'curl ', '```\n', '"a" -s 1 ', '--prompt a ', 'Steps: 5 ', '| ', '**Steps:** 1 '])(
  'whatever follows %j is read in no time',
  opening => {
    for (const piece of [
      '          ',
      '\n',
      '|   ',
      '-p " ',
      ' -s 1',
      'Steps=5 ',
      '**',
      '{"a":',
      '} ',
      '<br',
      'pipe('
    ]) {
      const text = `${opening}${piece.repeat(Math.floor(40_000 / piece.length))}x`;
      const began = performance.now();
      looksLike(text);
      readPasted(text);
      expect([piece, performance.now() - began < 3000]).toEqual([piece, true]);
    }
  }
);

test.each([
  'a sign with <p>hello</p>, cat',
  'a page that says <br>, &amp; &lt;3',
  '```\na cat\n```',
  '```py\na cat, (red:1.2)\n```',
  '<div>a</div>\nb: c',
  'a sign with <p>hello</p>\nNegative prompt: fog'
])('marks in a prompt without settings are its own: %j', text => {
  expect(readPasted(text)).toBeNull();
  const [prompt] = text.split('\nNegative prompt: ');
  expect(expand(text).base.prompt).toBe(prompt);
});

test.each([
  '```\na cat\nNegative prompt: fog\n```',
  'a cat<br>Negative prompt: fog',
  '<p>a cat</p><p>Negative prompt: fog</p>',
  '```\na cat\nNegative prompt: fog\nSteps: 20, Seed: 1\n```'
])('marks of the page that a negative prompt was copied from are undone: %j', text => {
  expect(expand(text).base).toMatchObject({ prompt: 'a cat', negative_prompt: 'fog' });
});
