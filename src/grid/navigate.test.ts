import { arrange } from '../../language/layout/arrange';
import { move, nextAlong } from './navigate';
import { axis, cellsOf } from './testing';

const axes = [axis('seed', [1, 2, 3]), axis('cfg_scale', [1, 2, 3, 4])];
const layout = { x: 'cfg_scale', y: 'seed' };
const full = arrange(axes, layout, cellsOf(axes));
/** The second row has only its ends, the first lacks its first. */
const gaps = arrange(
  axes,
  layout,
  cellsOf(axes).filter((_, at) => ![0, 5, 6].includes(at))
);

test.each([
  ['right', [0, 0], [0, 1]],
  ['right', [0, 3], [0, 3]],
  ['left', [0, 0], [0, 0]],
  ['down', [1, 2], [2, 2]],
  ['up', [0, 2], [0, 2]],
  ['leftmost', [1, 2], [1, 0]],
  ['rightmost', [1, 2], [1, 3]],
  ['top', [2, 2], [0, 2]],
  ['bottom', [0, 2], [2, 2]],
  ['pageDown', [0, 1], [2, 1]],
  ['pageUp', [2, 1], [0, 1]]
] as const)('%s from %j leads to %j', (motion, [row, column], [toRow, toColumn]) => {
  expect(move(full, { row, column }, motion)).toEqual({ row: toRow, column: toColumn });
});

test.each([
  ['right', [1, 0], [1, 3]],
  ['left', [1, 3], [1, 0]],
  ['down', [0, 1], [2, 1]],
  ['up', [1, 0], [1, 0]],
  ['leftmost', [0, 3], [0, 1]],
  ['top', [2, 0], [1, 0]]
] as const)(
  '%s from %j goes over what is not in the sweep, to %j',
  (motion, [row, column], [toRow, toColumn]) => {
    expect(move(gaps, { row, column }, motion)).toEqual({ row: toRow, column: toColumn });
  }
);

test('the next along an axis goes over what is not there and stops at the end', () => {
  expect(nextAlong([7, null, 9], 0, 1)).toBe(9);
  expect(nextAlong([7, null, 9], 2, 1)).toBeNull();
  expect(nextAlong([7, null, 9], 2, -1)).toBe(7);
});
