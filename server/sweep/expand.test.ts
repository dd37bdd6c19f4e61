import type { CellParams, Spec } from '../../schema/wire';
import { expandSweep } from './index';
import { dreams, emoji, FIRST_DRAWN, refusal, samplers, testContext } from './testing';
import type { Expanded } from './types';

const expand = (text: string, changes = {}): Expanded => expandSweep({ text }, testContext(changes));
const column = <K extends keyof CellParams>(expanded: Expanded, name: K): CellParams[K][] =>
  expanded.cells.map(({ params }) => params[name]);

describe('what is left unsaid', () => {
  test('comes from the model, else from the catalogue, and says so', () => {
    const { base, origins } = expand('%%sweep steps=9\na');
    expect(base).toMatchObject({
      steps: 9,
      cfg_scale: 3.5,
      sampler: 'DPM++ 2M',
      scheduler: 'karras',
      width: 128,
      clip_skip: 1
    });
    expect(origins).toMatchObject({
      steps: 'user',
      prompt: 'user',
      cfg_scale: 'model',
      scheduler: 'model',
      width: 'model',
      clip_skip: 'catalogue',
      seed: 'catalogue'
    });
  });

  test('is each model’s own when the model is an axis', () => {
    const expanded = expand('%%sweep model=emoji-diffusion,"dreams v1.5"\na');
    expect(column(expanded, 'cfg_scale')).toEqual([3.5, 7]);
    expect(column(expanded, 'width')).toEqual([128, 512]);
    expect(expanded.warnings).toEqual([
      { code: 'defaults_differ', facts: { params: ['scheduler', 'cfg_scale', 'width', 'height'] } }
    ]);
    expect(expanded.axes[0].labels).toEqual(['emoji-diffusion', 'dreams v1.5']);
  });

  test('a sampler that the user names keeps its own schedule, not the model’s', () => {
    const { base, origins } = expand('%%sweep sampler="Euler a"\na');
    expect([base.scheduler, origins.scheduler]).toEqual(['automatic', 'catalogue']);
    expect(column(expand('%%sweep sampler="Euler a","DPM++ 2M"\na'), 'scheduler')).toEqual([
      'uniform',
      'karras'
    ]);
    expect(column(expand('%%sweep sampler="Euler a" scheduler=karras\na'), 'scheduler')).toEqual(['karras']);
  });

  test('a model’s schedule that isn’t paired with a sampler stays', () => {
    const models = [{ ...emoji, defaults: { scheduler: 'beta' } }];
    expect(column(expand('%%sweep sampler=Euler\na', { models }), 'scheduler')).toEqual(['beta']);
  });

  test('a default that is not allowed is left out with a remark', () => {
    const models = [
      { ...emoji, defaults: { steps: 9000, cfg_scale: 5, sampler: 'DPM++ 2M Karras', other: 1 } }
    ];
    const { base, warnings } = expand('a', { models });
    expect(base).toMatchObject({ steps: 20, cfg_scale: 5, sampler: 'DPM++ 2M', scheduler: 'karras' });
    expect(warnings).toEqual([
      { code: 'bad_model_default', facts: { name: 'emoji-diffusion', param: 'steps', value: '9000' } }
    ]);
  });

  test('a model may bring a negative prompt, but no batch', () => {
    const models = [{ ...emoji, defaults: { negative_prompt: 'blurry {a|b}', batch_count: 4 } }];
    expect(column(expand('a', { models }), 'negative_prompt')).toEqual(['blurry {a|b}']);
    expect(column(expand('a\nNegative prompt: b', { models }), 'negative_prompt')).toEqual(['b']);
    expect(column(expand('%%sweep neg=""\na', { models }), 'negative_prompt')).toEqual(['']);
  });

  test('one side of a size leaves the other to the model', () => {
    expect(expand('%%sweep width=256\na').base).toMatchObject({ width: 256, height: 128 });
    const models = [{ ...dreams, native: null }];
    const { base, origins } = expand('a', { models, defaultModel: dreams.name });
    expect([base.width, origins.width]).toEqual([512, 'catalogue']);
  });
});

