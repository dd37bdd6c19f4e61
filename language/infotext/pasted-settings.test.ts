/** Settings that people paste into cells, as they copy them from pictures, pages and files. */
import fc from 'fast-check';
import { Fault } from '../../schema/fault';
import { expandSweep } from '../../server/sweep';
import { dreams, emoji, refusal, testContext } from '../../server/sweep/testing';
import { parseSweep } from '../cell';
import { printCell } from '../cell/print-cell';
import { tokensOfCell } from '../cell/tokens/cell-tokens';
import { settingsIn } from './foreign';
import { infotext } from './write';

const read = (text: string): ReturnType<typeof parseSweep> => parseSweep(text, testContext());
const codes = (text: string): string[] => read(text).warnings.map(({ code }) => code);

const USUAL = 'Steps: 12, Sampler: Euler a, CFG scale: 7, Seed: 11, Size: 64x64, RNG: CPU';
const base = {
  prompt: 'a lighthouse',
  negative_prompt: 'fog',
  steps: 12,
  sampler: 'Euler a',
  cfg_scale: 7,
  seed: 11,
  width: 64,
  height: 64,
  rng: 'cpu'
};
const ABOVE = 'a lighthouse\nNegative prompt: fog';

test.each([
  ['as A1111 writes them', `${ABOVE}\n${USUAL}`],
  ['with CR LF and a mark of byte order', `\uFEFF${ABOVE}\n${USUAL}`.replace(/\n/g, '\r\n')],
  ['behind blank lines', `${ABOVE}\n\n\n${USUAL}\n\n`],
  ['before a template', `${ABOVE}\n${USUAL}\nTemplate: a {spring|winter} lighthouse`],
  [
    'before templates of several lines',
    `${ABOVE}\n${USUAL}\nTemplate: a {spring|winter}, (x:1.2),\n__sky__ more\nNegative Template: {fog|mist}`
  ],
  [
    'before how long it took',
    `${ABOVE}\n${USUAL}\n\nTime taken: 3.2 sec.\nA: 2.5 GB, R: 3 GB, Sys: 5/8 GB (60%)`
  ],
  ['a line each', `${ABOVE}\n${USUAL.replace(/, /g, '\n')}`],
  ['over two lines', `${ABOVE}\n${USUAL.replace(', Seed', ',\nSeed')}`],
  [
    'in another order',
    `${ABOVE}\nSampler: Euler a, Seed: 11, Steps: 12, Size: 64x64, CFG scale: 7, RNG: CPU`
  ],
  ['on one line', `Prompt: a lighthouse Negative prompt: fog ${USUAL}`],
  ['on one line with commas', `Prompt: a lighthouse, Negative prompt: fog, ${USUAL}`],
  ['without any marks between them', `a lighthouse Negative prompt: fog ${USUAL.replace(/,/g, '')}`],
  ['with a label before the prompt', `Prompt: ${ABOVE}\n${USUAL}`],
  ['under the name of their chunk', `parameters\n\n${ABOVE}\n${USUAL}`],
  ['before the negative prompt', `a lighthouse\n${USUAL}\nNegative prompt: fog`],
  ['from a Chinese keyboard', `${ABOVE}\n${USUAL.replace(/, /g, '，').replace(/: /g, '：')}`],
  ['with whole numbers as decimals', `${ABOVE}\n${USUAL.replace('12', '12.0').replace(' 7', ' 7.0')}`],
  ['with a seed that is not resized', `${ABOVE}\n${USUAL}, Seed resize from: -1x-1`],
  ['with a seed that is resized from nothing', `${ABOVE}\n${USUAL}, Seed resize from: 0x0`],
  ['with the VAE of the model', `${ABOVE}\n${USUAL}, VAE: Automatic`],
  ['with hashes in JSON', `${ABOVE}\n${USUAL}, Hashes: {"model": "abc", "lora:x": "def"}, Version: v1.6.0`],
  ['quoted in mail', `> ${ABOVE}\n${USUAL}`.replace(/\n/g, '\n> ')],
  ['quoted twice, with blank lines', `>> ${ABOVE}\n\n${USUAL}\n`.replace(/\n/g, '\n>>  ')],
  ['quoted, a line each', `> ${ABOVE}\n${USUAL.replace(/, /g, '\n')}`.replace(/\n/g, '\n> ')],
  ['by labels on lines of their own', `${ABOVE}\n${USUAL.replace(/: |, /g, '\n')}`],
  [
    'by labels with colons',
    `${ABOVE}\n${USUAL.replace(/: |, /g, (each: string) => `${each.trim().replace(',', '')}\n`)}`
  ],
  [
    'by labels, those of the prompts, too',
    `Prompt\na lighthouse\nNegative prompt\nfog\n${USUAL.replace(/: |, /g, '\n')}`
  ],
  [
    'by labels before the negative prompt',
    `a lighthouse\n${USUAL.replace(/: |, /g, '\n')}\nNegative prompt\nfog`
  ],
  ['with hashes that are not quoted', `${ABOVE}\n${USUAL}, Lora hashes: one: 0123456789ab, two: abcdef012345`]
])('settings are read %s', (_, text) => {
  const { spec } = read(text);
  const { negative_prompt: negative, ...others } = spec.base;
  expect({
    ...others,
    negative_prompt: String(negative).replace(/,$/, ''),
    prompt: String(others.prompt).replace(/,$/, '')
  }).toEqual(base);
  expect(spec.axes).toEqual([]);
});

