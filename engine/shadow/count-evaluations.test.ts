import fc from 'fast-check';
import type { CellParams } from '../../schema/wire';
import { samplers } from '../sampling';
import { drawAll } from '../testing/draw-all';
import { fakeModel } from '../testing/fake-networks';
import { countEvaluations } from './count-evaluations';

const base: CellParams = {
  prompt: 'a cat',
  negative_prompt: '',
  model: 'm',
  seed: 1,
  subseed: 0,
  subseed_strength: 0,
  steps: 4,
  cfg_scale: 7,
  sampler: 'Euler',
  scheduler: 'automatic',
  width: 64,
  height: 64,
  clip_skip: 1,
  eta: null,
  ensd: 0,
  emphasis: 'original',
  rng: 'cpu',
  flavour: 'a1111'
};
const sweep = (axes: Partial<CellParams>[][]): CellParams[] =>
  axes.reduce<CellParams[]>(
    (cells, axis) => cells.flatMap(cell => axis.map(each => ({ ...cell, ...each }))),
    [base]
  );
const count = (cells: CellParams[]): { naive: number; planned: number } =>
  countEvaluations(cells.map(params => ({ params, model: params.model })));
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
  ['an unknown sampler counts for nothing', sweep([[{}, { sampler: 'foo' }]]), 8, 8]
])('%s', (_, cells, naive, planned) => expect(count(cells)).toEqual({ naive, planned }));

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

test('the engine executes exactly the evaluations that were planned', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 10 }), async changes => {
      const cells = changes.map(change => ({ ...base, height: 16, ...change }));
      const { evaluations } = await drawAll(cells, fakeModel());
      expect(count(cells).planned).toBe(evaluations);
    }),
    { numRuns: 25 }
  );
});
