import { axis, cellsOf } from '../testing';
import { initialView } from '../view';
import { carriedView } from './carry-view';

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