test('negative prompts of pasted settings are joined by line breaks, and each keeps its place', () => {
  const text = `a\nNegative prompt: fog, rain\nsnow\nnegative prompt: hail\n${USUAL}\nNegative prompt: mist`;
  expect(read(text).spec.base.negative_prompt).toBe('fog, rain\nsnow\nhail\nmist');
  const kinds = tokensOfCell(`%%sweep\n${text}`).map(({ from, to, kind }) => [
    kind,
    `%%sweep\n${text}`.slice(from, to)
  ]);
  expect(kinds.filter(([kind]) => kind === 'name').slice(0, 3)).toEqual([
    ['name', 'Negative prompt:'],
    ['name', 'negative prompt:'],
    ['name', 'Steps']
  ]);
  expect(kinds).toContainEqual(['text', 'hail\n']);
  expect(kinds).toContainEqual(['text', 'mist']);
  expect(refusal(() => read('a\nNegative prompt: b\nNegative prompt: c'))).toMatchObject({
    code: 'given_twice'
  });
});

test('the places of a quoted text are those of what was written', () => {
  expect(read('> one\n> two\n>\n> Negative prompt: a\n> b\n> Steps: 9, Seed: 1').spec.base).toMatchObject({
    prompt: 'one\ntwo',
    negative_prompt: 'a\nb'
  });
  expect(refusal(() => read('> a\n> Steps: 9, Seed: 1, Sampler: Heun++'))).toMatchObject({
    where: { line: 2, column: 31, length: 6 }
  });
});

test('settings in an unusual place are named in a remark', () => {
  expect(codes(`${ABOVE}\n${USUAL}`)).toEqual([]);
  expect(codes(`${ABOVE}\n${USUAL}\nTemplate: a {b|c}`)).toEqual(['settings_taken']);
});

test('words among or behind the settings are no prompt, and are named', () => {
  const { spec, warnings } = read(`a\nSteps: 9, some words, Seed: 3, RNG: CPU, Size: 64x64\nand more`);
  expect(spec.base).toMatchObject({ prompt: 'a', steps: 9, seed: 3 });
  expect(
    warnings.filter(({ code }) => code === 'settings_stray').map(({ facts, where }) => [facts.text, where])
  ).toEqual([
    ['some words', { line: 2, column: 11, length: 10 }],
    ['and more', { line: 3, column: 1, length: 8 }]
  ]);
});

test.each([
  'a recipe card\nSteps: 3\nmix flour',
  'left: a cat, right: a dog, top: the sky\nin a frame',
  'Seed: a seedling\nwatercolour',
  '> a cat\n> a dog',
  '>_<\n>:3, a cat',
  'Steps\n20\nSampler\nEuler a',
  'Seed\nwatercolour\nSize\ntall\nModel\na young woman\nSteps\nof stone',
  'Model: a young woman\nSize: tall'
])('%j is a prompt', text => expect(read(`%%sweep\n${text}`).spec.base).toEqual({ prompt: text }));

