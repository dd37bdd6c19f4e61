import fc from 'fast-check';
import type { PlanAxis } from '../../schema/wire';
import { alongAxis, arrange, innerGroups, outerGroups } from './arrange';
import { assignAxis, completeLayout, swapLayout, unplacedAxes } from './choose-layout';
import { foldAxes } from './fold-axes';

const axis = (id: string, labels: readonly (string | number)[]): PlanAxis => ({
  id,
  params: id.split('&'),
  values: labels.map(label => [label]),
  labels: labels.map(String),
  to_draw: labels.map(() => 0)
});

type Cell = { index: number[]; params: Record<string, unknown> };

/** Every combination of the axes' values, last axis fastest. */
function cellsOf(axes: readonly PlanAxis[]): Cell[] {
  const indices = axes.reduce<number[][]>(
    (rows, { labels }) => rows.flatMap(row => labels.map((_, value) => [...row, value])),
    [[]]
  );
  return indices.map(index => ({
    index,
    params: Object.fromEntries(axes.map(({ id, values }, each) => [id, values[index[each]][0]]))
  }));
}

const seed = axis('seed', [1, 2, 3]);
const cfg = axis('cfg_scale', [3, 5]);
const sampler = axis('sampler', ['Euler a', 'DPM++ 2M']);
const steps = axis('steps', [10, 20]);
const model = axis('model', ['a', 'b']);

test.each([
  ['nothing asked', {}, { x: 'seed', y: 'cfg_scale', xx: 'sampler' }],
  ['columns asked', { x: 'cfg_scale' }, { x: 'cfg_scale', y: 'seed', xx: 'sampler' }],
  ['an axis twice', { x: 'seed', y: 'seed' }, { x: 'seed', y: 'cfg_scale', xx: 'sampler' }],
  ['an axis that is none', { x: 'tiling', yy: 'seed' }, { x: 'cfg_scale', y: 'sampler', yy: 'seed' }]
])('a layout is completed: %s', (_, asked, complete) => {
  expect(completeLayout([seed, cfg, sampler], asked)).toEqual(complete);
});

test.each([
  ['a free axis', 'x', 'steps', { x: 'steps', y: 'cfg_scale' }],
  ['an axis from another place', 'x', 'cfg_scale', { x: 'cfg_scale', y: 'seed' }],
  ['an axis to an empty place', 'xx', 'seed', { xx: 'seed', y: 'cfg_scale' }],
  ['nothing', 'x', null, { y: 'cfg_scale' }],
  ['what is there already', 'x', 'seed', { x: 'seed', y: 'cfg_scale' }]
] as const)('assigning %s', (_, place, id, expected) => {
  expect(assignAxis({ x: 'seed', y: 'cfg_scale' }, place, id)).toEqual(expected);
});

test('swapping twice is no swap', () => {
  const layout = { x: 'seed', y: 'cfg_scale', xx: 'sampler' };
  expect(swapLayout(layout)).toEqual({ x: 'cfg_scale', y: 'seed', yy: 'sampler' });
  expect(swapLayout(swapLayout(layout))).toEqual(layout);
});

test('a grid of grids repeats the inner axis under each outer value', () => {
  const axes = [seed, cfg, sampler];
  const sheet = arrange(axes, { x: 'cfg_scale', y: 'seed', xx: 'sampler' }, cellsOf(axes));
  expect(sheet.columns.map(({ inner, outer }) => [outer, inner])).toEqual([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1]
  ]);
  expect(outerGroups(sheet.columns)).toEqual([
    { outer: 0, start: 0, count: 2 },
    { outer: 1, start: 2, count: 2 }
  ]);
  expect(sheet.rows).toHaveLength(3);
});

test('a single picture stands alone', () => {
  const sheet = arrange([], {}, cellsOf([]));
  expect([sheet.columns.length, sheet.rows.length]).toEqual([1, 1]);
  expect(sheet.cellAt({ row: 0, column: 0 })).toBe(0);
});