describe('seeds', () => {
  test('-1 is drawn once for all cells', () => {
    const expanded = expand('%%sweep cfg=3,5,7\na');
    expect(column(expanded, 'seed')).toEqual([FIRST_DRAWN, FIRST_DRAWN, FIRST_DRAWN]);
    expect(expanded.base.seed).toBe(FIRST_DRAWN);
    expect(expanded.spec.base.seed).toBeUndefined();
  });

  test('each -1 of an axis is drawn, and shown as drawn', () => {
    const expanded = expand('%%sweep seed=-1,5,-1 cfg=3,5\na');
    expect(new Set(column(expanded, 'seed'))).toEqual(new Set([1000, 5, 1001]));
    expect(expanded.axes[0].labels).toEqual(['1000', '5', '1001']);
    expect(expanded.spec.axes[0]).toEqual({ param: 'seed', values: [-1, 5, -1] });
  });

  test('the variation seed is 0 unless it has a strength, then it is drawn once', () => {
    expect(column(expand('a'), 'subseed')).toEqual([0]);
    expect(column(expand('%%sweep subseed=7\na'), 'subseed')).toEqual([0]);
    expect(column(expand('%%sweep seed=1 subseed_strength=0,0.5,1\na'), 'subseed')).toEqual([0, 1000, 1000]);
    expect(column(expand('%%sweep seed=1 subseed=7 subseed_strength=0,0.5\na'), 'subseed')).toEqual([0, 7]);
  });

  test('picture k of a batch has seed + k, and is the last axis', () => {
    const expanded = expand('%%sweep seed=10,20 n=2 batch=2\na');
    expect(expanded.axes.map(({ id, labels }) => [id, labels])).toEqual([
      ['seed', ['10', '20']],
      ['image', ['1', '2', '3', '4']]
    ]);
    expect(column(expanded, 'seed')).toEqual([10, 20, 11, 21, 12, 22, 13, 23]);
    expect(expanded.spec.axes).toHaveLength(1);
  });

  test('with a variation strength the seed stays and the variation seed counts, as in A1111', () => {
    const expanded = expand('%%sweep seed=10 subseed=5 subseed_strength=0.1 n=3\na');
    expect(column(expanded, 'seed')).toEqual([10, 10, 10]);
    expect(column(expanded, 'subseed')).toEqual([5, 6, 7]);
  });

  test('of models with seeds of their own are drawn for the others', () => {
    const models = [{ ...emoji, defaults: { seed: 7 } }, dreams];
    expect(column(expand('%%sweep model=emoji-diffusion,"dreams v1.5"\na', { models }), 'seed')).toEqual([
      7,
      FIRST_DRAWN
    ]);
  });

  test('go round at the end of their range', () => {
    expect(column(expand('%%sweep seed=4294967295 n=2\na'), 'seed')).toEqual([4294967295, 0]);
  });
});

const A_PICTURE = 'ab'.padEnd(64, '0');

test('a cell carries the options that are not at their defaults, and no others', () => {
  const { params } = expand('%%sweep tiling=yes hires=on hr_scale=2 hr_steps=5 cfg_rescale=0\na').cells[0];
  expect(params).toMatchObject({ tiling: true, enable_hr: true, hr_steps: 5 });
  expect(Object.keys(params)).toHaveLength(Object.keys(expand('a').cells[0].params).length + 3);
});

