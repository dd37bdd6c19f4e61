import { axis, cellsOf } from '../testing';
import { initialView } from '../view';
import { carriedFilter, carriedView } from './carry-view';

const seed = axis('seed', [1, 2, 3]);
const cfg = axis('cfg_scale', [3, 5]);
const sweep = (...axes: (typeof seed)[]): Parameters<typeof carriedView>[1] =>
  ({ axes, cells: cellsOf(axes).map(cell => ({ ...cell, id: `${axes.length}-${cell.id}` })) }) as never;
const before = sweep(seed, cfg);

test.each([
  ['values that were hidden stay so, new ones are seen in their place', [0, 2], [1, 1.5, 2, 3], [0, 1, 3]],
  ['behind the others where these are in an order of their own', [2, 0], [1, 1.5, 2, 3], [3, 0, 1]],
  ['of a removed value nothing is left', [0, 2], [1, 2], [0]],
  ['an order of which no value is left is none', [2], [1, 2], undefined]
])('%s', (_, shown, values, carried) => {
  const after = sweep(axis('seed', values), cfg);
  expect(carriedView({ ...initialView, shown: { seed: shown } }, before, after).shown.seed).toEqual(carried);
});

test('sliders, cells in cells and places stay with the axes that are left', () => {
  const view = {
    ...initialView,
    layout: { x: 'seed', y: 'cfg_scale' },
    pins: { seed: 2 },
    inside: 'cfg_scale'
  };
  expect(carriedView(view, before, sweep(axis('seed', [0, 1, 2, 3]), cfg))).toMatchObject({
    layout: { x: 'seed', y: 'cfg_scale' },
    pins: { seed: 3 },
    inside: 'cfg_scale'
  });
  expect(carriedView(view, before, sweep(axis('seed', [1, 2])))).toMatchObject({
    layout: { x: 'seed' },
    pins: {},
    inside: null
  });
});

test('focus and reference stay with their values', () => {
  const after = sweep(axis('seed', [1, 1.5, 2, 3]), cfg);
  const [focus, reference] = [before.cells[3], before.cells[4]].map(({ id }) => id);
  const carried = carriedView({ ...initialView, focus, reference }, before, after);
  const indexOf = (id: string | null): number[] => [...after.cells.find(cell => cell.id === id)!.index];
  expect([indexOf(carried.focus), indexOf(carried.reference)]).toEqual([
    [2, 1],
    [3, 0]
  ]);
});

test.each([
  ['stands for the same value where others come before it', [1], [0, 1, 2, 3], [2]],
  ['keeps of several values those that are left', [0, 2], [3, 4], [0]],
  ['is gone with its last value', [0], [2, 3], undefined]
])('a rule of a filter %s', (_, values, others, carried) => {
  const rule = { kind: 'value', axis: 'seed', values } as const;
  const filter = { flag: 'pick', stars: 2, rules: [rule, { kind: 'alike' }] } as const;
  const { rules, ...rest } = carriedFilter(filter, before, sweep(axis('seed', others), cfg));
  expect(rules).toEqual([...(carried ? [{ ...rule, values: carried }] : []), { kind: 'alike' }]);
  expect(rest).toEqual({ flag: 'pick', stars: 2 });
});

test('of an axis that is none any more no value is asked for', () => {
  const filter = { flag: 'all', stars: 0, rules: [{ kind: 'value', axis: 'seed', values: [0] }] } as const;
  expect(carriedFilter(filter, before, sweep(cfg)).rules).toEqual([]);
});

test('a filter that says the same of the other sweep is the same object', () => {
  const filter = { flag: 'all', stars: 0, rules: [{ kind: 'value', axis: 'seed', values: [0] }] } as const;
  expect(carriedFilter(filter, before, sweep(axis('seed', [1, 2, 3, 4]), cfg))).toBe(filter);
});