test('settings of a program that name no RNG mean the noise of its GPU, unless it draws on the CPU', () => {
  const unsaid = USUAL.replace(', RNG: CPU', '');
  expect(read(`a\n${unsaid}`).spec.base.rng).toBe('nv');
  expect(codes(`a\n${unsaid}`)).toEqual(['rng_missing']);
  expect(read(`a\n${unsaid}, Version: ComfyUI`).spec.base.rng).toBeUndefined();
  expect(read(`%%sweep rng=cpu\na\n${unsaid}`).spec.base.rng).toBe('cpu');
  expect(read('a\nSteps: 9, Seed: 1').spec.base.rng).toBeUndefined();
});

test.each([
  ['Size: 500x333', { width: 496, height: 328 }, ['size_off_grid']],
  [
    'Size: 64x64, Seed resize from: 100x60',
    { seed_resize_from_w: 96, seed_resize_from_h: 56 },
    ['size_off_grid']
  ],
  ['Resolution: 512x768', { width: 512, height: 768 }, []],
  ['Seed: 1,234,567', { seed: 1234567 }, []],
  ['ControlNet 0: preprocessor: canny, model: x [a], weight: 1', {}, ['unknown_keys']],
  ['CFG scale: 7,5', { cfg_scale: 7.5 }, []],
  ['Clip skip: -2', { clip_skip: 2 }, []],
  ['Seed: 18446744073709551615, RNG: CPU', { seed: 4294967295 }, ['seed_low_bits']],
  ['Seed: 4294967296', { seed: 0 }, ['seed_low_bits']],
  ['Seed: 1, Seed: 1', { seed: 1 }, []],
  ['Size: 512x512, Hires resize: 1024x1024', { enable_hr: true, hr_scale: 2 }, []],
  ['Size: 512x512, Hires resize: 0x1024', { enable_hr: true, hr_scale: 2 }, []],
  ['Size: 512x512, Hires resize: 1024x768', { enable_hr: true, hr_scale: 2 }, ['hires_ratio']],
  [
    'Size: 1024x1024, First pass size: 512x512',
    { width: 512, height: 512, hr_scale: 2, enable_hr: true },
    []
  ],
  ['Size: 1024x1024, First pass size: 0x0', { width: 512, height: 512, hr_scale: 2, enable_hr: true }, []],
  ['Model hash: dd44ee55ff', { model: dreams.name }, []],
  ['Model hash: 1234567890', {}, ['model_hash_unknown']],
  ['Model hash: 1234567890, Model: dreams v1.5', { model: dreams.name }, ['model_hash_differs']],
  ['Model hash: dd44ee55ff, Model: another name', { model: dreams.name }, ['model_by_hash']],
  ['Model hash: dd44ee55', {}, ['model_hash_unknown']],
  ['Model hash: dd44ee55, Model: emoji-diffusion', { model: emoji.name }, []],
  ['Sampler: k_euler_a', { sampler: 'Euler a' }, []],
  ['Sampler: dpmpp_2m_sde_gpu, Scheduler: karras', { sampler: 'DPM++ 2M SDE', scheduler: 'karras' }, []],
  ['Sampler: EulerAncestralDiscreteScheduler', { sampler: 'Euler a' }, []],
  ['Sampler: dpmpp_3m_k', { sampler: 'DPM++ 3M', scheduler: 'karras' }, ['sampler_flavour']],
  ['Sampler: DPM++ 2M AYS', { sampler: 'DPM++ 2M', scheduler: 'align_your_steps' }, []],
  ['Sampler: Euler, Schedule type: sgm_uniform', { scheduler: 'sgm_uniform' }, []],
  ['Hires upscale: 2, Hires sampler: Use same sampler', { hr_scale: 2 }, []]
])('%s', (pairs, expected, remarks) => {
  const { spec, warnings } = read(`a\nSteps: 9, ${pairs}`);
  expect(spec.base).toMatchObject(expected);
  expect(warnings.map(({ code }) => code)).toEqual(remarks);
});

test.each([
  ['Seed: 9007199254740993, RNG: NV', 'out_of_range', { value: '9007199254740993' }],
  ['Seed: 99999999999999999999', 'out_of_range', { value: '99999999999999999999' }],
  ['Seed: 1, Seed: 2', 'given_twice', { param: 'seed' }],
  ['Sampler: Heun++', 'unknown_choice', { value: 'Heun++' }],
  ['Model: nowhere', 'model_missing', { name: 'nowhere' }],
  ['Size: wide', 'bad_size', { value: 'wide' }]
])('%s is told, exactly as it was read', (pairs, code, facts) => {
  expect(refusal(() => read(`a\nSteps: 9, ${pairs}`))).toMatchObject({ code, facts });
});

