import fc from 'fast-check';
import type { CellOptions, CellParams } from '../../schema/wire';
import type { CellFiles } from '../pipeline';
import { samplers } from '../sampling';
import { drawAll } from '../testing/draw-all';
import { fakeModel } from '../testing/fake-networks';
import { plainCell } from '../testing/plain-cell';
import { priceCells } from './count-evaluations';
import type { ModelTraits, Price } from './count-evaluations';

const base: CellParams = plainCell;
const sweep = (axes: Partial<CellParams>[][]): CellParams[] =>
  axes.reduce<CellParams[]>(
    (cells, axis) => cells.flatMap(cell => axis.map(each => ({ ...cell, ...each }))),
    [base]
  );
const count = (cells: readonly CellParams[]): Price =>
  priceCells(cells.map(params => ({ params, model: params.model })));
const picture = { init_image: 'p', denoising_strength: 0.5 };
const cfgs = [2, 5, 9].map(cfg_scale => ({ cfg_scale }));
const seeds = [1, 2].map(seed => ({ seed }));

test.each<[string, CellParams[], number, number]>([
  ['one cell shares nothing', [base], 8, 8],
  ['CFG 1 needs no negative prompt', sweep([[{ cfg_scale: 1 }]]), 4, 4],
  ['a CFG axis shares its first step', sweep([cfgs, seeds]), 48, 40],
  ['equal cells are one', sweep([[{}, {}]]), 16, 8],
  ['a variation seed of no strength changes nothing', sweep([[{ subseed: 5 }, { subseed: 6 }]]), 16, 8],
  ['emphasis without weights changes nothing', sweep([[{}, { emphasis: 'no_norm' }]]), 16, 8],
  [
    'emphasis with weights does',
    sweep([[{ prompt: '(a) cat' }], [{}, { emphasis: 'no_norm' }]]),
    16,
    // The negative prompt has no weights: its first evaluation is shared.
    15
  ],
  ['sizes share nothing', sweep([[{}, { width: 72 }]]), 16, 16],
  ['models share nothing', sweep([[{}, { model: 'n' }]]), 16, 16],
  ['second order samplers ask twice but in the last step', sweep([[{ sampler: 'Heun' }]]), 14, 14],
  [
    'CFG++ looks at the negative prompt at any scale',
    sweep([[{ sampler: 'DDIM CFG++', cfg_scale: 1 }]]),
    6,
    6
  ],
  ['samplers share their first step', sweep([[{}, { sampler: 'LMS' }]]), 16, 12],
  ['each part joined by AND is a row', sweep([[{ prompt: 'a cat AND a dog' }]]), 12, 12],
  [
    // A1111 edits one call late: of four, three are shared, and the negative prompt's row of the fourth.
    'an edited prompt shares the steps before the edit',
    sweep([[{}, { prompt: 'a [cat:dog:2]' }]]),
    16,
    9
  ],
  ['image to image runs its share of the steps and one', sweep([[picture]]), 6, 6],
  [
    'a strength axis shares no noise level',
    sweep([[picture, { ...picture, denoising_strength: 0.9 }]]),
    14,
    14
  ],
  ['hires runs its own steps', sweep([[{ enable_hr: true, hr_steps: 3 }]]), 14, 14],
  [
    'upscalers share the first pass',
    sweep([[{ enable_hr: true }, { enable_hr: true, hr_upscaler: 'Lanczos' }]]),
    32,
    24
  ],
  ['a refiner takes over late', sweep([[{}, { refiner: 'r', refiner_switch_at: 0.5 }]]), 16, 12],
  ['the first steps can do without the negative prompt', sweep([[{ skip_early_cond: 0.3 }]]), 6, 6],
  ['an unknown sampler counts for nothing', sweep([[{}, { sampler: 'foo' }]]), 8, 8]
])('%s', (_, cells, naive, planned) => expect(count(cells)).toMatchObject({ naive, planned }));

test('each cell is told what it takes by itself, whichever others share its seed', () => {
  const cells = sweep([seeds, [{ steps: 3 }, { cfg_scale: 1 }, { sampler: 'Heun' }]]);
  expect(count(cells).each).toEqual(cells.map(each => count([each]).naive));
});