describe('cells that are the same picture have the same parameters', () => {
  test.each([
    ['sampler=Euler eta=0.5', 'sampler=Euler'],
    ['sampler=Euler ensd=31337', 'sampler=Euler'],
    ['subseed=5', 'subseed=6'],
    ['sampler="DPM++ 2M"', 'sampler="DPM++ 2M Karras"'],
    ['s_churn=0 tiling=false vae=none', ''],
    ['hr_scale=3 denoising=0.2 mask_blur=9 refiner_switch_at=0.3 s_tmin=0.5', ''],
    [`init_image=${A_PICTURE} enable_hr=on hr_scale=3 inpaint_full_res_padding=9`, `init_image=${A_PICTURE}`]
  ])('%s and %s', (one, other) => {
    const [a, b] = [one, other].map(words => expand(`%%sweep seed=1 ${words}\na`).cells[0].params);
    expect(a).toEqual(b);
  });

  test.each([
    ['sampler="Euler a" eta=0.5', 'sampler="Euler a"'],
    ['sampler=DDIM eta=0.5', 'sampler=DDIM'],
    ['enable_hr=on hr_scale=3', 'enable_hr=on'],
    [`init_image=${A_PICTURE} denoising=0.2`, `init_image=${A_PICTURE}`],
    ['sampler="Euler a" ensd=31337', 'sampler="Euler a"'],
    ['flavour=diffusers scheduler=automatic', 'flavour=diffusers scheduler=karras']
  ])('but not %s and %s', (one, other) => {
    const [a, b] = [one, other].map(words => expand(`%%sweep seed=1 ${words}\na`).cells[0].params);
    expect(a).not.toEqual(b);
  });
});

describe('words that chance chooses', () => {
  const prompts = (text: string): string[] => expand(text).cells.map(({ params }) => params.prompt);

  test('follow the seed of the picture, or their own', () => {
    const chosen = prompts('%%sweep seed=1..12\na __colour__ cat');
    expect(new Set(chosen)).toEqual(new Set(['a red cat', 'a green cat', 'a blue cat']));
    expect(prompts('%%sweep seed=1..12\na __colour__ cat')).toEqual(chosen);
    expect(new Set(prompts('%%sweep seed=1..12 wildcard_seed=5\na __colour__ cat')).size).toBe(1);
  });

  test('are the prompt of their cell, which says no more of chance', () => {
    const [{ params }] = expand('%%sweep seed=1 wildcard_seed=5\na __colour__ cat').cells;
    const [plain] = expand(`%%sweep seed=1\n${params.prompt}`).cells;
    expect(params).toEqual(plain.params);
  });

  test('of a file that is not there are refused where they stand', () => {
    const { code, where } = refusal(() => expand('%%sweep seed=1\na __color__ cat'));
    expect([code, where]).toEqual(['wildcard_missing', { line: 2, column: 3, length: 9 }]);
  });
});

test('a sampler that the flavour does not have is refused where it is named', () => {
  const only = { ...samplers[0], name: 'Odd', aliases: [], flavours: ['diffusers'] as const };
  const context = { samplers: [...samplers, only] };
  expect(expand('%%sweep sampler=Odd flavour=diffusers\na', context).cells).toHaveLength(1);
  const { code, where } = refusal(() => expand('%%sweep sampler=Odd\na', context));
  expect([code, where]).toEqual(['unknown_choice', { line: 1, column: 9, length: 11 }]);
});

test.each([
  ['size=512x512', 'size_far'],
  ['size=64x64', 'size_far'],
  ['sampler=LCM cfg=7', 'lcm_guidance'],
  [`init_image=${A_PICTURE} denoising=0.02`, 'strength_low'],
  [`init_image=${A_PICTURE} hires=on`, 'hires_left_out'],
  ['hires=on hr_strength=0.3', 'latent_strength_low'],
  ['model=filler', 'mask_missing'],
  ['model=editor', 'picture_to_edit_missing']
])('%s earns the remark %s', (words, code) => {
  const models = [
    emoji,
    { ...emoji, name: 'filler', task: 'inpaint' as const },
    { ...emoji, name: 'editor', task: 'edit' as const }
  ];
  expect(expand(`%%sweep ${words}\na`, { models }).warnings.map(each => each.code)).toEqual([code]);
  expect(expand('%%sweep cfg=5\na', { models }).warnings).toEqual([]);
});

describe('search and replace', () => {
  test('puts each value in the place of the first, in both prompts', () => {
    const { cells, axes } = expand('%%sweep prompt_sr="cat","dog $&",""\na cat, cats\nNegative prompt: cat');
    expect(cells.map(({ params }) => [params.prompt, params.negative_prompt])).toEqual([
      ['a cat, cats', 'cat'],
      ['a dog $&, dog $&s', 'dog $&'],
      ['a , s', '']
    ]);
    expect(axes[0].labels).toEqual(['cat', 'dog $&', '—']);
  });

  test('finds text within variants and prompts of an axis', () => {
    expect(column(expand('%%sweep sr=red,green\na {red|blue} cat'), 'prompt')).toEqual([
      'a red cat',
      'a green cat',
      'a blue cat',
      'a blue cat'
    ]);
    expect(column(expand('%%sweep prompt="a cat","cats" sr=cat,dog'), 'prompt')).toEqual([
      'a cat',
      'cats',
      'a dog',
      'dogs'
    ]);
  });
});