const FOREIGN =
  'ControlNet 0: "Module: canny, Model: x [abc], Weight: 1", ADetailer model: face_yolov8n.pt, ' +
  'Civitai resources: [{"type":"lora","weight":0.8,"modelVersionId":2}]';

test('what other programs alone understand comes back in the infotext of the picture, and in its cell', () => {
  const [{ params }] = expandSweep(
    { text: `a cat\n${USUAL}, ${FOREIGN}, Version: v1.6.0` },
    testContext()
  ).cells;
  expect(params.extra_generation_params).toBe(FOREIGN);
  expect(infotext({ params, version: '1' })).toContain(`, ${FOREIGN}, Version:`);
  const again = printCell(params, {}).replace(/\\\$/g, '$');
  expect(expandSweep({ text: again }, testContext()).cells[0].params).toEqual(params);
});

test('a text that is no pairs is kept under a key of its own', () => {
  const params = {
    ...expandSweep({ text: 'seed=1 steps=2\na' }, testContext()).cells[0].params,
    extra_generation_params: 'Steps: 5, (a'
  };
  expect(infotext({ params })).toContain('Other settings: "Steps: 5, (a"');
  expect(read(infotext({ params })).spec.base.extra_generation_params).toBe('Steps: 5, (a');
});

/** Real texts, and pieces to spoil them with. */
const REAL = [
  `${ABOVE}\n${USUAL}, ${FOREIGN}\nTemplate: a {b|c}, __d__\nTime taken: 3 sec.`,
  `masterpiece, (cat:1.2), <lora:x:0.8>\nNegative prompt: (worst quality:1.4), EasyNegative\nSteps: 28, Sampler: DPM++ 2M SDE Karras, CFG scale: 7, Seed: 4294967295, Size: 512x768, Model hash: 7f96a1a9ca, Model: AnythingV5, Denoising strength: 0.4, Clip skip: 2, Hires upscale: 2, Hires upscaler: 4x-UltraSharp, Lora hashes: "x: 0123456789ab", TI hashes: "EasyNegative: c74b4e810b03", Version: v1.6.0`,
  '{"sui_image_params": {"prompt": "a", "seed": 123456789012345678901, "steps": 20, "cfgscale": NaN}}',
  '{"3": {"class_type": "KSampler", "inputs": {"seed": 1, "model": ["3", 0], "positive": ["3", 0], "latent_image": ["3", 0]}}}',
  '{"c": "a", "sampler": "x", "scale": [1], "lora": [{}, null, 3]}',
  '"a [b]" -s 20 -S 123 -W -H 5',
  `> ${ABOVE}\n> Negative prompt: b\n> ${USUAL}`,
  `Prompt\na lighthouse\nNegative prompt\nfog\n${USUAL.replace(/: |, /g, '\n')}\nModel hash\n7f96a1a9ca`,
  '--prompt "a (b)" --steps 20 --cfg_scale 7 --seed 1',
  '| a | b |\n|---|---|\n| Steps | 5 |\n| Seed | 1 |\n| Size | 64x64 |',
  'prompt = "a"\nsteps = 5\nseed=1 cfg=7',
  'a b --n fog --w 512 --h 512 --l 7 --s 20',
  '**Prompt:** a\n**Negative:** b\n- **Steps:** 20 | **Seed:** 1, **CFG:** 7',
  'a\n-b\nSteps: 20, Sampler: Euler a, Guidance Scale: 7.0, Seed: 1, Size: 64x64, Strength: 1.0, Seed Mode: Scale Alike',
  'Prompt: a\nNegative Prompt: b\nPerformance: Speed\nResolution: (64, 64)\nGuidance Scale: 4\nSeed: 1\nLoRA 1: x : 0.5',
  'a\n反向提示词：b\n步数：20，采样器：Euler a，CFG/提示词引导系数：7，种子：1，尺寸：64x64',
  'a<br>Negative prompt: b<br>Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 64x64<br>',
  '[{"prompt": "a", "sampler_name": "Euler a", "cfg_scale": 7, "steps": 20, "override_settings": {"a": [1]}}]'
];
const spoiled = fc
  .record({
    text: fc.constantFrom(...REAL),
    cuts: fc.array(
      fc.record({
        at: fc.nat(900),
        drop: fc.nat(30),
        piece: fc.constantFrom(
          '',
          ',',
          ':',
          '"',
          '\n',
          '\n> ',
          'Seed\n1\n',
          '[',
          '{',
          '}',
          '(',
          '\\',
          '\0',
          '，',
          '：',
          'x',
          '-1',
          ' Steps: 5',
          'Negative prompt:',
          '\uD83D',
          '\r',
          '|',
          '$$',
          'constructor: ',
          '__proto__',
          ', toString: ',
          ' --hasOwnProperty '
        )
      }),
      { maxLength: 6 }
    )
  })
  .map(({ text, cuts }) =>
    cuts.reduce(
      (all, { at, drop, piece }) =>
        all.slice(0, at % (all.length + 1)) + piece + all.slice((at % (all.length + 1)) + drop),
      text
    )
  );

