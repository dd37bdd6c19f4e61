import type { CellParams } from '../../schema/wire';
import { commonLine } from './common-line';

const params = {
  prompt: 'a cat face',
  negative_prompt: '',
  model: 'emoji-diffusion',
  seed: 1,
  subseed: 77,
  subseed_strength: 0,
  steps: 20,
  cfg_scale: 3.5,
  sampler: 'DPM++ 2M',
  scheduler: 'automatic',
  width: 128,
  height: 96,
  clip_skip: 1,
  eta: null,
  ensd: 0,
  emphasis: 'original',
  rng: 'cpu',
  flavour: 'a1111'
} satisfies CellParams;
const line = (axes: string[], ...changes: Partial<CellParams>[]): unknown[] =>
  commonLine(
    axes.map(id => ({ params: id.split('&') })),
    { prompt: '{a|b} cat' },
    changes.map(each => ({ params: { ...params, ...each } }))
  ).facts;
const [size, model] = [
  { kind: 'size', width: 128, height: 96 },
  { kind: 'parameter', name: 'model', value: 'emoji-diffusion' }
];
const fact = (name: string, value: unknown): unknown => ({ kind: 'parameter', name, value });

test('what all cells share is told in the order in which one asks for it, what does nothing is not', () => {
  expect(line(['seed'], { seed: 1 }, { seed: 2 })).toEqual([
    { kind: 'sampler', sampler: 'DPM++ 2M', scheduler: null },
    fact('steps', 20),
    fact('cfg_scale', 3.5),
    size,
    model
  ]);
});

test.each<[string, string[], Partial<CellParams>[], unknown]>([
  [
    'a schedule goes with its sampler',
    [],
    [{ scheduler: 'karras' }],
    { kind: 'sampler', sampler: 'DPM++ 2M', scheduler: 'karras' }
  ],
  [
    'a schedule that samplers share',
    ['sampler'],
    [{ scheduler: 'karras' }, { scheduler: 'karras', sampler: 'LMS' }],
    fact('scheduler', 'karras')
  ],
  ['an option away from its default', [], [{ tiling: true }], fact('tiling', true)],
  ['a negative prompt', [], [{ negative_prompt: 'blurry' }], fact('negative_prompt', 'blurry')]
])('%s', (_, axes, changes, told) => expect(line(axes, ...changes)).toContainEqual(told));

test.each<[string, string[], Partial<CellParams>[], string]>([
  ['an axis', ['tiling'], [{ tiling: true }], 'tiling'],
  ['cells that differ', [], [{ clip_skip: 2 }, { clip_skip: 3 }], 'clip_skip'],
  ['one of two sides', ['width'], [{}, { width: 256 }], 'height']
])('%s is not in it', (_, axes, changes, name) =>
  expect(line(axes, ...changes)).not.toContainEqual(expect.objectContaining({ name }))
);

test('the prompt stands as written, unless it is an axis', () => {
  const cells = [{ params }];
  const prompt = (axes: string[], base: Record<string, string>): string =>
    commonLine([{ params: axes }], base, cells).prompt;
  expect(prompt([], { prompt: '{a|b} cat' })).toBe('{a|b} cat');
  expect(prompt([], {})).toBe('a cat face');
  expect(prompt(['prompt'], { prompt: 'a cat' })).toBe('');
});