describe('layout', () => {
  test.each([
    ['seed=1,2', { x: 'seed' }],
    ['seed=1,2 cfg=3,5', { x: 'seed', y: 'cfg_scale' }],
    ['seed=1,2 cfg=3,5 steps=1,2 eta=0,1', { x: 'seed', y: 'cfg_scale', xx: 'steps', yy: 'eta' }],
    ['seed=1,2 cfg=3,5 steps=1,2 y=seed', { x: 'cfg_scale', y: 'seed', xx: 'steps' }],
    ['seed=1,2 cfg=3,5 yy=cfg', { x: 'seed', yy: 'cfg_scale' }]
  ])('%s lies as %j', (words, layout) => expect(expand(`%%sweep ${words}\na`).layout).toEqual(layout));

  test('axes beyond four share the outer rows, and every cell keeps its parameters', () => {
    const expanded = expand('%%sweep seed=1,3 cfg=3,5 steps=2,3 sampler=LMS,Heun n=2 yy=cfg\na');
    expect(expanded.layout).toEqual({ x: 'seed', y: 'steps', xx: 'sampler', yy: 'cfg_scale&image' });
    expect(expanded.axes.map(axis => axis.id)).toEqual(['seed', 'cfg_scale&image', 'steps', 'sampler']);
    expect(expanded.axes[1].labels).toEqual(['3 · 1', '3 · 2', '5 · 1', '5 · 2']);
    expect(expanded.warnings).toEqual([{ code: 'axes_folded', facts: { axes: ['cfg_scale', 'image'] } }]);
    expect(expanded.cells).toHaveLength(32);
    for (const { index, params } of expanded.cells) {
      const [seed, outer, steps, sampler] = expanded.axes.map((axis, k) => axis.values[index[k]]);
      expect([params.seed, params.cfg_scale, params.steps, params.sampler]).toEqual([
        Number(seed[0]) + Number(outer[1]) - 1,
        outer[0],
        steps[0],
        sampler[0]
      ]);
    }
  });

  test('folded axes have only the combinations that are drawn', () => {
    const expanded = expand('%%sweep seed=1..9 cfg=3..9 steps=1..9 clip_skip=1..9 width=64..128 sample=5\na');
    expect(expanded.axes[3].values.length).toBeLessThanOrEqual(5);
  });

  test('labels are short', () => {
    const words = 'size=512x768,64x64 sampler="Euler a","DPM++ 2M Karras" cfg&steps=5&10,7&20';
    const { axes } = expand(`%%sweep ${words}\na {${'very '.repeat(30)}long|b}`);
    expect(axes.map(axis => axis.labels)).toEqual([
      ['512×768', '64×64'],
      ['Euler a', 'DPM++ 2M Karras'],
      ['5 · 10', '7 · 20'],
      [expect.stringMatching(/^very very .{30,38}…$/), 'b']
    ]);
  });
});

describe('drawing order', () => {
  test('reads the grid, columns fastest', () => {
    const { cells } = expand('%%sweep seed=1,2 cfg=3,5\na');
    expect(cells.map(cell => cell.index)).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1]
    ]);
  });

  test('changes the model least often', () => {
    const models = column(expand('%%sweep model=emoji-diffusion,"dreams v1.5" seed=1,2\na'), 'model');
    expect(models).toEqual([emoji.name, emoji.name, dreams.name, dreams.name]);
  });
});