test('any text is read or refused by a fault, and no prompt of it holds a line of settings', () => {
  fc.assert(
    fc.property(spoiled, text => {
      try {
        const { spec } = parseSweep(`%%sweep\n${text}`, testContext({ models: [emoji, dreams] }));
        for (const line of `${spec.base.prompt ?? ''}\n${spec.base.negative_prompt ?? ''}`.split('\n')) {
          expect(line).not.toMatch(/^Steps: \d+, Sampler: [^,]+, CFG scale: [\d.]+, Seed: \d+/);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(Fault);
      }
    }),
    {
      numRuns: 1500,
      examples: [['a<br>Negative ：Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 64x64<br>']]
    }
  );
});

test('the texts of any picture are read without a failure', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          key: fc.constantFrom(
            'parameters',
            'prompt',
            'Comment',
            'Dream',
            'sd-metadata',
            'invokeai_metadata',
            'UserComment'
          ),
          text: spoiled
        }),
        { maxLength: 3 }
      ),
      texts => {
        expect(() => settingsIn(texts)).not.toThrow();
      }
    ),
    { numRuns: 1000 }
  );
});

test.each([
  ['brackets that nothing closes', `Steps: 20, ${'key: (a, '.repeat(30_000)}`],
  ['quotes that nothing closes', `Steps: 20, ${'key: ["\\", '.repeat(30_000)}`],
  ['lines of pairs', 'Seed: 1\n'.repeat(20_000) + 'a'],
  ['labels', `${'Steps\n1\n'.repeat(40_000)}`],
  ['quotes of mail', `> a\n> Negative prompt: b\n`.repeat(20_000) + '> Steps: 5, Seed: 1'],
  ['marks of mail', `${'>'.repeat(100_000)}a\nSteps: 5, Seed: 1`],
  ['pairs behind the settings', `${USUAL}\n${'Seed: 1, ab: 2, '.repeat(62_000)}`],
  ['pairs in a second line', `Seed: 11\n${'Seed: 1, ab: 2, '.repeat(62_000)}\nSteps: 3`],
  ['a large seed again and again', `a\nSteps: 5, ${'Seed: 18446744073709551615, '.repeat(40_000)}`],
  ['a strength again and again', `a\nSteps: 5, ${'Denoising strength: 0.5, '.repeat(40_000)}`],
  ['steps on steps', 'a Steps: 5, b '.repeat(20_000)],
  ['labels of other programs', 'Guidance Scale: 5 | '.repeat(20_000)],
  ['a label that never ends', `a\nSteps: 5${'  '.repeat(20_000)}x`],
  ['flags', `--prompt a ${'--x " '.repeat(20_000)}`],
  ['flags behind a quote', `"${'a" -s '.repeat(20_000)}`],
  ['breaks of a page', '<br>&lt;'.repeat(20_000)],
  ['keys of JSON', `[${'{"a": '.repeat(20_000)}`],
  ['quotes of a command', '"a" -s 1 '.repeat(20_000)]
])('a long text of %s costs no time', (_, text) => {
  const began = Date.now();
  try {
    read(`%%sweep\n${text}`);
  } catch (error) {
    expect(error).toBeInstanceOf(Fault);
  }
  expect(Date.now() - began).toBeLessThan(5000);
});