const cell = fc.record({
  prompt: fc.constantFrom('a cat', 'A  CAT', '(a cat)', 'a dog', 'a cat AND a dog:2', 'a [cat:dog:1]'),
  negative_prompt: fc.constantFrom('', 'a dog'),
  seed: fc.constantFrom(1, 2, 2 ** 32 + 1),
  subseed: fc.constantFrom(3, 4),
  subseed_strength: fc.constantFrom(0, 0.5, 1),
  steps: fc.integer({ min: 2, max: 3 }),
  cfg_scale: fc.constantFrom(1, 2, 7),
  // What DPM adaptive asks depends on what it is answered: its count is a guess.
  sampler: fc.constantFrom(...samplers.filter(({ adaptive }) => !adaptive).map(({ name }) => name)),
  scheduler: fc.constantFrom('automatic', 'karras', 'sgm_uniform'),
  width: fc.constantFrom(16, 32),
  clip_skip: fc.constantFrom(1, 2),
  eta: fc.constantFrom(null, 0, 1),
  ensd: fc.constantFrom(0, 31337),
  emphasis: fc.constantFrom('original' as const, 'none' as const),
  rng: fc.constantFrom('cpu' as const, 'nv' as const),
  flavour: fc.constantFrom('a1111' as const, 'diffusers' as const)
});

const options: fc.Arbitrary<Partial<CellOptions>> = fc.oneof(
  fc.constant({}),
  fc.record({
    init_image: fc.constant('picture'),
    mask: fc.constantFrom(null, 'mask'),
    mask_blur: fc.constantFrom(0, 4),
    inpainting_fill: fc.constantFrom('original' as const, 'latent noise' as const, 'latent nothing' as const),
    denoising_strength: fc.constantFrom(0.5, 0.75, 1)
  }),
  fc.record({
    enable_hr: fc.constant(true),
    hr_upscaler: fc.constantFrom('Latent', 'Latent (bicubic)', 'Lanczos'),
    hr_steps: fc.constantFrom(0, 1, 3),
    hr_denoising_strength: fc.constantFrom(0.4, 0.7)
  }),
  fc.record({ skip_early_cond: fc.constantFrom(0.3, 0.5), s_min_uncond: fc.constantFrom(0, 3) }),
  fc.record({ refiner: fc.constant('late'), refiner_switch_at: fc.constantFrom(0.3, 0.8) }),
  fc.record({ tiling: fc.constant(true), cfg_rescale: fc.constantFrom(0, 0.7) })
);

const data = (length: number): Uint8Array => Uint8Array.from({ length }, (_, k) => (k * 37) % 256);
const files: CellFiles = {
  refiner: { name: 'late', path: '/late' },
  pictures: {
    picture: { width: 20, height: 24, channels: 3, data: data(20 * 24 * 3) },
    mask: { width: 20, height: 24, channels: 1, data: data(20 * 24) }
  }
};

test('the engine executes exactly the evaluations that were planned', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, options), { minLength: 1, maxLength: 10 }), async changes => {
      const cells = changes.map(([change, more]) => ({ ...base, height: 16, ...change, ...more }));
      const { evaluations } = await drawAll(cells, fakeModel(), {}, undefined, files);
      expect(count(cells).planned).toBe(evaluations);
    }),
    { numRuns: 25 }
  );
});

test.each<[string, ModelTraits, Partial<CellParams>, number]>([
  ['a network that takes its guidance as a number has no negative prompt', { guidanceDim: 256 }, {}, 4],
  [
    'an editing network is guided by the picture too',
    { task: 'edit' },
    { init_image: 'p', denoising_strength: 1 },
    12
  ],
  [
    'but not at picture scale 1',
    { task: 'edit' },
    { init_image: 'p', denoising_strength: 1, image_cfg_scale: 1 },
    8
  ]
])('%s', (_, traits, change, naive) =>
  expect(priceCells([{ params: { ...base, ...change }, model: 'm', traits }]).naive).toBe(naive)
);