test('an axis without a place shows the value that is pinned', () => {
  const axes = [seed, cfg, sampler, steps, model];
  const cells = cellsOf(axes);
  const layout = completeLayout(axes, {});
  const first = arrange(axes, layout, cells);
  const second = arrange(axes, layout, cells, { model: 1 });
  expect(first.pinned).toEqual([{ axis: 4, value: 0 }]);
  expect(cells[second.cellAt({ row: 0, column: 0 }) ?? -1].params.model).toBe('b');
  expect(second.spotOf(0)).toBeNull();
});

test('a cell that a condition left out leaves its place empty', () => {
  const axes = [seed, cfg];
  const sheet = arrange(axes, { x: 'cfg_scale', y: 'seed' }, cellsOf(axes).slice(1));
  expect(sheet.cellAt({ row: 0, column: 0 })).toBeNull();
  expect(sheet.cellAt({ row: 0, column: 1 })).toBe(0);
});

test('every cell is found at its own spot, and no two at one', () => {
  const all = [seed, cfg, sampler, steps];
  fc.assert(
    fc.property(
      fc.shuffledSubarray(all),
      fc.shuffledSubarray(all.map(({ id }) => id)),
      (axes, [x, y, xx, yy]) => {
        const cells = cellsOf(axes);
        const sheet = arrange(axes, completeLayout(axes, { x, y, xx, yy }), cells);
        const spots = cells.map((_, position) => sheet.spotOf(position));
        expect(spots.map(spot => spot && sheet.cellAt(spot))).toEqual(cells.map((_, position) => position));
        expect(sheet.columns.length * sheet.rows.length).toBe(cells.length);
      }
    )
  );
});

test('of the values that are shown, in their order, every cell is found, and none of another', () => {
  const axes = [seed, cfg, sampler, steps, model];
  const cells = cellsOf(axes);
  const some = (labels: readonly string[]): fc.Arbitrary<number[]> =>
    fc.shuffledSubarray([...labels.keys()], { minLength: 1 });
  fc.assert(
    fc.property(
      fc.shuffledSubarray(
        axes.map(({ id }) => id),
        { minLength: 4, maxLength: 4 }
      ),
      fc.tuple(...axes.map(({ labels }) => some(labels))),
      fc.nat(1),
      ([x, y, xx, yy], values, pin) => {
        const shown = Object.fromEntries(axes.map(({ id }, k) => [id, values[k]]));
        const layout = { x, y, xx, yy };
        const sheet = arrange(
          axes,
          layout,
          cells,
          Object.fromEntries(axes.map(({ id }) => [id, pin])),
          shown
        );
        const isSeen = ({ index }: Cell): boolean =>
          index.every((value, axis) => values[axis].includes(value)) &&
          sheet.pinned.every(({ axis, value }) => index[axis] === value);
        cells.forEach((cell, position) => {
          const spot = sheet.spotOf(position);
          expect(spot && sheet.cellAt(spot)).toBe(isSeen(cell) ? position : null);
        });
        expect(sheet.columns.length * sheet.rows.length).toBe(cells.filter(isSeen).length);
        const columns = sheet.columns.map(({ inner }) => inner);
        expect([...new Set(columns)]).toEqual(shown[x]);
      }
    )
  );
});

test('an axis may be called as anything that every object has', () => {
  const axes = [axis('constructor', [1, 2]), axis('toString', [1, 2])];
  const sheet = arrange(axes, { x: 'constructor' }, cellsOf(axes));
  expect([sheet.columns.length, sheet.pinned]).toEqual([2, [{ axis: 1, value: 0 }]]);
});

test('neighbours differ in one axis only', () => {
  const axes = [seed, cfg];
  expect(alongAxis(axes, cellsOf(axes), 2, 0, [0, 1, 2])).toEqual([0, 2, 4]);
  expect(alongAxis(axes, cellsOf(axes), 2, 1, [0, 1])).toEqual([2, 3]);
  expect(alongAxis(axes, cellsOf(axes), 2, 0, [2, 0])).toEqual([4, 0]);
  expect(alongAxis(axes, cellsOf(axes).slice(1), 0, 0, [0, 1, 2])).toEqual([0, 2, 4]);
  expect(alongAxis(axes, cellsOf(axes).slice(1), 1, 1, [0, 1])).toEqual([1, 2]);
});

