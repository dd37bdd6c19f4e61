import { lengthOf, lineAt, linesOf, runOf, scrolled } from './lines';

const grouped = [0, 0, 1, 1, 2].map(outer => ({ inner: 0, outer }));

test('lines follow one another with a gap, and outer groups with empty room between', () => {
  expect(linesOf(grouped, 100, 12).starts).toEqual([0, 104, 224, 328, 448]);
});

test('a run of lines is as long as its lines with what lies between, and all of them as the sheet', () => {
  const lines = linesOf(grouped, 100, 12);
  expect(runOf(lines, { start: 1, count: 2 })).toEqual({ at: 104, length: 220 });
  expect(runOf(lines, { start: 4, count: 1 })).toEqual({ at: 448, length: 100 });
  expect(lengthOf(lines)).toBe(548);
  expect(lengthOf(linesOf([], 100, 12))).toBe(0);
});

test.each([
  [-5, 0],
  [50, 0],
  [103, 1],
  [300, 2],
  [9999, 4]
])('at %s px stands line %s', (place, line) => {
  expect(lineAt(linesOf(grouped, 100, 12), place)).toBe(line);
});

const even = (size: number) =>
  linesOf(
    Array.from({ length: 8 }, () => ({ inner: 0, outer: null })),
    size,
    0
  );

test.each([
  ['the first, which would come to lie behind the heads', 0, 0, 0],
  ['one in the middle of the view, which stays where it is', 2, 100, 2 * 154 + 75 - (2 * 104 + 50 - 100)],
  ['one at the end of the view, which is seen whole', 3, 60, 3 * 154 + 150 - 300],
  ['none in view, so that the middle of the view stays', 7, 0, 1 * 154 + 75 - (1 * 104 + 50)]
])('cells that become larger keep in its place %s', (_, focus, from, to) => {
  expect(scrolled(even(100), even(150), focus, from, 300)).toBe(to);
});
