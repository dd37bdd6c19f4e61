import { variablesIn, withoutVariables } from './variables';
import { cells } from './variables.vectors.json';

test.each(cells)('in $written the kernel fills in $names', ({ written, names }) => {
  expect(variablesIn(written).map(({ start, end }) => written.slice(start, end))).toEqual(names);
});

test.each(cells)('$written can be written so that the kernel fills nothing in', ({ written }) => {
  expect(variablesIn(withoutVariables(written))).toEqual([]);
});