describe('a part of the cells', () => {
  test('a sample is the same each time, and a larger one holds the smaller', () => {
    const sampled = (count: number): string[] =>
      expand(`%%sweep seed=1..30 steps=1..30 sample=${count}\na`).cells.map(({ index }) => index.join());
    expect(sampled(40)).toHaveLength(40);
    expect(new Set(sampled(40)).size).toBe(40);
    expect(sampled(40)).toEqual(sampled(40));
    expect(sampled(80)).toEqual(expect.arrayContaining(sampled(40)));
  });

  test('a sample of more than there is, is all', () => {
    expect(expand('%%sweep seed=1..3 sample=40\na').cells).toHaveLength(3);
  });

  test('a sample is taken of what passes', () => {
    const { cells } = expand('%%sweep seed=1..100 where="seed > 90" sample=4\na');
    expect(cells).toHaveLength(4);
    expect(cells.every(({ params }) => params.seed > 90)).toBe(true);
  });

  test('a sample of more combinations than memory could hold is drawn at once', () => {
    const text = '%%sweep seed=1..9999 subseed=1..9999 ensd=1..9999 sample=40\na';
    expect(expand(text).cells).toHaveLength(40);
  });

  test('limit= allows what it says', () => {
    expect(expand('%%sweep seed=1..500 limit=500\na').cells).toHaveLength(500);
  });

  test('only what passes counts against the limit', () => {
    expect(expand('%%sweep seed=1..100 steps=1..100 where="seed == steps"\na').cells).toHaveLength(100);
  });
});

describe('a spec', () => {
  const from = (spec: Spec): Expanded => expandSweep({ spec }, testContext());

  test('is what its printed text is', () => {
    const spec: Spec = {
      base: { prompt: 'a {red|blue} cat', cfg: 5, eta: null },
      axes: [
        { param: 'variant_1', values: ['stale'] },
        { param: 'seed', values: [1, 2, 2, 3] },
        {
          params: ['w', 'h'],
          values: [
            [64, 128],
            [128, 64]
          ]
        },
        { param: 'steps', values: [9] }
      ],
      layout: { y: 'seed' }
    };
    const expanded = from(spec);
    expect(expanded.text).toBe(
      '%%sweep seed=1..3 size=64x128,128x64 steps=9 cfg=5 eta=none y=seed\na {red|blue} cat'
    );
    expect(expanded.fields).toEqual({
      seed: '1..3',
      size: '64x128,128x64',
      cfg_scale: '5',
      steps: '9',
      eta: 'none'
    });
    const again = expandSweep({ text: expanded.text }, testContext());
    expect({ ...again, warnings: [] }).toEqual({ ...expanded, warnings: [] });
  });

  test.each<[string, Partial<Spec>, string, Record<string, unknown>]>([
    ['an unknown name', { base: { cgf: 3 } }, 'unknown_parameter', { near: 'cfg' }],
    ['text for a number', { base: { steps: '1..4' } }, 'not_a_number', { value: '1..4' }],
    ['a number for text', { base: { prompt: 3 } }, 'not_text', { param: 'prompt' }],
    [
      'nothing in an axis',
      {
        axes: [
          { param: 'eta', values: [0, 1] },
          { param: 'steps', values: [null, 1] }
        ]
      },
      'not_a_number',
      {}
    ],
    ['a truth', { base: { steps: true } }, 'not_a_number', { value: 'true' }],
    ['a parameter twice', { base: { cfg: 3, cfg_scale: 4 } }, 'given_twice', { param: 'cfg_scale' }],
    [
      'an axis twice',
      {
        axes: [
          { param: 'cfg', values: [3, 5] },
          { param: 'guidance', values: [3, 5] }
        ]
      },
      'given_twice',
      {}
    ],
    [
      'a row too short',
      { axes: [{ params: ['cfg', 'steps'], values: [[3, 4], [5]] }] },
      'linked_parts',
      { expected: 2 }
    ],
    ['a name that would be two words', { base: { 'seed=1 cfg': 3 } }, 'unknown_parameter', {}],
    ['a place for no axis', { layout: { x: 'cfg' } }, 'not_an_axis', {}],
    ['a broken condition', { where: 'steps >' }, 'where_comparison', {}]
  ])('refuses %s', (_, part, code, facts) => {
    const error = refusal(() => from({ base: {}, axes: [], ...part }));
    expect([error.code, error.facts, error.where]).toEqual([code, expect.objectContaining(facts), undefined]);
  });
});