test('what has no place is an axis that the layout does not name', () => {
  const axes = [seed, cfg, sampler, steps, model];
  expect(unplacedAxes(axes, completeLayout(axes, { yy: 'model' })).map(({ id }) => id)).toEqual(['steps']);
  expect(unplacedAxes(axes, {})).toEqual(axes);
});

test('a fifth axis becomes more outer rows; no cell is lost', () => {
  const axes = [seed, cfg, sampler, steps, model];
  const cells = cellsOf(axes);
  const folded = foldAxes(axes, cells, completeLayout(axes, {}));
  const sheet = arrange(folded.axes, folded.layout, folded.cells);
  expect(folded.layout).toEqual({ x: 'seed', y: 'cfg_scale', xx: 'sampler', yy: 'steps&model' });
  expect(folded.axes.at(-1)!.labels).toEqual(['10 · a', '10 · b', '20 · a', '20 · b']);
  const found = sheet.rows.flatMap((_, row) =>
    sheet.columns.map((__, column) => sheet.cellAt({ row, column }))
  );
  expect(found.toSorted((a, b) => a! - b!)).toEqual(cells.map((_, position) => position));
});

test('a cell whose values are none of the axes’ stands nowhere', () => {
  const axes = [seed, cfg];
  const cells = [...cellsOf(axes).slice(0, 1), { index: [9, 0] }, { index: [0] }, { index: [-1, 0] }];
  const sheet = arrange(axes, { x: 'cfg_scale', y: 'seed' }, cells);
  expect(cells.map((_, position) => sheet.spotOf(position))).toEqual([
    { row: 0, column: 0 },
    null,
    null,
    null
  ]);
  expect([
    sheet.cellAt({ row: -1, column: 0 }),
    sheet.cellAt({ row: 0, column: 2 }),
    sheet.cellAt({ row: 9, column: 0 })
  ]).toEqual([null, null, null]);
});

test('ten thousand cells are looked up as fast as a hundred, each', () => {
  const axes = [
    axis(
      'seed',
      Array.from({ length: 100 }, (_, k) => k)
    ),
    axis(
      'steps',
      Array.from({ length: 100 }, (_, k) => k)
    )
  ];
  let looked = 0;
  // Counts how often any cell is looked at after the sheet is laid out.
  const cells = cellsOf(axes).map(cell => ({
    get index() {
      looked++;
      return cell.index;
    }
  }));
  const sheet = arrange(axes, { x: 'seed', y: 'steps' }, cells);
  looked = 0;
  for (let row = 0; row < 100; row++) {
    for (let column = 0; column < 100; column++) {
      sheet.cellAt({ row, column });
    }
  }
  expect(looked).toBe(0);
  expect(alongAxis(axes, cells, 5050, 0, [...axes[0].labels.keys()])).toHaveLength(100);
  sheet.spotOf(5050);
  arrange(axes, { x: 'steps', y: 'seed' }, cells);
  expect(looked).toBeLessThanOrEqual(2);
});

describe('pictures of a batch within a cell', () => {
  const image = axis('image', [1, 2, 3]);
  const axes = [seed, cfg, image];
  const cells = cellsOf(axes);
  const sheet = arrange(axes, { x: 'seed', y: 'cfg_scale' }, cells, {}, {}, 'image');

  test('lie in a square, row after row, and leave a place that has none', () => {
    expect([sheet.columns.length, sheet.rows.length]).toEqual([6, 4]);
    const inCell = [
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3]
    ].map(([row, column]) => cells[sheet.cellAt({ row, column }) ?? -1]?.index);
    expect(inCell).toEqual([[1, 0, 0], [1, 0, 1], [1, 0, 2], undefined]);
    expect(innerGroups(sheet.columns)).toEqual([
      { start: 0, count: 2 },
      { start: 2, count: 2 },
      { start: 4, count: 2 }
    ]);
  });
  test('are each found where they stand, and the axis is nowhere else', () => {
    const again = arrange(axes, { x: 'seed', y: 'cfg_scale', xx: 'image' }, cells, {}, {}, 'image');
    for (const [position] of cells.entries()) {
      const spot = again.spotOf(position);
      expect(spot && again.cellAt(spot)).toBe(position);
    }
    expect([again.at.xx, again.inside, again.pinned]).toEqual([null, 2, []]);
  });
});
