import { axis } from '../testing';
import { valuesAround, valuesBeyond } from './refine';

test.each([
  ['cfg_scale', [6, 7, 8], 1, [6.5, 7.5]],
  ['cfg_scale', [6, 8, 7], 2, [6.5, 7.5]],
  ['cfg_scale', [3, 7], 0, [5]],
  ['cfg_scale', [6.5, 7], 1, [6.75]],
  ['steps', [10, 20, 40], 1, [15, 30]],
  ['steps', [10, 11, 12], 1, []],
  ['steps', [10, 13], 0, [12]],
  ['width', [512, 576, 640], 1, [544, 608]],
  ['cfg_scale', [7], 0, []],
  ['seed', [1, 9], 0, []],
  ['sampler', ['a', 'b'], 0, []],
  ['subseed_strength', [0, 0.1, 0.2], 1, [0.05, 0.15]]
])('around a value of %s %j at %d: %j', (id, values, at, around) => {
  expect(valuesAround(axis(id, values), at)).toEqual(around);
});

test.each([
  ['cfg_scale', [1, 3, 5], [7, 9]],
  ['seed', [1, 2], [3, 4]],
  ['steps', [10, 5], []],
  ['cfg_scale', [3], []],
  ['sampler', ['a', 'b'], []]
])('beyond the values of %s %j: %j', (id, values, beyond) => {
  expect(valuesBeyond(axis(id, values))).toEqual(beyond);
});
