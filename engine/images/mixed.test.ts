import { mixed } from './mixed';
import type { Raster } from './raster';

const grey = (...levels: number[]): Raster => ({
  width: levels.length,
  height: 1,
  channels: 1,
  data: Uint8Array.from(levels)
});

test('a share of the second picture comes into the first, its fraction cut off as Pillow’s blend does', () => {
  expect([...mixed(grey(0, 10, 255, 3), grey(255, 20, 0, 4), 0.25).data]).toEqual([63, 12, 191, 3]);
});

test('a share of nothing is the first picture, one of all the second', () => {
  const [first, second] = [grey(1, 2), grey(3, 4)];
  expect(mixed(first, second, 0)).toBe(first);
  expect(mixed(first, second, 1)).toBe(second);
});
