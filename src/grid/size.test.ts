import fc from 'fast-check';
import {
  SIZE_MAX,
  SIZE_MIN,
  askFor,
  boxOf,
  clampSize,
  fitSize,
  fitsHeight,
  shapeOf,
  stepSize,
  widthSize
} from './size';

const square = { width: 128, height: 128 };
const room = { width: 900, height: 560, columns: 4, rows: 2, outerColumns: 1, outerRows: 1 };

test.each([
  ['few columns are no larger than is good for the picture', {}, square, 160],
  ['many columns share the width', { columns: 8, width: 800 }, square, 96],
  ['too many columns stay large enough to see', { columns: 60 }, square, 76],
  ['many rows share the height, but not below what can be judged', { rows: 4 }, square, 136],
  ['very many rows scroll', { rows: 40 }, square, 112],
  ['a picture alone is shown twice as large', { columns: 1, rows: 1 }, square, 256],
  ['a large picture alone leaves room', { columns: 1, rows: 1 }, { width: 1024, height: 1024 }, 288],
  ['outer groups take their gaps', { columns: 8, outerColumns: 2, width: 800 }, square, 94],
  [
    'tall pictures may be taller than their column is wide',
    { columns: 8, width: 800 },
    { width: 64, height: 128 },
    160
  ]
])('%s', (_, change, shape, size) => {
  expect(fitSize({ ...room, ...change }, shape)).toBe(size);
});

test.each([
  [100, { width: 512, height: 512 }, { width: 100, height: 100 }],
  [100, { width: 512, height: 768 }, { width: 67, height: 100 }],
  [90, { width: 2048, height: 64 }, { width: 90, height: 30 }]
])('a box of size %s in the shape %j is %j', (size, shape, box) => {
  expect(boxOf(size, shape)).toEqual(box);
});

test('pictures of several shapes share the box that holds them all', () => {
  const cells = [{ params: { width: 512, height: 256 } }, { params: { width: 256, height: 768 } }];
  expect(shapeOf(cells)).toEqual({ width: 512, height: 768 });
  expect(shapeOf([])).toEqual({ width: 1, height: 1 });
});

test.each([
  [100, 1, 512, 128],
  [100, 2, 512, 256],
  [100, 1, 128, undefined],
  [300, 2, 512, undefined],
  [600, 2, 4096, undefined]
])('a cell of %s px at ratio %s with a picture of %s px asks for %s', (size, ratio, pixels, asked) => {
  expect(askFor(size, ratio, { width: pixels, height: pixels })).toBe(asked);
});

test('sizes stay within their bounds whatever is pressed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom<1 | -1>(1, -1)),
      fc.integer({ min: SIZE_MIN, max: SIZE_MAX }),
      (presses, start) => {
        const size = presses.reduce(stepSize, start);
        expect(size).toBe(clampSize(size));
      }
    )
  );
  expect(stepSize(100, 1)).toBeGreaterThan(100);
  expect(stepSize(100, -1)).toBeLessThan(100);
});

test('a sheet that is a little too high is not scrolled', () => {
  expect([fitsHeight(700, 700), fitsHeight(800, 700), fitsHeight(810, 700)]).toEqual([true, true, false]);
});

test('columns that fill the width are as large as that makes them', () => {
  const room = { width: 1008, height: 300, columns: 4, rows: 4, outerColumns: 1, outerRows: 1 };
  expect(widthSize(room, { width: 128, height: 128 })).toBe(248);
  expect(widthSize({ ...room, columns: 1 }, { width: 128, height: 128 })).toBe(640);
});
