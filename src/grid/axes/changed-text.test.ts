import { coreDefaults } from '../../../schema/catalogue';
import { axis, cellsOf } from '../testing';
import { adding, inOrder, setting, textWith, typedValues, withChosenSeeds } from './changed-text';

const cfg = axis('cfg_scale', [3, 5]);
const sampler = axis('sampler', ['Euler a', 'DDIM']);

test.each([
  [['cfg_scale'], ' 9,11 ', '9,11'],
  [['sampler'], 'DPM++ 2M, Euler a', '"DPM++ 2M","Euler a"'],
  [['sampler'], '"DPM++ 2M"', '"DPM++ 2M"'],
  [['seed', 'cfg_scale'], '3&7', '3&7'],
  [['variant_1'], 'an owl|a fox', 'an owl|a fox'],
  [['cfg_scale'], '  ', '']
])('on %j %j is written %j', (params, typed, written) =>
  expect(typedValues({ params }, typed)).toBe(written)
);

test('several axes are widened at once, and those that nobody wrote for stay', () => {
  const text = '%%sweep cfg=3,5 sampler="Euler a",DDIM\na cat';
  expect(
    adding([
      { axis: cfg, typed: '9' },
      { axis: sampler, typed: '' }
    ])(text)
  ).toBe('%%sweep cfg=3,5,9 sampler="Euler a",DDIM\na cat');
  expect(setting([{ axis: cfg, rows: [[5]] }])(text)).toBe('%%sweep cfg=5 sampler="Euler a",DDIM\na cat');
  expect(adding([{ axis: axis('steps', [1]), typed: '9' }])(text)).toBeNull();
});

test.each([
  ['rising', [3, 5], [3, 5, 9, 4], [3, 4, 5, 9]],
  ['falling', [5, 3], [5, 3, 9, 4], [9, 5, 4, 3]],
  ['one value', [5], [5, 9, 4], [4, 5, 9]],
  ['in no order', [5, 3, 4], [5, 3, 4, 1], [5, 3, 4, 1]],
  ['names', ['b', 'a'], ['b', 'a', 'c'], ['b', 'a', 'c']]
])('new values join old ones: %s', (_, before, after, joined) => {
  expect(inOrder(axis('cfg_scale', before), axis('cfg_scale', after)).map(([value]) => value)).toEqual(
    joined
  );
});

test('an axis that the text doesn’t hold is looked for in the text that the spec makes', () => {
  const spec = { base: { prompt: 'a cat' }, axes: [{ param: 'cfg_scale', values: [3, 5] }] };
  const plan = { spec } as never;
  expect(textWith({ text: '%%sweep\nSteps: 3', plan }, [cfg])).toBe('%%sweep cfg=3,5\na cat');
  expect(textWith({ text: '%%sweep cfg=3..5:2\na cat', plan }, [cfg])).toBe('%%sweep cfg=3..5:2\na cat');
  expect(textWith({ text: '%%sweep\na cat', plan: null }, [cfg])).toBeNull();
});

describe('seeds that chance chose', () => {
  const cells = cellsOf([cfg]).map(cell => ({ ...cell, params: { ...cell.params, seed: 4711 } })) as never;
  const of = (text: string, origin?: 'user' | 'catalogue', axes = [cfg]): string =>
    withChosenSeeds(text, { axes, cells, origins: origin ? { seed: origin } : {} });

  test('stay the ones of the pictures', () => {
    expect(of('%%sweep cfg=3,5\na cat', 'catalogue')).toBe('%%sweep cfg=3,5 seed=4711\na cat');
    expect(of('%%sweep seed=-1 cfg=3,5\na cat', 'user')).toBe('%%sweep seed=4711 cfg=3,5\na cat');
    expect(of('%%sweep seed=-1,-1 cfg=3\na cat', 'user', [axis('seed', [17, 4])])).toBe(
      '%%sweep seed=17,4 cfg=3\na cat'
    );
  });
  test('one that a person gave is left as it is written', () => {
    expect(of('%%sweep seed=5 cfg=3,5\na cat', 'user')).toBe('%%sweep seed=5 cfg=3,5\na cat');
    expect(of('%%sweep cfg=3,5\na cat\nSteps: 3, Seed: 5', 'user')).toContain('%%sweep cfg=3,5\n');
  });
  test('a variation seed counts only where it varies', () => {
    const varied = cellsOf([cfg]).map(cell => ({
      ...cell,
      params: { ...coreDefaults, ...cell.params, subseed: 99, subseed_strength: 0.2 }
    })) as never;
    expect(
      withChosenSeeds('%%sweep seed=1 cfg=3,5 subseed_strength=0.2', {
        axes: [cfg],
        cells: varied,
        origins: { seed: 'user' }
      })
    ).toContain(' subseed=99');
  });
});
