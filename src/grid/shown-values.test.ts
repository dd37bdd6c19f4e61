import {
  hiddenOf,
  isSorted,
  shownOf,
  withAll,
  withMoved,
  withOnly,
  withoutValue,
  withSorted
} from './shown-values';
import { axis } from './testing';

const cfg = axis('cfg_scale', [7, 3, 12, 5]);

test('a value is hidden, and all are shown again', () => {
  const hidden = withoutValue({}, cfg, 2);
  expect([shownOf(hidden, cfg), hiddenOf(hidden, cfg)]).toEqual([[0, 1, 3], [2]]);
  expect(withAll(hidden, cfg)).toEqual({});
});

test('the last value that is seen can’t be hidden', () => {
  const only = withOnly({}, cfg, 2);
  expect(shownOf(only, cfg)).toEqual([2]);
  expect(withoutValue(only, cfg, 2)).toBe(only);
  expect(hiddenOf(only, cfg)).toEqual([0, 1, 3]);
});

test('a value passes its neighbour, not the edge, and keeps the place it was given when others come back', () => {
  const moved = withMoved({}, cfg, 0, 1);
  expect(shownOf(moved, cfg)).toEqual([1, 0, 2, 3]);
  expect(withMoved(moved, cfg, 1, -1)).toBe(moved);
  expect(withMoved(moved, cfg, 3, 1)).toBe(moved);
  expect(shownOf(withAll(withoutValue(moved, cfg, 2), cfg), cfg)).toEqual([1, 0, 3, 2]);
});

test('values are sorted as numbers, and stand as the sweep has them again', () => {
  const rising = withSorted({}, cfg, 'rising');
  expect(shownOf(rising, cfg).map(value => cfg.labels[value])).toEqual(['3', '5', '7', '12']);
  expect(shownOf(withSorted(rising, cfg, 'falling'), cfg).map(value => cfg.labels[value])).toEqual([
    '12',
    '7',
    '5',
    '3'
  ]);
  expect(withSorted(rising, cfg, 'written')).toEqual({});
  expect([isSorted(rising, cfg, 'rising'), isSorted(rising, cfg, 'written')]).toEqual([true, false]);
});

test('words are sorted as words, numbers in them as numbers; what is hidden stays so', () => {
  const models = axis('model', ['v10', 'v9', 'Anna']);
  const sorted = withSorted({}, models, 'rising');
  expect(shownOf(sorted, models).map(value => models.labels[value])).toEqual(['Anna', 'v9', 'v10']);
  const two = withSorted(withoutValue({}, models, 1), models, 'falling');
  expect(shownOf(two, models).map(value => models.labels[value])).toEqual(['v10', 'Anna']);
});
