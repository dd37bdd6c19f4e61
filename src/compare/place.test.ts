import fc from 'fast-check';
import {
  boxOf,
  fitted,
  kept,
  NO_OWN,
  overlapOf,
  paneGrid,
  panned,
  SCALE_MAX,
  SCALE_MIN,
  zoomed
} from './place';

const room = { width: 528, height: 528 };
const small = { width: 128, height: 128 };

test('the largest picture just fits, and none is blown up without end', () => {
  expect(fitted(room, [small])).toBe(4);
  expect(fitted(room, [small, { width: 256, height: 64 }])).toBe(2);
  expect(fitted({ width: 5000, height: 5000 }, [small])).toBe(8);
});

test('at one to one a picture lies on whole pixels in the middle', () => {
  expect(boxOf({ width: 127, height: 128 }, { x: 0, y: 0, scale: 1 }, NO_OWN, room)).toEqual({
    x: 201,
    y: 200,
    width: 127,
    height: 128
  });
});

test('a shift of its own is in picture pixels, whatever the scale', () => {
  const at = (scale: number): number =>
    boxOf(small, { x: 0, y: 0, scale }, { x: 12, y: 0, factor: 1 }, room).x;
  const without = (scale: number): number => boxOf(small, { x: 0, y: 0, scale }, NO_OWN, room).x;
  expect([at(1) - without(1), at(4) - without(4)]).toEqual([12, 48]);
});

test('the spot under the pointer stays where it is, however one zooms', () => {
  const number = fc.double({ min: -60, max: 60, noNaN: true });
  const scale = fc.double({ min: SCALE_MIN, max: SCALE_MAX, noNaN: true });
  fc.assert(
    fc.property(number, number, scale, scale, number, number, (x, y, from, to, atX, atY) => {
      const next = zoomed({ x, y }, from, to, { x: atX, y: atY });
      const spot = (at: number, scaled: number, place: number): number => at / scaled - place;
      expect(spot(atX, next.scale as number, next.x)).toBeCloseTo(spot(atX, from, x), 6);
      expect(spot(atY, next.scale as number, next.y)).toBeCloseTo(spot(atY, from, y), 6);
    })
  );
});

test('dragging is as far on the screen as the pointer went, and some of the picture is always left', () => {
  expect(panned({ x: 0, y: 0 }, { x: 40, y: -8 }, 4)).toEqual({ x: 10, y: -2 });
  expect(kept({ scale: 2, x: 900, y: -900 }, [small])).toEqual({ scale: 2, x: 64, y: -64 });
});

test.each([
  ['two of a size have all in common', [128, 128], [128, 128], [0, 0], [128, 128, 0, 0, 0, 0]],
  ['centres lie on one another', [128, 128], [64, 32], [0, 0], [64, 32, 32, 48, 0, 0]],
  ['the smaller may be the first', [64, 64], [128, 128], [0, 0], [64, 64, 0, 0, 32, 32]],
  ['a shift takes its part', [128, 128], [128, 128], [12, -4], [116, 124, 12, 0, 0, 4]]
])('%s', (_, [wa, ha], [wb, hb], [x, y], wanted) => {
  const found = overlapOf({ width: wa, height: ha }, { width: wb, height: hb }, NO_OWN, { x, y });
  expect(found && [found.width, found.height, found.a.x, found.a.y, found.b.x, found.b.y]).toEqual(wanted);
});

test('pictures that were shifted past one another have nothing in common', () => {
  expect(overlapOf(small, small, NO_OWN, { x: 128, y: 0 })).toBeNull();
});

test.each([
  [1, 800, 400, '1 × 1'],
  [2, 800, 400, '2 × 1'],
  [2, 400, 800, '1 × 2'],
  [4, 600, 600, '2 × 2'],
  [9, 600, 600, '3 × 3'],
  [3, 1200, 300, '3 × 1']
])('%d panes in %d × %d are %s', (count, width, height, wanted) => {
  const { columns, rows } = paneGrid(count, { width, height }, small);
  expect(`${columns} × ${rows}`).toBe(wanted);
});
