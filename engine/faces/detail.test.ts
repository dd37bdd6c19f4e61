import fc from 'fast-check';
import { blank, cropped, resized } from '../images';
import type { Raster } from '../images';
import { detailRegion, pastedDetail } from './index';

const grey = (width: number, height: number, level: number, channels: 3 | 4 = 3): Raster => {
  const picture = blank(width, height, channels);
  picture.data.fill(level);
  return picture;
};

const side = fc.integer({ min: 1, max: 300 });

test('whatever box is drawn, the part around it lies in the picture, holds the box and is drawn in steps of 8', () =>
  fc.assert(
    fc.property(side, side, fc.integer({ min: -50, max: 300 }), side, side, (width, height, left, w, h) => {
      const picture = grey(width, height, 0);
      const box = { left, top: left / 2, width: w, height: h };
      const region = detailRegion(box, picture, { native: 128 });
      const meets = left < width && left + w > 0 && left / 2 < height && left / 2 + h > 0;
      expect(region !== null).toBe(meets);
      if (region) {
        const { crop } = region;
        expect([crop.left >= 0, crop.top >= 0]).toEqual([true, true]);
        expect([crop.left + crop.width <= width, crop.top + crop.height <= height]).toEqual([true, true]);
        expect([region.width % 8, region.height % 8]).toEqual([0, 0]);
        expect(region.width * region.height).toBeLessThan(1.3 * 128 ** 2);
        const [x, y] = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(left / 2))];
        expect(crop.left <= x && crop.top <= y).toBe(true);
      }
    })
  ));

test('a small square in a large picture is drawn in the native square', () => {
  const region = detailRegion({ left: 400, top: 300, width: 100, height: 100 }, grey(1000, 800, 0), {
    native: 512
  });
  expect(region).toEqual({ crop: { left: 365, top: 265, width: 170, height: 170 }, width: 512, height: 512 });
});

test('what was drawn is all there in the box, fades around it, and is gone at the edge of what was cut out', () => {
  const picture = grey(200, 160, 50, 4);
  picture.data[3] = 7;
  const box = { left: 80, top: 60, width: 50, height: 40 };
  const { crop, width, height } = detailRegion(box, picture, { native: 64 })!;
  const out = pastedDetail(picture, grey(width, height, 250), crop, box);
  const level = (x: number, y: number): number => out.data[(y * 200 + x) * 4];
  expect([level(80, 60), level(105, 80), level(129, 99)]).toEqual([250, 250, 250]);
  expect(level(crop.left, crop.top)).toBe(50);
  const beside = level(80 - 5, 80);
  expect(beside).toBeGreaterThan(50);
  expect(beside).toBeLessThan(250);
  expect(out.data[3]).toBe(7);
  expect(level(10, 10)).toBe(50);
});

test('drawn as it was, nothing changes; at half the strength half does', () => {
  const picture = grey(100, 100, 80);
  const box = { left: 20, top: 20, width: 50, height: 50 };
  const { crop, width, height } = detailRegion(box, picture, { native: 64 })!;
  const same = resized(cropped(picture, crop), width, height, 'lanczos');
  expect(pastedDetail(picture, same, crop, box).data).toEqual(picture.data);
  const half = pastedDetail(picture, grey(width, height, 180), crop, box, 0.5);
  expect(half.data[(45 * 100 + 45) * 3]).toBe(130);
});
